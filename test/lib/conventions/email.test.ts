import { expect } from 'chai';
import fc from 'fast-check';
import { parseEmail } from '../../../src/lib/conventions/email.js';
import { refusal } from './refusal.js';

const anyDomain = {};
const approved = { emailDomains: ['stackflow-tech.com', 'Example.COM'] };

describe('parseEmail', () => {
  for (const address of [
    'ada@example.com',
    'Ada.Lovelace+test@Mail.Example.CO.UK',
    "o'hara_9@xn--mnchen-3ya.de",
    `${'a'.repeat(64)}@example.com`,
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.com`,
    'a@b.c',
  ]) {
    it(`accepts ${address.slice(0, 50)} as typed`, () => {
      expect(parseEmail(address, anyDomain)).to.equal(address);
    });
  }

  const malformed: [text: string, hint: string][] = [
    ['', 'Write an address, such as ada@example.com'],
    ['ada', 'Add the domain, as in ada@example.com'],
    ['ada@', 'Write the domain after the @'],
    ['@example.com', 'Write the part before the @'],
    ['ada@home', 'Write the complete domain, such as example.com'],
    ['ada@@example.com', 'Write it with one @'],
    ['ada@b@example.com', 'Write it with one @'],
    ['ada lovelace@example.com', 'Write it without spaces'],
    ['Ada <ada@example.com>', 'Write only the address, without a name or angle brackets'],
    ['ada@example.com,bob@example.com', 'Write one address, without commas or semicolons'],
    ['"ada"@example.com', 'Write it without quotes'],
    ['ada@[127.0.0.1]', 'Write a domain name, not an IP address'],
    ['ada@127.0.0.1', 'Write a domain name, not an IP address'],
    ['.ada@example.com', 'The part before the @ cannot start or end with a dot, or have two dots in a row'],
    ['ada..l@example.com', 'The part before the @ cannot start or end with a dot, or have two dots in a row'],
    ['ada.@example.com', 'The part before the @ cannot start or end with a dot, or have two dots in a row'],
    ['mailto:ada@example.com', "Before the @, use letters a to z, digits, dots and any of !#$%&'*+/=?^_`{|}~-"],
    ['adä@example.com', "Before the @, use letters a to z, digits, dots and any of !#$%&'*+/=?^_`{|}~-"],
    ['ada@münchen.de', 'Write the domain in its ASCII form, which starts with xn--'],
    ['ada@-example.com', 'Each part of a domain has 1 to 63 letters, digits and hyphens, with no hyphen first or last'],
    ['ada@example..com', 'Each part of a domain has 1 to 63 letters, digits and hyphens, with no hyphen first or last'],
    ['ada@example.com.', 'Each part of a domain has 1 to 63 letters, digits and hyphens, with no hyphen first or last'],
    [
      `ada@${'b'.repeat(64)}.com`,
      'Each part of a domain has 1 to 63 letters, digits and hyphens, with no hyphen first or last',
    ],
    ['ada@example.123', 'A domain name cannot end in a number'],
    [`${'a'.repeat(65)}@example.com`, 'The part before the @ has at most 64 characters'],
    [`ada@${'b.'.repeat(126)}com`, 'An address has at most 254 characters'],
  ];
  for (const [text, hint] of malformed) {
    it(`refuses ${JSON.stringify(text.slice(0, 50))} and says how to correct it`, () => {
      const { code, hint: said } = refusal(() => parseEmail(text, anyDomain));
      expect({ code, hint: said }).to.deep.equal({ code: 'INVALID_EMAIL', hint });
    });
  }

  it('quotes the typed text', () => {
    expect(refusal(() => parseEmail('ada', anyDomain)).message).to.equal('"ada" is not an email address');
  });

  it('accepts an approved domain in any case', () => {
    expect(parseEmail('Ada@EXAMPLE.com', approved)).to.equal('Ada@EXAMPLE.com');
  });

  it('refuses a domain that is not approved, and suggests the one that was meant', () => {
    expect(refusal(() => parseEmail('ada@stackflow-tec.com', approved))).to.deep.equal({
      code: 'EMAIL_DOMAIN',
      message: 'email domain "stackflow-tec.com" is not approved in this context',
      hint: 'Did you mean stackflow-tech.com? Approved domains: stackflow-tech.com, example.com',
    });
  });

  it('refuses a subdomain of an approved domain, and a domain that only ends in one', () => {
    for (const address of ['ada@mail.example.com', 'ada@badexample.com', 'ada@example.com.evil.org']) {
      expect(refusal(() => parseEmail(address, approved)).code).to.equal('EMAIL_DOMAIN');
    }
  });

  it('accepts every address of RFC 5322 without quotes or comments', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: 'small' }), (address) => {
        expect(parseEmail(address, anyDomain)).to.equal(address);
      }),
    );
  });
});
