import { expect } from 'chai';
import { SANDBOX_CLIENT_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../application.js';
import { BEN, EMMA, refusalOf, Sandbox } from '../harness.js';

const USED = [
  'PasswordHistoryPolicyViolationException',
  'Password has been used before, and the password policy does not allow it again.',
];

function remember(sandbox: Sandbox, PasswordHistorySize: number): void {
  Object.assign(sandbox.pool.settings.Policies!.PasswordPolicy!, { PasswordHistorySize });
}

describe('the password history', () => {
  it('refuses the last passwords, and allows older ones', async () => {
    const sandbox = new Sandbox();
    remember(sandbox, 2);
    const set = (Password: string) =>
      sandbox.call('AdminSetUserPassword', { Username: BEN, Password, Permanent: true });
    await set('First-Password-1!');
    await set('Second-Password-2!');
    const before = structuredClone(sandbox.user(BEN));
    expect(await refusalOf(set('First-Password-1!'))).to.deep.equal(USED);
    expect(await refusalOf(set('Second-Password-2!'))).to.deep.equal(USED);
    expect(sandbox.user(BEN)).to.deep.equal(before);
    await set(DEMO_PASSWORD);
    expect(sandbox.user(BEN).passwordHistory).to.have.length(2);
    expect(await refusalOf(set('Second-Password-2!'))).to.deep.equal(USED);
    await set('First-Password-1!');
  });

  it('includes the temporary password that the user has to change', async () => {
    const application = new Application();
    remember(application.sandbox, 1);
    const { Session } = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    expect(await refusalOf(application.choose(EMMA, Session, DEMO_TEMPORARY_PASSWORD))).to.deep.equal(USED);
    expect(await application.choose(EMMA, Session, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('includes the password that an administrator has reset', async () => {
    const application = new Application();
    const { sandbox } = application;
    remember(sandbox, 1);
    await sandbox.call('AdminResetUserPassword', { Username: BEN });
    const code = sandbox.lastCode;
    const confirm = (Password: string) =>
      sandbox.call('ConfirmForgotPassword', {
        ClientId: SANDBOX_CLIENT_ID,
        SecretHash: application.hash(BEN),
        Username: BEN,
        ConfirmationCode: code,
        Password,
      });
    expect(await refusalOf(confirm(DEMO_PASSWORD))).to.deep.equal(USED);
    await confirm('Second-Password-2!');
  });

  it('is not kept in a pool without one', async () => {
    const sandbox = new Sandbox();
    const input = { Username: BEN, Password: DEMO_PASSWORD, Permanent: true };
    await sandbox.call('AdminSetUserPassword', input);
    await sandbox.call('AdminSetUserPassword', input);
    expect(sandbox.user(BEN)).to.not.have.property('passwordHistory');
  });
});
