import { expect } from 'chai';
import { ANA, BEN, HUGO_UNCONFIRMED, refusalOf } from '../../harness.js';
import { otherCode, OwnAccount } from './own-account.js';

const NEW = 'new.address@tenant-one.example';
const NUMBER = '+351210000099';

function attributes(given: Record<string, string>): object {
  return { UserAttributes: Object.entries(given).map(([Name, Value]) => ({ Name, Value })) };
}

function names(response: Record<string, unknown>): string[] {
  return (response.UserAttributes as { Name: string }[]).map(({ Name }) => Name).sort();
}

describe('GetUser', () => {
  it('returns the user name, the attributes and the second factors', async () => {
    const account = await new OwnAccount().signIn();
    const user = account.sandbox.user(BEN);
    user.mfa = { preferred: 'SMS_MFA', methods: ['SMS_MFA'] };
    expect(await account.own('GetUser')).to.deep.equal({
      Username: user.username,
      UserAttributes: Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
      PreferredMfaSetting: 'SMS_MFA',
      UserMFASettingList: ['SMS_MFA'],
    });
  });

  it('returns only what the client may read, and the sub', async () => {
    const account = await new OwnAccount().signIn();
    account.sandbox.pool.clients[account.application.clientId]!.settings.ReadAttributes = ['given_name'];
    expect(names(await account.own('GetUser'))).to.deep.equal(['given_name', 'sub']);
  });
});

describe('GetUserAuthFactors', () => {
  it('returns what the administrator sees', async () => {
    const account = await new OwnAccount().signIn();
    const factors = await account.own('GetUserAuthFactors');
    expect(factors).to.deep.equal(await account.sandbox.call('AdminGetUserAuthFactors', { Username: BEN }));
    expect(factors.ConfiguredUserAuthFactors).to.deep.equal(['PASSWORD']);
  });
});

describe('UpdateUserAttributes', () => {
  it('changes and deletes attributes that the client may write', async () => {
    const account = await new OwnAccount().signIn();
    expect(
      await account.own('UpdateUserAttributes', attributes({ given_name: 'Benjamin', family_name: '' })),
    ).to.deep.equal({ CodeDeliveryDetailsList: [] });
    expect(account.sandbox.attributes(BEN).given_name).to.equal('Benjamin');
    expect(account.sandbox.attributes(BEN)).to.not.have.property('family_name');
  });

  it('changes an address at once, unverified, and sends a code to it', async () => {
    const account = await new OwnAccount().signIn();
    expect(await account.own('UpdateUserAttributes', attributes({ email: NEW }))).to.deep.equal({
      CodeDeliveryDetailsList: [{ Destination: 'n***@t***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }],
    });
    expect(account.sandbox.attributes(NEW).email_verified).to.equal('false');
    expect(account.sandbox.outbox.map(({ kind, to }) => [kind, to])).to.deep.equal([['verification', NEW]]);
  });

  it('keeps the old address until the new one is verified, if the pool wants that', async () => {
    const account = await new OwnAccount().signIn();
    const { sandbox } = account;
    sandbox.pool.settings.UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ['email'] };
    await account.own('UpdateUserAttributes', attributes({ email: NEW }));
    expect(sandbox.attributes(BEN)).to.include({ email: BEN, email_verified: 'true' });
    await account.own('VerifyUserAttribute', { AttributeName: 'email', Code: sandbox.lastCode });
    expect(sandbox.attributes(NEW)).to.include({ email: NEW, email_verified: 'true' });
    expect(sandbox.user(NEW)).to.not.have.nested.property('pending.email');
  });

  it('changes standard attributes and no custom one if the client has no list of what it may write', async () => {
    const account = await new OwnAccount().signIn();
    Reflect.deleteProperty(account.sandbox.pool.clients[account.application.clientId]!.settings, 'WriteAttributes');
    await account.own('UpdateUserAttributes', attributes({ nickname: 'Benny' }));
    expect(account.sandbox.attributes(BEN).nickname).to.equal('Benny');
    expect(await account.ownRefusal('UpdateUserAttributes', attributes({ 'custom:role': 'itsm_admin' }))).to.deep.equal(
      ['NotAuthorizedException', 'A client attempted to write unauthorized attribute'],
    );
  });

  const refusals: [string, Record<string, string>, readonly [string, string]][] = [
    [
      'an attribute that the client may not write',
      { 'custom:tenant_id': 'tenant_002' },
      ['NotAuthorizedException', 'A client attempted to write unauthorized attribute'],
    ],
    [
      'a verified flag',
      { email_verified: 'true' },
      ['NotAuthorizedException', 'A client attempted to write unauthorized attribute'],
    ],
    [
      'an attribute that does not exist',
      { 'custom:nope': 'x' },
      [
        'InvalidParameterException',
        'Attributes did not conform to the schema: custom:nope: Attribute does not exist in the schema.\n',
      ],
    ],
    ['a required attribute without a value', { email: '' }, ['InvalidParameterException', '']],
    [
      'the address of another user',
      { email: ANA },
      ['AliasExistsException', 'An account with the email already exists.'],
    ],
  ];
  for (const [title, given, [name, message]] of refusals) {
    it(`refuses ${title}, and changes nothing`, async () => {
      const account = await new OwnAccount().signIn();
      const before = { ...account.sandbox.attributes(BEN) };
      const [refused, text] = await account.ownRefusal('UpdateUserAttributes', attributes(given));
      expect([refused, message === '' ? '' : text]).to.deep.equal([name, message]);
      expect([account.sandbox.attributes(BEN), account.sandbox.outbox]).to.deep.equal([before, []]);
    });
  }
});

describe('DeleteUserAttributes', () => {
  it('deletes attributes that the client may write', async () => {
    const account = await new OwnAccount().signIn();
    expect(await account.own('DeleteUserAttributes', { UserAttributeNames: ['given_name'] })).to.deep.equal({});
    expect(account.sandbox.attributes(BEN)).to.not.have.property('given_name');
  });

  it('refuses others', async () => {
    const account = await new OwnAccount().signIn();
    const refusal = async (name: string) =>
      (await account.ownRefusal('DeleteUserAttributes', { UserAttributeNames: [name] }))[0];
    expect(await refusal('custom:role')).to.equal('NotAuthorizedException');
    expect(await refusal('email')).to.equal('InvalidParameterException');
    expect(await refusal('custom:nope')).to.equal('InvalidParameterException');
  });
});

describe('GetUserAttributeVerificationCode', () => {
  it('sends a code, also to an address that is verified', async () => {
    const account = await new OwnAccount().signIn();
    expect(await account.own('GetUserAttributeVerificationCode', { AttributeName: 'email' })).to.deep.equal({
      CodeDeliveryDetails: { Destination: 'b***@t***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(account.sandbox.outbox.map(({ kind, to }) => [kind, to])).to.deep.equal([['verification', BEN]]);
  });

  for (const [AttributeName, message] of [
    ['given_name', 'Invalid attribute name. Only phone_number and email can be verified.'],
    ['phone_number', 'User does not have a valid registered phone number'],
  ]) {
    it(`refuses ${AttributeName ?? ''}`, async () => {
      const account = await new OwnAccount().signIn();
      expect(await account.ownRefusal('GetUserAttributeVerificationCode', { AttributeName })).to.deep.equal([
        'InvalidParameterException',
        message,
      ]);
    });
  }

  it('refuses a sixth code within an hour', async () => {
    const account = await new OwnAccount().signIn();
    const input = { AttributeName: 'email' };
    for (let index = 0; index < 5; index++) await account.own('GetUserAttributeVerificationCode', input);
    expect((await account.ownRefusal('GetUserAttributeVerificationCode', input))[0]).to.equal('LimitExceededException');
  });
});

describe('VerifyUserAttribute', () => {
  it('verifies a number with the code that it received', async () => {
    const account = await new OwnAccount().signIn();
    const { sandbox } = account;
    await account.own('UpdateUserAttributes', attributes({ phone_number: NUMBER }));
    await account.own('GetUserAttributeVerificationCode', { AttributeName: 'phone_number' });
    const input = { AttributeName: 'phone_number', Code: sandbox.lastCode };
    expect(await account.own('VerifyUserAttribute', input)).to.deep.equal({});
    expect(sandbox.attributes(BEN)).to.include({ phone_number: NUMBER, phone_number_verified: 'true' });
    expect(await account.ownRefusal('VerifyUserAttribute', input)).to.deep.equal([
      'ExpiredCodeException',
      'Invalid code provided, please request a code again.',
    ]);
  });

  it('counts wrong codes, and refuses the right one after five', async () => {
    const account = await new OwnAccount().signIn();
    await account.own('GetUserAttributeVerificationCode', { AttributeName: 'email' });
    const Code = account.sandbox.lastCode;
    for (let index = 0; index < 5; index++) {
      const input = { AttributeName: 'email', Code: otherCode(Code) };
      expect((await account.ownRefusal('VerifyUserAttribute', input))[0]).to.equal('CodeMismatchException');
    }
    expect((await account.ownRefusal('VerifyUserAttribute', { AttributeName: 'email', Code }))[0]).to.equal(
      'LimitExceededException',
    );
  });

  it('does not verify an address with the code of the one before', async () => {
    const account = await new OwnAccount().signIn();
    const { sandbox } = account;
    await account.own('GetUserAttributeVerificationCode', { AttributeName: 'email' });
    const Code = sandbox.lastCode;
    sandbox.pool.settings.AutoVerifiedAttributes = [];
    await account.own('UpdateUserAttributes', attributes({ email: NEW }));
    expect((await account.ownRefusal('VerifyUserAttribute', { AttributeName: 'email', Code }))[0]).to.equal(
      'ExpiredCodeException',
    );
    expect(sandbox.attributes(NEW).email_verified).to.equal('false');
  });

  it('refuses an address that another user has verified in the meantime', async () => {
    const account = await new OwnAccount().signIn();
    const { sandbox } = account;
    sandbox.pool.settings.UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ['email'] };
    await account.own('UpdateUserAttributes', attributes({ email: NEW }));
    const Code = sandbox.lastCode;
    sandbox.user(ANA).attributes.email = NEW;
    expect(await account.ownRefusal('VerifyUserAttribute', { AttributeName: 'email', Code })).to.deep.equal([
      'AliasExistsException',
      'An account with the email already exists.',
    ]);
  });

  it('refuses an attribute that is no address', async () => {
    const account = await new OwnAccount().signIn();
    expect((await account.ownRefusal('VerifyUserAttribute', { AttributeName: 'name', Code: '123456' }))[0]).to.equal(
      'InvalidParameterException',
    );
  });
});

describe('SetUserSettings and AdminSetUserSettings', () => {
  const sms = { MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] };

  it('turn SMS on and off as a second factor', async () => {
    const account = await new OwnAccount().signIn();
    const user = account.sandbox.user(BEN);
    user.attributes.phone_number = NUMBER;
    expect(await account.own('SetUserSettings', sms)).to.deep.equal({});
    expect(user.mfa.methods).to.deep.equal(['SMS_MFA']);
    expect(await account.sandbox.call('AdminSetUserSettings', { Username: BEN, MFAOptions: [] })).to.deep.equal({});
    expect(user.mfa.methods).to.deep.equal([]);
  });

  it('refuse a user without a number, another medium, and nobody', async () => {
    const account = await new OwnAccount().signIn();
    const { sandbox } = account;
    const email = { MFAOptions: [{ DeliveryMedium: 'EMAIL', AttributeName: 'email' }] };
    for (const options of [sms, email]) {
      expect((await account.ownRefusal('SetUserSettings', options))[0]).to.equal('InvalidParameterException');
      expect((await sandbox.refusal('AdminSetUserSettings', { Username: BEN, ...options }))[0]).to.equal(
        'InvalidParameterException',
      );
    }
    expect((await sandbox.refusal('AdminSetUserSettings', { Username: 'nobody', ...sms }))[0]).to.equal(
      'UserNotFoundException',
    );
    const elsewhere = { UserPoolId: 'us-east-1_No', Username: BEN, ...sms };
    expect((await sandbox.refusal('AdminSetUserSettings', elsewhere))[0]).to.equal('ResourceNotFoundException');
  });
});

describe('GlobalSignOut', () => {
  it('ends every sign-in of the user, and nobody else’s', async () => {
    const account = await new OwnAccount().signIn();
    const other = (await account.application.signIn(BEN, 'Sandbox-Demo-2026!')).AuthenticationResult!;
    expect(await account.own('GlobalSignOut')).to.deep.equal({});
    expect(await account.ownRefusal('GetUser')).to.deep.equal([
      'NotAuthorizedException',
      'Access Token has been revoked',
    ]);
    expect((await refusalOf(account.application.refresh(other, BEN)))[0]).to.equal('NotAuthorizedException');
    await account.signIn();
    expect(await account.own('GetUser')).to.have.property('Username');
  });
});

describe('DeleteUser', () => {
  it('deletes the user', async () => {
    const account = await new OwnAccount().signIn();
    expect(await account.own('DeleteUser')).to.deep.equal({});
    expect([account.sandbox.user(BEN), account.sandbox.user(HUGO_UNCONFIRMED).enabled]).to.deep.equal([
      undefined,
      true,
    ]);
  });
});
