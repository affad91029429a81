import { expect } from 'chai';

import { markdownCode, markdownText } from '../../../../src/lib/output/markup/markdown.js';

describe('markdownText', () => {
  for (const [text, shown] of [
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['a|b `c` *d*', 'a\\|b \\`c\\` \\*d\\*'],
    ['<script>', '\\<script\\>'],
    ['https://evil.example www.evil.example', 'https:&#47;/evil.example www&#46;evil.example'],
    ['ask @ana, or ana@tenant.example', 'ask \\@<!-- -->ana, or ana\\@tenant.example'],
    ['INC #12', 'INC \\#<!-- -->12'],
    ['a\nb', 'a\\\\u000ab'],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${shown}`, () => {
      expect(markdownText(text)).to.equal(shown);
    });
  }
});

describe('markdownCode', () => {
  for (const [text, shown] of [
    ['users show ana', '`users show ana`'],
    ['a`b', '`` a`b ``'],
    ['a|b', 'a\\|b'],
  ] as const) {
    it(`of ${text} is ${shown}`, () => {
      expect(markdownCode(text)).to.equal(shown);
    });
  }
});
