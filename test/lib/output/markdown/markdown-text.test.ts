import { expect } from 'chai';

import { markdownCode, markdownText } from '../../../../src/lib/output/markdown/markdown-text.js';

describe('markdownText', () => {
  for (const [what, text, expected] of [
    ['emphasis and a link', '*a* _b_ [c](d)', '\\*a\\* \\_b\\_ \\[c\\](d)'],
    ['HTML and an entity', '<b>&amp;', '\\<b\\>\\&amp;'],
    ['the end of a cell', 'a|b', 'a\\|b'],
    ['a mention and an issue', '@team #1', '\\@team \\#1'],
    ['an address', 'https://a.example www.b.example', 'https:&#47;/a.example www&#46;b.example'],
    ['control characters', 'a\nb\u001b', 'a\\\\u000ab\\\\u001b'],
  ] as const) {
    it(`shows ${what} as text`, () => {
      expect(markdownText(text)).to.equal(expected);
    });
  }
});

describe('markdownCode', () => {
  for (const [text, expected] of [
    ['client set --oauth on', '`client set --oauth on`'],
    ['a `b` ``c', '``` a `b` ``c ```'],
    ['a|`b`', 'a\\|\\`b\\`'],
  ] as const) {
    it(`cannot be left by what is in it: ${text}`, () => {
      expect(markdownCode(text)).to.equal(expected);
    });
  }
});
