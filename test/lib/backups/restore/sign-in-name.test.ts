import { expect } from 'chai';

import { restorableAttributes, signInName } from '../../../../src/lib/backups/restore/sign-in-name.js';

describe('signInName', () => {
  const user = { username: 'ana', attributes: { sub: '1', email: 'ana@example.com', phone_number: '+351210000000' } };
  const cases: [attributes: ('email' | 'phone_number')[], name: string | undefined][] = [
    [[], 'ana'],
    [['email'], 'ana@example.com'],
    [['phone_number'], '+351210000000'],
    [['phone_number', 'email'], 'ana@example.com'],
  ];
  for (const [UsernameAttributes, name] of cases) {
    it(`is ${name} in a pool with sign-in by ${UsernameAttributes.join(', ') || 'user name'}`, () => {
      expect(signInName({ UsernameAttributes }, user)).to.equal(name);
    });
  }

  it('is missing if the user has no such address', () => {
    expect(signInName({ UsernameAttributes: ['email'] }, { ...user, attributes: { sub: '1' } })).to.equal(undefined);
  });

  it('leaves out of the attributes what Cognito sets itself', () => {
    const attributes = { sub: '1', identities: '[]', 'cognito:user_status': 'CONFIRMED', email: 'a@example.com' };
    expect([...restorableAttributes({ attributes })]).to.deep.equal([['email', 'a@example.com']]);
  });
});
