import { expect } from 'chai';
import fc from 'fast-check';
import { safeJson, visible } from '../../../src/lib/output/sanitise.js';

/** Any UTF-16, lone surrogates included. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const hostile = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x9f }), fc.integer({ min: 0x2000, max: 0x206f })))
  .map((units) => String.fromCharCode(...units));
const someText = fc.oneof(anyText, hostile, fc.string({ unit: 'grapheme' }));

const ACTS_ON_A_TERMINAL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

describe('visible', () => {
  const rules: [rule: string, text: string, shown: string][] = [
    ['an escape sequence', 'a\u001b[31mb', 'a\\u001b[31mb'],
    ['a C1 control', '\u009b2J', '\\u009b2J'],
    ['DEL', 'a\u007f', 'a\\u007f'],
    ['line feed, carriage return, tab', 'a\nb\rc\td', 'a\\u000ab\\u000dc\\u0009d'],
    ['bidirectional override', 'user\u202egpj.exe', 'user\\u202egpj.exe'],
    ['bidirectional isolates', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['bidirectional marks', '\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
    ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
    [
      'characters without a width',
      '\u200b\u200c\u200d\u2060\u2064\ufeff\u00ad',
      '\\u200b\\u200c\\u200d\\u2060\\u2064\\ufeff\\u00ad',
    ],
    ['a joiner between letters', 'ad\u200dmin', 'ad\\u200dmin'],
    ['a joiner after an emoji', '👩\u200d', '👩\\u200d'],
    ['invisible characters beyond U+FFFF', 'a\u{e0041}', 'a\\udb40\\udc41'],
    ['other characters that show nothing', '\u034f\u180e\u3164\uffa0', '\\u034f\\u180e\\u3164\\uffa0'],
    ['lone surrogates', 'a\ud800b\udc00', 'a\\ud800b\\udc00'],
  ];
  for (const [rule, text, shown] of rules) {
    it(`escapes ${rule}`, () => {
      expect(visible(text)).to.equal(shown);
    });
  }

  it('leaves other Unicode and backslashes unchanged', () => {
    const text =
      'Łódź 東京 👩‍👩‍👧 👩🏽‍🚀 ❤️ 1️⃣ 🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f} שלום العربية \\u001b ~';
    expect(visible(text)).to.equal(text);
  });

  it('keeps line feeds and tabs if asked to', () => {
    expect([
      visible('a\n\tb\r', { multiline: true }),
      visible('a\n\tb\r', { multiline: true, tabs: true }),
    ]).to.deep.equal(['a\n\\u0009b\\u000d', 'a\n\tb\\u000d']);
  });

  it('keeps invisible characters in text that programs read', () => {
    expect(visible('a\u200bb\u202ec', { invisible: true })).to.equal('a\u200bb\\u202ec');
  });

  it('shows a character alone as it shows it beside one that has to be escaped', () => {
    const characters = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
    expect(characters.filter((one) => visible(`\u0000${one}`) !== `\\u0000${visible(one)}`)).to.deep.equal([]);
  });

  it('never returns a character that acts on a terminal, or text that UTF-8 cannot encode', () => {
    fc.assert(
      fc.property(someText, (text) => {
        const shown = visible(text);
        expect(shown).to.not.match(ACTS_ON_A_TERMINAL);
        expect(Buffer.from(shown).toString()).to.equal(shown);
      }),
    );
  });
});

describe('safeJson', () => {
  it('escapes control characters in keys and values', () => {
    expect(safeJson({ 'a\u009b': ['\u001b\u007f\u2028\u202e'] })).to.equal(
      '{"a\\u009b":["\\u001b\\u007f\\u2028\\u202e"]}',
    );
  });

  it('indents', () => {
    expect(safeJson({ a: [1] }, 2)).to.equal('{\n  "a": [\n    1\n  ]\n}');
  });

  it('parses to the same value and holds no character that acts on a terminal', () => {
    const value = fc.oneof(
      fc.jsonValue({ stringUnit: 'binary' }),
      fc.dictionary(someText, someText),
    ) as fc.Arbitrary<object>;
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (json, indent) => {
        const text = safeJson(json, indent);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(json)));
        expect(text.replaceAll('\n', '')).to.not.match(ACTS_ON_A_TERMINAL);
      }),
    );
  });
});
