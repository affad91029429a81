import { expect } from 'chai';
import { ANA, HUGO_UNCONFIRMED, MEI_FEDERATED, refusalOf } from '../../harness.js';
import { otherCode, OwnAccount } from './own-account.js';

const NEW = 'new.person@tenant-one.example';
const NUMBER = '+351210000099';
const Password = 'Brand-New-Pass-1!';

function attributes(given: Record<string, string>): object {
  return { UserAttributes: Object.entries(given).map(([Name, Value]) => ({ Name, Value })) };
}

async function signedUp(): Promise<OwnAccount> {
  const account = new OwnAccount();
  await account.call('SignUp', NEW, { Password });
  return account;
}

describe('SignUp', () => {
  it('creates a user who must confirm the address, and sends the code', async () => {
    const account = new OwnAccount();
    const { sandbox } = account;
    expect(await account.call('SignUp', NEW, { Password, ...attributes({ given_name: 'New' }) })).to.deep.equal({
      UserConfirmed: false,
      UserSub: sandbox.user(NEW).username,
      CodeDeliveryDetails: { Destination: 'n***@t***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(sandbox.user(NEW)).to.include({ status: 'UNCONFIRMED', enabled: true });
    expect(sandbox.attributes(NEW)).to.include({ email: NEW, given_name: 'New' });
    expect(sandbox.outbox.map(({ kind, to }) => [kind, to])).to.deep.equal([['sign-up', NEW]]);
    expect((await refusalOf(account.application.signIn(NEW, Password)))[0]).to.equal('UserNotConfirmedException');
  });

  it('sends the code to the number if the pool verifies both addresses', async () => {
    const account = new OwnAccount();
    account.sandbox.pool.settings.AutoVerifiedAttributes = ['email', 'phone_number'];
    const { CodeDeliveryDetails } = await account.call('SignUp', NEW, {
      Password,
      ...attributes({ phone_number: NUMBER }),
    });
    expect(CodeDeliveryDetails).to.deep.equal({
      Destination: '+********0099',
      DeliveryMedium: 'SMS',
      AttributeName: 'phone_number',
    });
  });

  it('sends nothing in a pool that verifies no address', async () => {
    const account = new OwnAccount();
    account.sandbox.pool.settings.AutoVerifiedAttributes = [];
    expect(await account.call('SignUp', NEW, { Password })).to.not.have.property('CodeDeliveryDetails');
    expect(account.sandbox.outbox).to.deep.equal([]);
  });

  it('sends a link if the pool wants that', async () => {
    const account = new OwnAccount();
    const { sandbox, application } = account;
    sandbox.pool.settings.VerificationMessageTemplate = { DefaultEmailOption: 'CONFIRM_WITH_LINK' };
    await account.call('SignUp', NEW, { Password });
    const [, link = ''] = /href="(.*?)"/.exec(sandbox.outbox[0]!.text) ?? [];
    const url = new URL(link);
    const { confirmation_code, ...query } = Object.fromEntries(url.searchParams);
    expect({ path: url.pathname, ...query }).to.deep.equal({
      path: '/confirmUser',
      client_id: application.clientId,
      user_name: sandbox.user(NEW).username,
    });
    await account.call('ConfirmSignUp', NEW, { ConfirmationCode: confirmation_code });
    expect(sandbox.user(NEW).status).to.equal('CONFIRMED');
  });

  it('needs no password in a pool with passwordless sign-in', async () => {
    const account = new OwnAccount();
    account.sandbox.pool.settings.Policies!.SignInPolicy = { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] };
    await account.call('SignUp', NEW);
    expect(account.sandbox.user(NEW)).to.not.have.property('password');
  });

  it('creates the user even if the mails of the day are used up', async () => {
    const account = new OwnAccount({ limits: { mailQuota: true } });
    const { sandbox } = account;
    sandbox.pool.settings.EmailConfiguration = { EmailSendingAccount: 'COGNITO_DEFAULT' };
    for (let index = 0; index < 50; index++) {
      await sandbox.call('AdminResetUserPassword', { Username: ANA });
    }
    expect((await account.refusal('SignUp', NEW, { Password }))[0]).to.equal('LimitExceededException');
    expect(sandbox.user(NEW).status).to.equal('UNCONFIRMED');
  });

  const refusals: [string, (account: OwnAccount) => void, string, object, readonly [string, string]][] = [
    [
      'a pool in which only administrators create users',
      ({ sandbox }) => (sandbox.pool.settings.AdminCreateUserConfig = { AllowAdminCreateUserOnly: true }),
      NEW,
      { Password },
      ['NotAuthorizedException', 'SignUp is not permitted for this user pool'],
    ],
    [
      'a wrong secret hash',
      () => undefined,
      NEW,
      { Password, SecretHash: 'wrong' },
      ['NotAuthorizedException', 'SecretHash does not match for the client: sandbox0stackflow0client01'],
    ],
    [
      'a client that does not exist',
      () => undefined,
      NEW,
      { Password, ClientId: 'nope' },
      ['ResourceNotFoundException', 'User pool client nope does not exist.'],
    ],
    [
      'a weak password',
      () => undefined,
      NEW,
      { Password: 'weak-weak' },
      ['InvalidPasswordException', 'Password did not conform with policy: Password not long enough'],
    ],
    [
      'no password',
      () => undefined,
      NEW,
      {},
      ['InvalidParameterException', 'A password is required in a user pool without passwordless sign-in.'],
    ],
    [
      'an address that is taken',
      () => undefined,
      ANA,
      { Password },
      ['UsernameExistsException', 'An account with the given email already exists.'],
    ],
    ['no address', () => undefined, 'ana', { Password }, ['InvalidParameterException', 'Username should be an email.']],
    [
      'an attribute that the client may not write',
      () => undefined,
      NEW,
      { Password, ...attributes({ 'custom:role': 'super_admin' }) },
      ['NotAuthorizedException', 'A client attempted to write unauthorized attribute'],
    ],
    [
      'an address that calls itself verified',
      () => undefined,
      NEW,
      { Password, ...attributes({ email_verified: 'true' }) },
      ['NotAuthorizedException', 'A client attempted to write unauthorized attribute'],
    ],
    [
      'an attribute that does not exist',
      () => undefined,
      NEW,
      { Password, ...attributes({ 'custom:nope': 'x' }) },
      [
        'InvalidParameterException',
        'Attributes did not conform to the schema: custom:nope: Attribute does not exist in the schema.\n',
      ],
    ],
  ];
  for (const [title, prepare, Username, input, refusal] of refusals) {
    it(`refuses ${title}, and creates nobody`, async () => {
      const account = new OwnAccount();
      prepare(account);
      expect(await account.refusal('SignUp', Username, input)).to.deep.equal(refusal);
      expect([account.sandbox.user(NEW), account.sandbox.outbox]).to.deep.equal([undefined, []]);
    });
  }
});

describe('ConfirmSignUp', () => {
  it('confirms the user and verifies the address with the code', async () => {
    const account = await signedUp();
    const { sandbox, application } = account;
    expect(await account.call('ConfirmSignUp', NEW, { ConfirmationCode: sandbox.lastCode })).to.deep.equal({});
    expect([sandbox.user(NEW).status, sandbox.attributes(NEW).email_verified]).to.deep.equal(['CONFIRMED', 'true']);
    expect(await application.signIn(NEW, Password)).to.have.property('AuthenticationResult');
  });

  it('does not verify an address that the code did not go to', async () => {
    const account = await signedUp();
    const { sandbox } = account;
    const ConfirmationCode = sandbox.lastCode;
    const second = `second.${NEW}`;
    await sandbox.call('AdminUpdateUserAttributes', { Username: NEW, ...attributes({ email: second }) });
    await account.call('ConfirmSignUp', second, { ConfirmationCode });
    expect([sandbox.user(second).status, sandbox.attributes(second).email_verified]).to.deep.equal([
      'CONFIRMED',
      'false',
    ]);
  });

  it('counts wrong codes, and refuses the right one after five', async () => {
    const account = await signedUp();
    const ConfirmationCode = account.sandbox.lastCode;
    for (let index = 0; index < 5; index++) {
      expect(
        await account.refusal('ConfirmSignUp', NEW, { ConfirmationCode: otherCode(ConfirmationCode) }),
      ).to.deep.equal(['CodeMismatchException', 'Invalid verification code provided, please try again.']);
    }
    expect(await account.refusal('ConfirmSignUp', NEW, { ConfirmationCode })).to.deep.equal([
      'LimitExceededException',
      'Attempt limit exceeded, please try after some time.',
    ]);
  });

  it('refuses a code that is a day old', async () => {
    const account = await signedUp();
    account.sandbox.time += 86_400_000;
    expect(await account.refusal('ConfirmSignUp', NEW, { ConfirmationCode: account.sandbox.lastCode })).to.deep.equal([
      'ExpiredCodeException',
      'Invalid code provided, please request a code again.',
    ]);
  });

  for (const [Username, status] of [
    [ANA, 'CONFIRMED'],
    [MEI_FEDERATED, 'EXTERNAL_PROVIDER'],
  ] as const) {
    it(`refuses a user whose status is ${status}`, async () => {
      expect(await new OwnAccount().refusal('ConfirmSignUp', Username, { ConfirmationCode: '123456' })).to.deep.equal([
        'NotAuthorizedException',
        `User cannot be confirmed. Current status is ${status}`,
      ]);
    });
  }

  it('refuses a disabled user', async () => {
    const account = await signedUp();
    await account.sandbox.call('AdminDisableUser', { Username: NEW });
    expect(await account.refusal('ConfirmSignUp', NEW, { ConfirmationCode: account.sandbox.lastCode })).to.deep.equal([
      'NotAuthorizedException',
      'User is disabled.',
    ]);
  });

  it('hides from a client who exists, if the client wants that', async () => {
    const input = { ConfirmationCode: '123456' };
    expect((await new OwnAccount().refusal('ConfirmSignUp', NEW, input))[0]).to.equal('ExpiredCodeException');
    expect(await new OwnAccount().showUsers().refusal('ConfirmSignUp', NEW, input)).to.deep.equal([
      'UserNotFoundException',
      'Username/client id combination not found.',
    ]);
  });

  it('refuses a wrong secret hash and an unknown client', async () => {
    const input = { ConfirmationCode: '123456' };
    const account = new OwnAccount();
    expect((await account.refusal('ConfirmSignUp', NEW, { ...input, SecretHash: 'wrong' }))[0]).to.equal(
      'NotAuthorizedException',
    );
    expect((await account.refusal('ConfirmSignUp', NEW, { ...input, ClientId: 'nope' }))[0]).to.equal(
      'ResourceNotFoundException',
    );
  });

  it('refuses a code with a space', async () => {
    expect((await new OwnAccount().refusal('ConfirmSignUp', NEW, { ConfirmationCode: '123 456' }))[0]).to.equal(
      'InvalidParameterException',
    );
  });

  describe('in a pool with email as an alias', () => {
    /** `second` has signed up with the verified address of `first`. */
    async function withTakenAlias(): Promise<OwnAccount> {
      const account = new OwnAccount();
      const { settings } = account.sandbox.pool;
      delete settings.UsernameAttributes;
      settings.AliasAttributes = ['email'];
      for (const name of ['first', 'second']) {
        await account.call('SignUp', name, { Password, ...attributes({ email: NEW }) });
        if (name === 'first') await account.call('ConfirmSignUp', name, { ConfirmationCode: account.sandbox.lastCode });
      }
      return account;
    }

    it('refuses an address that another user has verified, and keeps the code', async () => {
      const account = await withTakenAlias();
      const { users } = account.sandbox.pool;
      const input = { ConfirmationCode: account.sandbox.lastCode };
      for (let index = 0; index < 2; index++) {
        expect(await account.refusal('ConfirmSignUp', 'second', input)).to.deep.equal([
          'AliasExistsException',
          'An account with the email already exists.',
        ]);
      }
      expect([users.first!.attributes.email_verified, users.second!.status]).to.deep.equal(['true', 'UNCONFIRMED']);
    });

    it('takes the address from the other user with ForceAliasCreation', async () => {
      const account = await withTakenAlias();
      const { users } = account.sandbox.pool;
      const input = { ConfirmationCode: account.sandbox.lastCode, ForceAliasCreation: true };
      await account.call('ConfirmSignUp', 'second', input);
      expect([users.first!.attributes.email_verified, users.second!.attributes.email_verified]).to.deep.equal([
        'false',
        'true',
      ]);
    });

    it('refuses a name that is taken', async () => {
      const account = await withTakenAlias();
      expect(await account.refusal('SignUp', 'first', { Password, ...attributes({ email: ANA }) })).to.deep.equal([
        'UsernameExistsException',
        'User already exists',
      ]);
    });
  });
});

describe('AdminConfirmSignUp', () => {
  it('confirms the user, but does not verify the address, and the code is void', async () => {
    const account = await signedUp();
    const { sandbox } = account;
    expect(await sandbox.call('AdminConfirmSignUp', { Username: NEW })).to.deep.equal({});
    expect(sandbox.user(NEW).status).to.equal('CONFIRMED');
    expect(sandbox.attributes(NEW)).to.not.have.property('email_verified');
    expect((await account.refusal('ConfirmSignUp', NEW, { ConfirmationCode: sandbox.lastCode }))[0]).to.equal(
      'NotAuthorizedException',
    );
  });

  it('refuses a user who is confirmed, and one who does not exist', async () => {
    const { sandbox } = new OwnAccount();
    expect(await sandbox.refusal('AdminConfirmSignUp', { Username: ANA })).to.deep.equal([
      'NotAuthorizedException',
      'User cannot be confirmed. Current status is CONFIRMED',
    ]);
    expect((await sandbox.refusal('AdminConfirmSignUp', { Username: NEW }))[0]).to.equal('UserNotFoundException');
    expect((await sandbox.refusal('AdminConfirmSignUp', { UserPoolId: 'us-east-1_No', Username: ANA }))[0]).to.equal(
      'ResourceNotFoundException',
    );
  });
});

describe('ResendConfirmationCode', () => {
  it('sends another code, which replaces the first', async () => {
    const account = await signedUp();
    const first = account.sandbox.lastCode;
    expect(await account.call('ResendConfirmationCode', NEW)).to.deep.equal({
      CodeDeliveryDetails: { Destination: 'n***@t***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    const second = account.sandbox.lastCode;
    if (first !== second) {
      expect((await account.refusal('ConfirmSignUp', NEW, { ConfirmationCode: first }))[0]).to.equal(
        'CodeMismatchException',
      );
    }
    await account.call('ConfirmSignUp', NEW, { ConfirmationCode: second });
  });

  it('refuses a sixth code within an hour', async () => {
    const account = await signedUp();
    for (let index = 1; index < 5; index++) await account.call('ResendConfirmationCode', NEW);
    expect((await account.refusal('ResendConfirmationCode', NEW))[0]).to.equal('LimitExceededException');
    expect(account.sandbox.outbox).to.have.length(5);
  });

  it('refuses a confirmed user, and a pool that verifies nothing', async () => {
    const account = new OwnAccount();
    expect(await account.refusal('ResendConfirmationCode', ANA)).to.deep.equal([
      'InvalidParameterException',
      'User is already confirmed.',
    ]);
    account.sandbox.pool.settings.AutoVerifiedAttributes = [];
    expect(await account.refusal('ResendConfirmationCode', HUGO_UNCONFIRMED)).to.deep.equal([
      'InvalidParameterException',
      'Cannot resend codes. Auto verification not turned on.',
    ]);
  });

  it('pretends to send to nobody, or says that there is no user', async () => {
    const account = new OwnAccount();
    expect(await account.call('ResendConfirmationCode', NEW)).to.deep.equal({
      CodeDeliveryDetails: { Destination: 'n***@t***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(account.sandbox.outbox).to.deep.equal([]);
    expect((await account.showUsers().refusal('ResendConfirmationCode', NEW))[0]).to.equal('UserNotFoundException');
  });

  it('refuses a wrong secret hash and an unknown client', async () => {
    const account = new OwnAccount();
    expect((await account.refusal('ResendConfirmationCode', NEW, { SecretHash: 'wrong' }))[0]).to.equal(
      'NotAuthorizedException',
    );
    expect((await account.refusal('ResendConfirmationCode', NEW, { ClientId: 'nope' }))[0]).to.equal(
      'ResourceNotFoundException',
    );
  });
});
