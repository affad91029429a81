import { expect } from 'chai';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import {
  ANA,
  BEN,
  EMMA,
  FELIX_RESET,
  GRACE_DISABLED,
  HUGO_UNCONFIRMED,
  MEI_FEDERATED,
  refusalOf,
} from '../../harness.js';
import { otherCode, OwnAccount } from './own-account.js';

const Password = 'Brand-New-Pass-1!';
const NOBODY = 'nobody@tenant-one.example';

async function forgotten(email = BEN): Promise<OwnAccount> {
  const account = new OwnAccount();
  await account.call('ForgotPassword', email);
  return account;
}

describe('ForgotPassword', () => {
  it('sends a code to the verified address, and leaves the password as it is', async () => {
    const account = new OwnAccount();
    expect(await account.call('ForgotPassword', BEN)).to.deep.equal({
      CodeDeliveryDetails: { Destination: 'b***@t***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(account.sandbox.outbox.map(({ kind, to }) => [kind, to])).to.deep.equal([['password-reset', BEN]]);
    expect(await account.application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  for (const name of [NOBODY, GRACE_DISABLED, HUGO_UNCONFIRMED]) {
    it(`pretends to send a code to ${name} if the client hides who exists`, async () => {
      const account = new OwnAccount();
      const { CodeDeliveryDetails } = await account.call('ForgotPassword', name);
      expect(CodeDeliveryDetails).to.deep.equal({
        Destination: `${name.slice(0, 1)}***@t***`,
        DeliveryMedium: 'EMAIL',
        AttributeName: 'email',
      });
      expect(account.sandbox.outbox).to.deep.equal([]);
    });
  }

  it('makes up an address for a name that is none, the same each time', async () => {
    const account = new OwnAccount();
    const first = await account.call('ForgotPassword', 'nobody');
    expect(JSON.stringify(first)).to.match(/"Destination":"[a-f]\*\*\*@[a-f]\*\*\*"/);
    expect(await account.call('ForgotPassword', 'nobody')).to.deep.equal(first);
    expect(JSON.stringify(await account.call('ForgotPassword', '+351210000000'))).to.include('"SMS"');
  });

  const open: [string, readonly [string, string]][] = [
    [NOBODY, ['UserNotFoundException', 'Username/client id combination not found.']],
    [GRACE_DISABLED, ['NotAuthorizedException', 'User is disabled.']],
    [
      HUGO_UNCONFIRMED,
      [
        'InvalidParameterException',
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      ],
    ],
  ];
  for (const [name, refusal] of open) {
    it(`refuses ${name} if the client may know who exists`, async () => {
      expect(await new OwnAccount().showUsers().refusal('ForgotPassword', name)).to.deep.equal(refusal);
    });
  }

  for (const name of [EMMA, MEI_FEDERATED]) {
    it(`refuses ${name}, whose password cannot be reset`, async () => {
      expect(await new OwnAccount().refusal('ForgotPassword', name)).to.deep.equal([
        'NotAuthorizedException',
        'User password cannot be reset in the current state.',
      ]);
    });
  }

  it('refuses a pool in which only administrators reset passwords', async () => {
    const account = new OwnAccount();
    account.sandbox.pool.settings.AccountRecoverySetting = {
      RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }],
    };
    expect(await account.refusal('ForgotPassword', BEN)).to.deep.equal([
      'NotAuthorizedException',
      'Contact administrator to reset password.',
    ]);
  });

  it('refuses a sixth code within an hour', async () => {
    const account = new OwnAccount();
    for (let index = 0; index < 5; index++) await account.call('ForgotPassword', BEN);
    expect(await account.refusal('ForgotPassword', BEN)).to.deep.equal([
      'LimitExceededException',
      'Attempt limit exceeded, please try after some time.',
    ]);
  });

  it('refuses a wrong secret hash and an unknown client', async () => {
    const account = new OwnAccount();
    expect((await account.refusal('ForgotPassword', BEN, { SecretHash: 'wrong' }))[0]).to.equal(
      'NotAuthorizedException',
    );
    expect((await account.refusal('ForgotPassword', BEN, { ClientId: 'nope' }))[0]).to.equal(
      'ResourceNotFoundException',
    );
  });
});

describe('ConfirmForgotPassword', () => {
  it('sets the new password with the code', async () => {
    const account = await forgotten();
    const { sandbox, application } = account;
    expect(
      await account.call('ConfirmForgotPassword', BEN, { ConfirmationCode: sandbox.lastCode, Password }),
    ).to.deep.equal({});
    expect(await application.signIn(BEN, Password)).to.have.property('AuthenticationResult');
    expect((await refusalOf(application.signIn(BEN, DEMO_PASSWORD)))[0]).to.equal('NotAuthorizedException');
  });

  it('completes the reset of an administrator', async () => {
    const account = new OwnAccount();
    const { sandbox } = account;
    await sandbox.call('AdminResetUserPassword', { Username: FELIX_RESET });
    await account.call('ConfirmForgotPassword', FELIX_RESET, { ConfirmationCode: sandbox.lastCode, Password });
    expect(sandbox.user(FELIX_RESET).status).to.equal('CONFIRMED');
  });

  it('refuses a weak password, and the code can be used again', async () => {
    const account = await forgotten();
    const ConfirmationCode = account.sandbox.lastCode;
    expect(
      await account.refusal('ConfirmForgotPassword', BEN, { ConfirmationCode, Password: 'weak-weak' }),
    ).to.deep.equal(['InvalidPasswordException', 'Password did not conform with policy: Password not long enough']);
    await account.call('ConfirmForgotPassword', BEN, { ConfirmationCode, Password });
  });

  it('refuses a code a second time', async () => {
    const account = await forgotten();
    const input = { ConfirmationCode: account.sandbox.lastCode, Password };
    await account.call('ConfirmForgotPassword', BEN, input);
    expect((await account.refusal('ConfirmForgotPassword', BEN, input))[0]).to.equal('ExpiredCodeException');
  });

  it('refuses a code after an hour', async () => {
    const account = await forgotten();
    account.sandbox.time += 3_600_000;
    expect(
      await account.refusal('ConfirmForgotPassword', BEN, { ConfirmationCode: account.sandbox.lastCode, Password }),
    ).to.deep.equal(['ExpiredCodeException', 'Invalid code provided, please request a code again.']);
  });

  it('refuses the code of another user', async () => {
    const account = await forgotten(ANA);
    const ConfirmationCode = account.sandbox.lastCode;
    await account.call('ForgotPassword', BEN);
    if (account.sandbox.lastCode === ConfirmationCode) return;
    expect((await account.refusal('ConfirmForgotPassword', BEN, { ConfirmationCode, Password }))[0]).to.equal(
      'CodeMismatchException',
    );
  });

  it('counts wrong codes, and refuses the right one after five', async () => {
    const account = await forgotten();
    const ConfirmationCode = account.sandbox.lastCode;
    for (let index = 0; index < 5; index++) {
      const input = { ConfirmationCode: otherCode(ConfirmationCode), Password };
      expect((await account.refusal('ConfirmForgotPassword', BEN, input))[0]).to.equal('CodeMismatchException');
    }
    expect((await account.refusal('ConfirmForgotPassword', BEN, { ConfirmationCode, Password }))[0]).to.equal(
      'LimitExceededException',
    );
  });

  const input = { ConfirmationCode: '123456', Password };
  for (const name of [NOBODY, GRACE_DISABLED]) {
    it(`answers for ${name} as for a wrong code if the client hides who exists`, async () => {
      expect(await new OwnAccount().refusal('ConfirmForgotPassword', name, input)).to.deep.equal([
        'CodeMismatchException',
        'Invalid verification code provided, please try again.',
      ]);
    });
  }

  it('names the reason if the client may know who exists', async () => {
    const refusal = (name: string) => new OwnAccount().showUsers().refusal('ConfirmForgotPassword', name, input);
    expect((await refusal(NOBODY))[0]).to.equal('UserNotFoundException');
    expect(await refusal(GRACE_DISABLED)).to.deep.equal(['NotAuthorizedException', 'User is disabled.']);
    expect(await refusal(HUGO_UNCONFIRMED)).to.deep.equal(['UserNotConfirmedException', 'User is not confirmed.']);
  });

  it('refuses a wrong secret hash and an unknown client', async () => {
    const account = new OwnAccount();
    const refusal = async (more: object) =>
      (await account.refusal('ConfirmForgotPassword', BEN, { ...input, ...more }))[0];
    expect(await refusal({ SecretHash: 'wrong' })).to.equal('NotAuthorizedException');
    expect(await refusal({ ClientId: 'nope' })).to.equal('ResourceNotFoundException');
  });
});
