import { expect } from 'chai';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { BEN, refusalOf } from '../../harness.js';
import { OwnAccount } from './own-account.js';

const ProposedPassword = 'Brand-New-Pass-1!';
const right = { PreviousPassword: DEMO_PASSWORD, ProposedPassword };

describe('ChangePassword', () => {
  it('sets a new password, and the tokens stay valid', async () => {
    const account = await new OwnAccount().signIn();
    expect(await account.own('ChangePassword', right)).to.deep.equal({});
    expect(await account.own('GetUser')).to.have.property('Username');
    expect(await account.application.signIn(BEN, ProposedPassword)).to.have.property('AuthenticationResult');
    expect((await refusalOf(account.application.signIn(BEN, DEMO_PASSWORD)))[0]).to.equal('NotAuthorizedException');
  });

  for (const PreviousPassword of ['Wrong-Pass-2026!', undefined]) {
    it(`refuses ${PreviousPassword ?? 'no'} previous password, and after five of them the right one`, async () => {
      const account = await new OwnAccount().signIn();
      for (let index = 0; index < 5; index++) {
        expect(await account.ownRefusal('ChangePassword', { PreviousPassword, ProposedPassword })).to.deep.equal([
          'NotAuthorizedException',
          'Incorrect username or password.',
        ]);
      }
      expect(await account.ownRefusal('ChangePassword', right)).to.deep.equal([
        'LimitExceededException',
        'Attempt limit exceeded, please try after some time.',
      ]);
    });
  }

  it('refuses a password against the policy', async () => {
    const account = await new OwnAccount().signIn();
    expect(await account.ownRefusal('ChangePassword', { ...right, ProposedPassword: 'weak-weak' })).to.deep.equal([
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ]);
  });

  it('refuses a password that the policy remembers', async () => {
    const account = await new OwnAccount().signIn();
    account.sandbox.pool.settings.Policies!.PasswordPolicy!.PasswordHistorySize = 2;
    expect((await account.ownRefusal('ChangePassword', { ...right, ProposedPassword: DEMO_PASSWORD }))[0]).to.equal(
      'PasswordHistoryPolicyViolationException',
    );
  });

  it('refuses a malformed password', async () => {
    const account = await new OwnAccount().signIn();
    expect((await account.ownRefusal('ChangePassword', { ...right, ProposedPassword: ' x' }))[0]).to.equal(
      'InvalidParameterException',
    );
  });

  it('sets the first password of a user who has none', async () => {
    const account = await new OwnAccount().signIn();
    delete account.sandbox.user(BEN).password;
    await account.own('ChangePassword', { ProposedPassword });
    expect(await account.application.signIn(BEN, ProposedPassword)).to.have.property('AuthenticationResult');
  });

  it('refuses a federated user', async () => {
    const account = await new OwnAccount().signIn();
    account.sandbox.user(BEN).status = 'EXTERNAL_PROVIDER';
    expect((await account.ownRefusal('ChangePassword', right))[0]).to.equal('NotAuthorizedException');
  });
});
