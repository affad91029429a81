import { expect } from 'chai';
import fc from 'fast-check';

import { htmlText } from '../../../../src/lib/output/markup/html.js';

describe('htmlText', () => {
  for (const [text, shown] of [
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['</script>', '&lt;/script&gt;'],
    ['" onload="x', '&quot; onload=&quot;x'],
    ["it's &amp;", 'it&#39;s &amp;amp;'],
    ['a\u202eb\u0000c\nd', 'a\\u202eb\\u0000c\\u000ad'],
    ['Çelik 山田 👩‍👩‍👧', 'Çelik 山田 👩‍👩‍👧'],
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
