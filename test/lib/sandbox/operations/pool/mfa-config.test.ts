import { expect } from 'chai';
import { Sandbox } from '../../harness.js';
import { updateRequest } from './update-request.js';

const SMS = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'x', SnsRegion: 'us-east-1' };
const TOTP = { SoftwareTokenMfaConfiguration: { Enabled: true } };

describe('SetUserPoolMfaConfig', () => {
  it('replaces the whole configuration: a factor that is left out is turned off', async () => {
    const sandbox = new Sandbox();
    sandbox.time += 1000;
    const wanted = { MfaConfiguration: 'ON', ...TOTP };
    expect(await sandbox.call('SetUserPoolMfaConfig', wanted)).to.deep.equal(wanted);
    expect(await sandbox.call('GetUserPoolMfaConfig')).to.deep.equal(wanted);
    const { UserPool } = await sandbox.call('DescribeUserPool');
    expect(UserPool).to.deep.include({ MfaConfiguration: 'ON', LastModifiedDate: sandbox.time / 1000 });
  });

  it('turns MFA off if the request does not have it', async () => {
    const sandbox = new Sandbox();
    const WebAuthnConfiguration = { RelyingPartyId: 'example.com', UserVerification: 'preferred' };
    await sandbox.call('SetUserPoolMfaConfig', { WebAuthnConfiguration });
    const described = await sandbox.call('GetUserPoolMfaConfig');
    expect(described).to.deep.include({ MfaConfiguration: 'OFF', WebAuthnConfiguration });
    expect(described).to.not.have.property('SoftwareTokenMfaConfiguration');
  });

  it('accepts passkeys as MFA, but not on the Lite tier', async () => {
    const sandbox = new Sandbox();
    const passkeys = (FactorConfiguration: string) => ({
      WebAuthnConfiguration: { RelyingPartyId: 'example.com', UserVerification: 'required', FactorConfiguration },
    });
    await sandbox.call('SetUserPoolMfaConfig', passkeys('MULTI_FACTOR_WITH_USER_VERIFICATION'));
    sandbox.pool.settings.UserPoolTier = 'LITE';
    await sandbox.call('SetUserPoolMfaConfig', passkeys('SINGLE_FACTOR'));
    expect(
      await sandbox.refusal('SetUserPoolMfaConfig', passkeys('MULTI_FACTOR_WITH_USER_VERIFICATION')),
    ).to.deep.equal([
      'FeatureUnavailableInTierException',
      'Passkeys as MFA need the Essentials tier of the user pool.',
    ]);
    expect(await sandbox.call('GetUserPoolMfaConfig')).to.deep.include(passkeys('SINGLE_FACTOR'));
  });

  it('describes the SMS settings of the pool while MFA is off, and with MFA on if SMS is a factor', async () => {
    const sandbox = new Sandbox();
    const { UserPool } = await sandbox.call('CreateUserPool', { PoolName: 'second', SmsConfiguration: SMS });
    const { Id: UserPoolId } = UserPool as { Id: string };
    expect(await sandbox.call('GetUserPoolMfaConfig', { UserPoolId })).to.deep.equal({
      MfaConfiguration: 'OFF',
      SmsMfaConfiguration: { SmsConfiguration: SMS },
    });
    const withTotp = { MfaConfiguration: 'ON', ...TOTP };
    await sandbox.call('SetUserPoolMfaConfig', { UserPoolId, ...withTotp });
    expect(await sandbox.call('GetUserPoolMfaConfig', { UserPoolId })).to.deep.equal(withTotp);
  });

  it('shares the SMS configuration with the settings of the pool', async () => {
    const sandbox = new Sandbox();
    const message = 'Your code: {####}';
    const sms = { SmsConfiguration: SMS, SmsAuthenticationMessage: message };
    await sandbox.call('SetUserPoolMfaConfig', { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: sms });
    const { UserPool } = await sandbox.call('DescribeUserPool');
    expect(UserPool).to.deep.include(sms);
    const other = { ...SMS, ExternalId: 'y' };
    const request = updateRequest(UserPool as Record<string, unknown>);
    await sandbox.call('UpdateUserPool', { ...request, SmsConfiguration: other });
    expect(await sandbox.call('GetUserPoolMfaConfig')).to.deep.equal({
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration: other, SmsAuthenticationMessage: message },
    });
  });

  const invalid = (message: string) => ['InvalidParameterException', message];
  const both = "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.";
  const none = "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.";
  for (const [what, request, refusal] of [
    ['MFA off with a factor', { MfaConfiguration: 'OFF', ...TOTP }, invalid(both)],
    ['MFA left out with a factor', TOTP, invalid(both)],
    ['optional MFA without a factor', { MfaConfiguration: 'OPTIONAL' }, invalid(none)],
    [
      'mandatory MFA with a factor that is off',
      { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: false } },
      invalid(none),
    ],
  ] as const) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const sandbox = new Sandbox();
      const before = await sandbox.call('GetUserPoolMfaConfig');
      expect(await sandbox.refusal('SetUserPoolMfaConfig', request)).to.deep.equal(refusal);
      expect(await sandbox.call('GetUserPoolMfaConfig')).to.deep.equal(before);
    });
  }

  it('refuses mail as a factor for a pool that does not send it itself, and on the Lite tier', async () => {
    const sandbox = new Sandbox();
    const request = { MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: { Subject: 'Code' } };
    await sandbox.call('SetUserPoolMfaConfig', request);
    expect(await sandbox.call('GetUserPoolMfaConfig')).to.deep.equal(request);
    sandbox.pool.settings.UserPoolTier = 'LITE';
    expect((await sandbox.refusal('SetUserPoolMfaConfig', request))[0]).to.equal('FeatureUnavailableInTierException');
    sandbox.pool.settings.UserPoolTier = 'ESSENTIALS';
    sandbox.pool.settings.EmailConfiguration = { EmailSendingAccount: 'COGNITO_DEFAULT' };
    expect((await sandbox.refusal('SetUserPoolMfaConfig', request))[0]).to.equal('InvalidParameterException');
  });
});

describe('MFA of CreateUserPool and UpdateUserPool', () => {
  it('needs SMS, which becomes the factor, unless the pool has another factor', async () => {
    const sandbox = new Sandbox();
    const needed = [
      'InvalidParameterException',
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    ];
    const request = { PoolName: 'second', MfaConfiguration: 'OPTIONAL' };
    expect(await sandbox.refusal('CreateUserPool', request)).to.deep.equal(needed);
    const { UserPool } = await sandbox.call('CreateUserPool', { ...request, SmsConfiguration: SMS });
    const { Id: UserPoolId } = UserPool as { Id: string };
    expect(await sandbox.call('GetUserPoolMfaConfig', { UserPoolId })).to.deep.equal({
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration: SMS },
    });
    expect(await sandbox.refusal('UpdateUserPool', { UserPoolId, MfaConfiguration: 'OPTIONAL' })).to.deep.equal(needed);

    await sandbox.call('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'OPTIONAL', ...TOTP });
    await sandbox.call('UpdateUserPool', { UserPoolId, MfaConfiguration: 'OPTIONAL' });
    expect(await sandbox.call('GetUserPoolMfaConfig', { UserPoolId })).to.deep.equal({
      MfaConfiguration: 'OPTIONAL',
      ...TOTP,
    });
  });
});
