import { expect } from 'chai';
import fc from 'fast-check';
import { redacted } from '../../../src/lib/text/redacted.js';

describe('redacted', () => {
  for (const [what, text, shown] of [
    ['a JSON member', '{"Password":"MARKED","Username":"ana"}', '{"Password":"(hidden)","Username":"ana"}'],
    ['one of several words', '{"TemporaryPassword": "MAR\\"KED"}', '{"TemporaryPassword": "(hidden)"}'],
    [
      'one inside a string',
      '"{\\"SECRET_HASH\\":\\"MARKED\\",\\"b\\":1}"',
      '"{\\"SECRET_HASH\\":\\"(hidden)\\",\\"b\\":1}"',
    ],
    ['one that is cut off', '{"ClientSecret":"MARK', '{"ClientSecret":"(hidden)"'],
    [
      'a value that Cognito refuses',
      "Value 'ana' at 'username' failed; Value 'MAR'KED' at 'temporaryPassword' failed",
      "Value 'ana' at 'username' failed; Value '(hidden)' at 'temporaryPassword' failed",
    ],
    ['a header', 'Authorization: AWS4-HMAC-SHA256 Credential=MARKED\nhost: x', 'Authorization: (hidden)\nhost: x'],
    ['a header of a signature', 'x-amz-security-token:MARKED\n\nhost', 'x-amz-security-token:(hidden)\n\nhost'],
    ['a parameter', 'https://x.example/?AccessToken=MARKED&a=b', 'https://x.example/?AccessToken=(hidden)&a=b'],
    ['the credentials of a URL', 'no route to http://ana:MARKED@host/x', 'no route to http://(hidden)@host/x'],
    ['a JWT', 'token eyJhbGciOi.eyJzdWIi.MARKED is not valid', 'token (hidden) is not valid'],
  ] as const) {
    it(`hides what looks like a secret: ${what}`, () => {
      expect(redacted(text)).to.equal(shown);
    });
  }

  for (const text of [
    'Password did not conform with policy: Password not long enough',
    "1 validation error detected: Value 'x' at 'username' failed to satisfy constraint",
    'The SSO session associated with this profile has expired',
    'The security token included in the request is invalid.',
    'user ana@tenant-one.example exists already',
  ]) {
    it(`leaves prose unchanged: ${text}`, () => {
      expect(redacted(text)).to.equal(text);
    });
  }

  it('hides a given secret, as it is and as JSON and a URL encode it', () => {
    const secret = 'a"b c\\d&';
    const text = `${secret} ${JSON.stringify({ x: secret })} ?x=${encodeURIComponent(secret)}`;
    expect(redacted(text, [secret])).to.equal('(hidden) {"x":"(hidden)"} ?x=(hidden)');
  });

  it('hides a very short secret only in quotes', () => {
    expect(redacted(`'a' is a bad "a"`, ['a'])).to.equal(`'(hidden)' is a bad "(hidden)"`);
  });

  it('hides every secret of four or more characters', () => {
    const secret = fc.string({ minLength: 4 }).filter((text) => !'(hidden)'.includes(text));
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, hidden, after) => {
        const text = redacted(before + hidden + after, [hidden]);
        expect(
          text
            .replaceAll('(hidden)', '\n')
            .split('\n')
            .some((part) => part.includes(hidden)),
        ).to.equal(false);
      }),
    );
  });

  for (const [what, before, after] of [
    ['a JSON member', '{"Password":"', '"}'],
    ['a refused value, before its name', "Value '", "' at 'password' failed"],
    ['a header', 'Authorization: Bearer ', '\n'],
    ['a parameter', 'https://x.example/?AccessToken=', '&a=b'],
    ['the credentials of a URL', 'http://ana:', '@host/x'],
    ['a secret that was given', 'the password ', ' is not valid'],
  ] as const) {
    it(`leaves no part of a secret where a long text is cut: ${what}`, () => {
      const secret = 'MARKED'.repeat(20);
      for (let shift = 0; shift <= before.length + secret.length + after.length; shift++) {
        const text = `${' '.repeat(2_000 - shift)}${before}${secret}${after}${' '.repeat(2_000)}`;
        const shown = redacted(text, what === 'a secret that was given' ? [secret] : []);
        expect(shown)
          .to.match(/ … \(shortened\)$/)
          .and.not.to.contain('MARK');
        expect(shown).to.have.length.below(2_100);
      }
    });
  }
});
