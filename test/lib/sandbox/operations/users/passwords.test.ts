import { expect } from 'chai';
import {
  ANA,
  BEN,
  EMMA,
  FELIX_RESET,
  GRACE_DISABLED,
  HUGO_UNCONFIRMED,
  MEI_FEDERATED,
  Sandbox,
} from '../../harness.js';

const PASSWORD = 'Brand-New-Pass-1!';

describe('AdminSetUserPassword', () => {
  for (const Username of [ANA, EMMA, FELIX_RESET, HUGO_UNCONFIRMED, GRACE_DISABLED]) {
    it(`confirms ${Username} with a permanent password`, async () => {
      const sandbox = new Sandbox();
      expect(
        await sandbox.call('AdminSetUserPassword', { Username, Password: PASSWORD, Permanent: true }),
      ).to.deep.equal({});
      expect(sandbox.user(Username).status).to.equal('CONFIRMED');
      expect(sandbox.user(Username)).to.not.have.property('temporarySince');
    });
  }

  it('sets a temporary password by default, which the user must change', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminSetUserPassword', { Username: ANA, Password: PASSWORD });
    expect(sandbox.user(ANA).status).to.equal('FORCE_CHANGE_PASSWORD');
    expect(sandbox.user(ANA).temporarySince).to.equal(sandbox.time);
  });

  it('turns a federated user into a native one, as Cognito does, so sf-admin must refuse it before', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminSetUserPassword', {
      Username: MEI_FEDERATED,
      Password: PASSWORD,
      Permanent: true,
    });
    expect(sandbox.pool.users[MEI_FEDERATED]?.status).to.equal('CONFIRMED');
  });

  it('applies the policy to a temporary password too, and changes nothing if it is violated', async () => {
    const sandbox = new Sandbox();
    const before = structuredClone(sandbox.user(ANA));
    expect(await sandbox.refusal('AdminSetUserPassword', { Username: ANA, Password: 'weak' })).to.deep.equal([
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ]);
    expect(sandbox.user(ANA)).to.deep.equal(before);
  });

  it('keeps a malformed password out of the message', async () => {
    expect(await new Sandbox().refusal('AdminSetUserPassword', { Username: ANA, Password: ' leading' })).to.deep.equal([
      'InvalidParameterException',
      "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\S]+.*[\\S]+',
    ]);
  });
});

describe('AdminResetUserPassword', () => {
  for (const Username of [BEN, FELIX_RESET]) {
    it(`makes ${Username} reset their password, and removes the old one`, async () => {
      const sandbox = new Sandbox();
      expect(await sandbox.call('AdminResetUserPassword', { Username })).to.deep.equal({});
      expect(sandbox.user(Username).status).to.equal('RESET_REQUIRED');
      expect(sandbox.user(Username)).to.not.have.property('password');
    });
  }

  const inNoState = ['NotAuthorizedException', 'User password cannot be reset in the current state.'];
  const noAddress = [
    'InvalidParameterException',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  ];
  for (const [why, Username, refusal] of [
    ['has a temporary password', EMMA, inNoState],
    ['is federated', MEI_FEDERATED, inNoState],
    ['is disabled', GRACE_DISABLED, ['NotAuthorizedException', 'User is disabled.']],
    ['has no verified address', HUGO_UNCONFIRMED, noAddress],
  ] as const) {
    it(`refuses a user who ${why}`, async () => {
      expect(await new Sandbox().refusal('AdminResetUserPassword', { Username })).to.deep.equal(refusal);
    });
  }

  it('refuses in a pool where only administrators can recover accounts', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.AccountRecoverySetting = {
      RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }],
    };
    expect(await sandbox.refusal('AdminResetUserPassword', { Username: BEN })).to.deep.equal([
      'NotAuthorizedException',
      'Contact administrator to reset password.',
    ]);
  });
});
