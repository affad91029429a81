import { expect } from 'chai';

import { parseCommandName } from '../../../src/lib/permissions/command-name.js';
import { refusal } from '../conventions/refusal.js';

describe('parseCommandName', () => {
  for (const text of ['users create', 'users:create', ' users  create ']) {
    it(`accepts "${text}"`, () => {
      expect(parseCommandName(text)).to.equal('users create');
    });
  }

  it('refuses a command that there is not, with a suggestion', () => {
    const { code, message, hint } = refusal(() => parseCommandName('users:creat'));
    expect([code, message, hint]).to.deep.equal([
      'UNKNOWN_COMMAND',
      'unknown command "users:creat"',
      'Did you mean users create? To list the commands: sf-admin --help',
    ]);
  });

  it('refuses a name that every object has', () => {
    expect(refusal(() => parseCommandName('constructor')).code).to.equal('UNKNOWN_COMMAND');
  });
});
