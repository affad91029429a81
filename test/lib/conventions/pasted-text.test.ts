import { expect } from 'chai';
import fc from 'fast-check';
import { parseDepartment } from '../../../src/lib/conventions/department.js';
import { parseEmail } from '../../../src/lib/conventions/email.js';
import { parsePasted } from '../../../src/lib/conventions/pasted-text.js';
import { parseRoles } from '../../../src/lib/conventions/roles.js';
import { parseTenant } from '../../../src/lib/conventions/tenant.js';
import { quoted } from '../../../src/lib/text/quoted.js';
import { userNameOf } from '../../../src/lib/users/read/find-user.js';
import { refusal } from './refusal.js';

const paste = (text: string) => parsePasted(text, 'ID', 'USAGE');

describe('parsePasted', () => {
  const named: [text: string, found: string][] = [
    ['ab\u200b', 'U+200B ZERO WIDTH SPACE at position 3'],
    ['\ufeffab', 'U+FEFF ZERO WIDTH NO-BREAK SPACE at position 1'],
    ['a\u00a0b', 'U+00A0 NO-BREAK SPACE at position 2'],
    ['  ab\u00a0', 'U+00A0 NO-BREAK SPACE at position 5'],
    ['a\u202fb', 'U+202F NARROW NO-BREAK SPACE at position 2'],
    ['ab\n', 'U+000A LINE FEED at position 3'],
    ['a\tb', 'U+0009 TAB at position 2'],
    ['\u001b[2J', 'U+001B ESCAPE at position 1'],
    ['a\u0007', 'U+0007 (a control character) at position 2'],
    ['a\u202eb', 'U+202E RIGHT-TO-LEFT OVERRIDE at position 2'],
    ['a\u00adb', 'U+00AD SOFT HYPHEN at position 2'],
    ['😀\u200d', 'U+200D ZERO WIDTH JOINER at position 2'],
    ['a\u{e0041}', 'U+E0041 (an invisible character) at position 2'],
    ['a\u3164', 'U+3164 (an invisible character) at position 2'],
    ['a\ud800', 'U+D800 (a control character) at position 2'],
  ];
  for (const [text, found] of named) {
    it(`names ${found}`, () => {
      expect(refusal(() => paste(text))).to.deep.equal({
        code: 'USAGE',
        message: `ID ${quoted(text)} has ${found}`,
        hint: 'Remove it, or type the text instead of pasting it',
      });
    });
  }

  it('drops outer spaces and leaves all other visible text as it is', () => {
    for (const text of ['ana@example.com', 'tenant_001', 'Zoë  Ł', '名前', '❤️', '']) {
      expect(paste(`  ${text} `)).to.equal(text);
    }
  });

  it('refuses no character but controls in text that only people read', () => {
    const prose = (text: string) => parsePasted(text, 'name', 'USAGE', 'prose');
    expect(prose('ab\u200ccd\u00a0e')).to.equal('ab\u200ccd\u00a0e');
    expect(refusal(() => prose('a\u001bb')).message).to.contain('U+001B ESCAPE at position 2');
  });

  it('returns nothing that has a character that is invisible, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let pasted: string;
        try {
          pasted = paste(text);
        } catch (error) {
          expect(error).to.have.property('code', 'USAGE');
          return;
        }
        expect(pasted).to.equal(text.trim());
        expect(pasted).not.to.match(/[\p{Cc}\p{Cf}\u00a0\u115f\u1160\u202f\u2060\u3164\ufeff]/u);
      }),
    );
  });
});

describe('What people paste', () => {
  const ANY = { pattern: '.*' };
  const conventions = { tenant: ANY, departmentPattern: '.*', roles: [{ name: 'agent', privileged: false }] };
  const parsers: [what: string, parse: (text: string) => unknown, valid: string, code: string][] = [
    ['an address', (text) => parseEmail(text, {}), 'ana@example.com', 'INVALID_EMAIL'],
    ['a tenant', (text) => parseTenant(text, conventions), 'tenant_001', 'INVALID_TENANT'],
    ['a department', (text) => parseDepartment(text, conventions), 'dept_it', 'INVALID_DEPARTMENT'],
    ['a role', (text) => parseRoles([text], conventions)[0], 'agent', 'UNKNOWN_ROLE'],
    ['a user', userNameOf, 'ana@example.com', 'USAGE'],
  ];
  for (const [what, parse, valid, code] of parsers) {
    it(`is ${what} without its outer spaces, and refused with any invisible character in it`, () => {
      expect(parse(`  ${valid} `)).to.equal(valid);
      for (const hidden of ['\u200b', '\u00a0', '\ufeff', '\n', '\u0000', '\u202e', '\u2060']) {
        for (const at of [0, 2, valid.length]) {
          const said = refusal(() => parse(valid.slice(0, at) + hidden + valid.slice(at)));
          expect(said.code).to.equal(code);
          expect(said.message).to.match(/ has U\+[0-9A-F]{4} .+ at position \d+$/);
          expect(said.message).to.match(new RegExp(` ${at + 1}$`));
        }
      }
    });
  }
});
