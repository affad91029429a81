import { expect } from 'chai';
import fc from 'fast-check';

import { htmlText } from '../../../../src/lib/output/markup/html.js';
import { markdownCode, markdownText } from '../../../../src/lib/output/markup/markdown.js';

describe('htmlText', () => {
  for (const [text, shown] of [
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['</script>', '&lt;/script&gt;'],
    ['" onload="x', '&quot; onload=&quot;x'],
    ["it's &amp;", 'it&#39;s &amp;amp;'],
    ['a\u202eb\u0000c\nd', 'a\\u202eb\\u0000c\\u000ad'],
    ['Łukasz 山田 👩‍👩‍👧', 'Łukasz 山田 👩‍👩‍👧'],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${shown}`, () => {
      expect(htmlText(text)).to.equal(shown);
    });
  }

  it('has no character that starts or ends markup, and restores the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '#', ' ') }), (text) => {
        const shown = htmlText(text);
        expect(shown).to.not.match(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
        expect(shown.replaceAll(/&([^;]+);/g, (_, name: string) => entities[name] ?? '')).to.equal(text);
      }),
    );
  });
});

describe('markdownText', () => {
  for (const [text, shown] of [
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['a|b `c` *d*', 'a\\|b \\`c\\` \\*d\\*'],
    ['<script>', '\\<script\\>'],
    ['https://evil.example www.evil.example', 'https:&#47;/evil.example www&#46;evil.example'],
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
