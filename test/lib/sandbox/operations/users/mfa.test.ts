import { expect } from 'chai';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../../application.js';
import { ANA, BEN, FELIX_RESET, HUGO_UNCONFIRMED, KATYA_SMS, Sandbox } from '../../harness.js';

const ON = { Enabled: true };
const PREFERRED = { Enabled: true, PreferredMfa: true };
const OFF = { Enabled: false };

/** The factors as AdminGetUser returns them after a successful request. */
async function factorsAfter(sandbox: Sandbox, Username: string, settings: object): Promise<unknown[]> {
  expect(await sandbox.call('AdminSetUserMFAPreference', { Username, ...settings })).to.deep.equal({});
  const { PreferredMfaSetting, UserMFASettingList } = await sandbox.call('AdminGetUser', { Username });
  return [PreferredMfaSetting, UserMFASettingList];
}

describe('AdminSetUserMFAPreference', () => {
  it('turns a factor off, keeps the authenticator app registered, and turns the factor on again', async () => {
    const sandbox = new Sandbox();
    const totp = (settings: object) => factorsAfter(sandbox, ANA, { SoftwareTokenMfaSettings: settings });
    expect(await totp(OFF)).to.deep.equal([undefined, undefined]);
    expect(await totp(ON)).to.deep.equal([undefined, ['SOFTWARE_TOKEN_MFA']]);
    expect(await totp(PREFERRED)).to.deep.equal(['SOFTWARE_TOKEN_MFA', ['SOFTWARE_TOKEN_MFA']]);
    expect(await totp({})).to.deep.equal([undefined, undefined]);
  });

  it('keeps the factors that the request does not name, and changes the preferred one', async () => {
    const sandbox = new Sandbox();
    const both = ['SMS_MFA', 'EMAIL_OTP'];
    expect(await factorsAfter(sandbox, KATYA_SMS, { EmailMfaSettings: ON })).to.deep.equal(['SMS_MFA', both]);
    expect(await factorsAfter(sandbox, KATYA_SMS, { EmailMfaSettings: PREFERRED })).to.deep.equal(['EMAIL_OTP', both]);
    expect(await factorsAfter(sandbox, KATYA_SMS, { EmailMfaSettings: ON })).to.deep.equal([undefined, both]);
  });

  it('makes the user choose at sign-in if several factors are on and none is preferred', async () => {
    const application = new Application();
    await factorsAfter(application.sandbox, KATYA_SMS, { EmailMfaSettings: ON, SMSMfaSettings: ON });
    const { ChallengeName, ChallengeParameters } = await application.signIn(KATYA_SMS, DEMO_PASSWORD);
    expect([ChallengeName, ChallengeParameters.MFAS_CAN_CHOOSE]).to.deep.equal([
      'SELECT_MFA_TYPE',
      '["SMS_MFA","EMAIL_OTP"]',
    ]);
  });

  for (const [factor, settings] of [
    ['SOFTWARE_TOKEN_MFA', { SoftwareTokenMfaSettings: PREFERRED }],
    ['SMS_MFA', { SMSMfaSettings: ON }],
  ] as const) {
    it(`refuses ${factor} for a user who cannot receive a code`, async () => {
      const sandbox = new Sandbox();
      expect(await sandbox.refusal('AdminSetUserMFAPreference', { Username: BEN, ...settings })).to.deep.equal([
        'InvalidParameterException',
        `User does not have delivery config set to turn on ${factor}`,
      ]);
    });
  }

  for (const [why, Username, settings, refusal] of [
    [
      'two preferred factors',
      KATYA_SMS,
      { SMSMfaSettings: PREFERRED, EmailMfaSettings: PREFERRED },
      ['InvalidParameterException', 'Only one MFA factor can be set as preferred.'],
    ],
    [
      'a preferred factor that is off',
      KATYA_SMS,
      { SMSMfaSettings: { PreferredMfa: true } },
      ['InvalidParameterException', 'SMS_MFA must be enabled to be set as preferred.'],
    ],
    [
      'passkeys',
      KATYA_SMS,
      { WebAuthnMfaSettings: ON },
      ['UnsupportedOperationException', 'The sandbox does not model passkeys.'],
    ],
    [
      'a user who is not confirmed',
      HUGO_UNCONFIRMED,
      { EmailMfaSettings: OFF },
      ['UserNotConfirmedException', 'User is not confirmed.'],
    ],
    [
      'a user who must reset their password',
      FELIX_RESET,
      { EmailMfaSettings: OFF },
      ['PasswordResetRequiredException', 'Password reset required for the user'],
    ],
  ] as const) {
    it(`refuses ${why}, and changes nothing`, async () => {
      const sandbox = new Sandbox();
      const before = structuredClone(sandbox.user(Username));
      expect(await sandbox.refusal('AdminSetUserMFAPreference', { Username, ...settings })).to.deep.equal(refusal);
      expect(sandbox.user(Username)).to.deep.equal(before);
    });
  }

  it('refuses to turn a factor off if the pool requires MFA', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.MfaConfiguration = 'ON';
    const input = { Username: KATYA_SMS, SMSMfaSettings: OFF };
    expect(await sandbox.refusal('AdminSetUserMFAPreference', input)).to.deep.equal([
      'InvalidParameterException',
      'SMS_MFA cannot be turned off while the user pool requires MFA.',
    ]);
  });
});

describe('AdminDeleteSoftwareToken', () => {
  it('removes the authenticator app: the user signs in without it, and it cannot be turned on', async () => {
    const application = new Application();
    const { sandbox } = application;
    expect(await sandbox.call('AdminDeleteSoftwareToken', { Username: ANA })).to.deep.equal({});
    expect(sandbox.user(ANA).mfa).to.deep.equal({ methods: [], totpRegistered: false });
    expect(await application.signIn(ANA, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
    expect(
      (await sandbox.refusal('AdminSetUserMFAPreference', { Username: ANA, SoftwareTokenMfaSettings: ON }))[1],
    ).to.equal('User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA');
  });

  it('keeps the other factors and the preferred one', async () => {
    const sandbox = new Sandbox();
    sandbox.user(KATYA_SMS).mfa = { preferred: 'SMS_MFA', methods: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] };
    await sandbox.call('AdminDeleteSoftwareToken', { Username: KATYA_SMS });
    expect(sandbox.user(KATYA_SMS).mfa).to.deep.equal({
      preferred: 'SMS_MFA',
      methods: ['SMS_MFA'],
      totpRegistered: false,
    });
  });

  it('makes a pool that requires MFA stop asking for a lost app', async () => {
    const application = new Application();
    const { sandbox } = application;
    sandbox.user(ANA).mfa = { methods: [], totpRegistered: true };
    sandbox.pool.settings.MfaConfiguration = 'ON';
    const asked = async () => (await application.signIn(ANA, DEMO_PASSWORD)).ChallengeName;
    expect(await asked()).to.equal('SOFTWARE_TOKEN_MFA');
    await sandbox.call('AdminDeleteSoftwareToken', { Username: ANA });
    expect(await asked()).to.equal('MFA_SETUP');
  });

  it('refuses a user without an app, and an unconfirmed user', async () => {
    const sandbox = new Sandbox();
    expect(await sandbox.refusal('AdminDeleteSoftwareToken', { Username: BEN })).to.deep.equal([
      'ResourceNotFoundException',
      'Software token does not exist for the user.',
    ]);
    expect(await sandbox.refusal('AdminDeleteSoftwareToken', { Username: HUGO_UNCONFIRMED })).to.deep.equal([
      'UserNotConfirmedException',
      'User is not confirmed.',
    ]);
  });
});

describe('AdminGetUserAuthFactors', () => {
  it('returns the second factors, and all factors that the user could sign in with', async () => {
    const sandbox = new Sandbox();
    const factors = (Username: string) => sandbox.call('AdminGetUserAuthFactors', { Username });
    const { username } = sandbox.user(ANA);
    expect([await factors(ANA), await factors(BEN), await factors(FELIX_RESET)]).to.deep.equal([
      {
        Username: username,
        PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
        ConfiguredUserAuthFactors: ['PASSWORD', 'SOFTWARE_TOKEN'],
      },
      { Username: sandbox.user(BEN).username, ConfiguredUserAuthFactors: ['PASSWORD'] },
      { Username: sandbox.user(FELIX_RESET).username, ConfiguredUserAuthFactors: [] },
    ]);
  });

  it('includes one-time codes if the pool allows them first or they are a second factor', async () => {
    const sandbox = new Sandbox();
    const configured = async (Username: string) =>
      (await sandbox.call('AdminGetUserAuthFactors', { Username })).ConfiguredUserAuthFactors;
    expect(await configured(KATYA_SMS)).to.deep.equal(['PASSWORD', 'SMS_OTP']);
    sandbox.pool.settings.Policies!.SignInPolicy!.AllowedFirstAuthFactors = ['PASSWORD', 'EMAIL_OTP'];
    expect(await configured(BEN)).to.deep.equal(['PASSWORD', 'EMAIL_OTP']);
  });
});
