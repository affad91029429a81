import { expect } from 'chai';
import fc from 'fast-check';
import { parseAttributeValue, parseBoolean } from '../../../src/lib/conventions/attribute-value.js';
import type { AttributeRule } from '../../../src/lib/model/user-pool.js';
import { refusal } from './refusal.js';

const types: Readonly<Record<string, AttributeRule['type']>> = {
  'custom:active': 'Boolean',
  'custom:floor': 'Number',
  'custom:joined': 'DateTime',
};

function parse(name: string, text: string, bounds: Partial<AttributeRule> = {}): string {
  const rule = { name, type: types[name] ?? 'String', mutable: true, required: false, ...bounds } as const;
  return parseAttributeValue(text, rule, 'Leave it out');
}

const PHONE = 'Write + and the country code, then digits only, such as +41791234567';
const DAY = 'Write a date of the calendar as YYYY-MM-DD, such as 1999-12-31';
const ZONE = 'Write an IANA time zone, such as Europe/Zurich';
const TAG = 'Write a language tag (BCP 47), such as de-CH';
const WEB = 'Write a URL with http or https, such as https://example.com/ada';
const BOOLEAN = 'It is not a boolean: use true or false';
const NUMBER = 'Write a number, such as 42';
const TIME = 'Write a date or a date and time, such as 2026-01-31T12:00:00Z';

describe('parseAttributeValue', () => {
  const accepted: [name: string, values: string[]][] = [
    ['phone_number', ['+41791234567', '+15551234567', '+123456789012345']],
    ['birthdate', ['1999-12-31', '2024-02-29', '0000-05-17']],
    ['zoneinfo', ['Europe/Zurich', 'America/Argentina/Buenos_Aires', 'UTC', 'Asia/Kolkata']],
    ['locale', ['de', 'de-CH', 'zh-Hans-CN', 'es-419', 'gsw']],
    ['website', ['https://example.com', 'http://example.com/a?b=c#d', 'HTTPS://example.com']],
    ['picture', ['https://cdn.example.com/ada.png']],
    ['profile', ['https://example.com/~ada']],
    ['custom:floor', ['0', '-2', '39.5', '007']],
    ['custom:joined', ['2026-02-28', '2026-01-31T12:00:00Z']],
    ['nickname', ['Zoë 😀', 'Jean\u00a0Paul']],
    ['custom:cost_centre', ['CC-1', 'a b']],
  ];
  for (const [name, values] of accepted) {
    for (const value of values) {
      it(`accepts ${name} ${value} with and without outer spaces`, () => {
        expect([parse(name, value), parse(name, ` ${value}  `)]).to.deep.equal([value, value]);
      });
    }
  }

  const refused: [name: string, hint: string, values: string[]][] = [
    ['phone_number', PHONE, ['0791234567', '+0791234567', '+1234567890123456', 'none', '+41 79 CALL ME', '+']],
    ['phone_number', `Did you mean +41791234567? ${PHONE}`, ['+41 79 123 45 67', '+41-79-123-4567', '0041 79 1234567']],
    ['birthdate', DAY, ['31.12.1999', '2023-02-30', '2023-02-29', '1999-13-01', '12/31/1999', '1999-1-1', '1999']],
    ['zoneinfo', ZONE, ['Mars', '+02:00', 'x']],
    ['zoneinfo', `Did you mean Europe/Zurich? ${ZONE}`, ['Europe/Zürich', 'europe/zürich']],
    ['locale', TAG, ['german', 'd', 'de-', 'de CH', '-', 'x'.repeat(70)]],
    ['locale', `Did you mean de-DE? ${TAG}`, ['de_DE']],
    [
      'website',
      WEB,
      ['example.com', 'ftp://example.com', 'javascript:alert(1)', 'https:///x', 'https://a b', 'https:x.ch'],
    ],
    ['picture', WEB, ['data:image/png;base64,AAAA', 'ada.png']],
    ['profile', WEB, ['@ada']],
    ['custom:active', BOOLEAN, ['yes', 'no', '1', '0', 'on', 'y', 'verified', 'TRUE FALSE']],
    ['custom:floor', NUMBER, ['four', '0x1F', '1e1', "1'000", '1,5', '+4', 'NaN', 'Infinity']],
    ['custom:joined', TIME, ['yesterday', '2026-02-30', '2026-02-30T10:00:00Z', '2026-01-01T25:00Z', '31.12.1999']],
    ['nickname', 'Leave it out', ['', '   ']],
  ];
  for (const [name, hint, values] of refused) {
    for (const value of values) {
      it(`refuses ${name} ${JSON.stringify(value.slice(0, 25))} and says how to write it`, () => {
        expect(refusal(() => parse(name, value))).to.deep.equal({
          code: 'INVALID_ATTRIBUTE',
          message: `invalid value ${JSON.stringify(value)} for attribute "${name}"`,
          hint,
        });
      });
    }
  }

  it('stores true and false in lower case, however a spreadsheet writes them', () => {
    const mixedCase = fc
      .constantFrom('true', 'false')
      .chain((word) => fc.tuple(fc.constant(word), fc.mixedCase(fc.constant(word))));
    fc.assert(
      fc.property(mixedCase, ([word, written]) => {
        expect(parse('custom:active', written)).to.equal(word);
        expect(parseBoolean(written)).to.equal(word === 'true');
      }),
    );
  });

  it('takes no word but true and false for a boolean', () => {
    fc.assert(
      fc.property(fc.string(), (text) => /^(?:true|false)$/i.test(text.trim()) || parseBoolean(text) === undefined),
    );
  });

  it('takes for a date of birth exactly the days that the calendar has', () => {
    const digits = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2100 }), digits(13), digits(32), (year, month, day) => {
        const days = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
        const exists = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
        const act = () => parse('birthdate', `${year}-${month}-${day}`);
        if (exists) expect(act()).to.equal(`${year}-${month}-${day}`);
        else expect(refusal(act).hint).to.equal(DAY);
      }),
    );
  });

  it('checks lengths after trimming, and the bounds of numbers, as the schema gives them', () => {
    expect(parse('custom:cost_centre', '  12345678 ', { maxLength: 8 })).to.equal('12345678');
    const said = (...args: Parameters<typeof parse>) => refusal(() => parse(...args)).hint;
    expect([
      said('custom:cost_centre', '123456789', { minLength: 2, maxLength: 8 }),
      said('custom:cost_centre', '1', { minLength: 2, maxLength: 2 }),
      said('custom:cost_centre', 'x'.repeat(2049)),
      said('custom:floor', '41', { maximum: 40 }),
      said('custom:floor', '-3', { minimum: -2 }),
    ]).to.deep.equal([
      'It must have 2 to 8 characters; this value has 9',
      'It must have exactly 2 characters; this value has 1',
      'It must have 0 to 2048 characters; this value has 2049',
      'It must be at most 40',
      'It must be at least -2',
    ]);
  });

  it('names an invisible character and its place, in any attribute but those that only people read', () => {
    for (const name of ['custom:cost_centre', 'preferred_username', 'phone_number', 'website', 'locale']) {
      expect(refusal(() => parse(name, 'ab\u200bc')).message).to.equal(
        `value of ${name} "ab\\u200bc" has U+200B ZERO WIDTH SPACE at position 3`,
      );
    }
    expect(refusal(() => parse('given_name', 'a\u0085b')).message).to.contain('U+0085');
  });
});
