import { expect } from 'chai';
import fc from 'fast-check';
import stringWidth from 'string-width';

import { hyperlink } from '../../../src/lib/output/style.js';
import { type ConsoleSubject, consoleUrl } from '../../../src/lib/text/console-url.js';

const pool = { region: 'eu-west-1', poolId: 'eu-west-1_Abc123456' };
const START = 'https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_Abc123456';

describe('consoleUrl', () => {
  for (const [subject, path] of [
    [{ kind: 'user', username: 'okta_a/b' }, '/user-management/users/details/okta_a%2Fb'],
    [{ kind: 'client', clientId: '4abc' }, '/applications/app-clients/4abc/login-pages'],
    [{ kind: 'pool' }, ''],
  ] as const satisfies (readonly [ConsoleSubject, string])[]) {
    it(`is the page of a ${subject.kind}`, () => {
      expect(consoleUrl(pool, subject)).to.equal(`${START}${path}?region=eu-west-1`);
    });
  }

  it('does not exist in a region whose console AWS does not document', () => {
    expect(consoleUrl({ region: 'us-iso-east-1', poolId: 'us-iso-east-1_a' }, { kind: 'pool' })).to.equal(undefined);
  });

  it('is made of characters that end no escape sequence and that a hyperlink hides, whatever the user name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (username) => {
        const url = consoleUrl(pool, { kind: 'user', username }) ?? '';
        expect(url).to.match(/^[-\w:/.%~?=]+$/);
        expect(stringWidth(hyperlink('ana', url))).to.equal(3);
      }),
      { examples: [['\ud800'], ["a!'()*\u0007\u001b\\"]] },
    );
  });
});
