import { expect } from 'chai';
import type { Settings } from '../../../../src/lib/conventions/settings/setting-field.js';
import { poolContradictions } from '../../../../src/lib/pool/settings/contradictions.js';

const TOTP = { SoftwareTokenMfaConfiguration: { Enabled: true } };
const OPTIONAL = { MfaConfiguration: 'OPTIONAL' };
const SES = { EmailSendingAccount: 'DEVELOPER', SourceArn: 'arn' };

describe('poolContradictions', () => {
  const problems = (settings: Settings) =>
    poolContradictions({ MfaConfig: { MfaConfiguration: 'OFF' }, ...settings }).map(({ problem }) => problem);

  for (const settings of [
    {},
    { MfaConfig: { ...OPTIONAL, ...TOTP } },
    { MfaConfig: { ...OPTIONAL, SmsMfaConfiguration: {} }, SmsConfiguration: { SnsCallerArn: 'arn' } },
    { MfaConfig: { ...OPTIONAL, EmailMfaConfiguration: {} }, EmailConfiguration: SES },
    { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
    { LambdaConfig: { CustomEmailSender: {}, KMSKeyID: 'arn' } },
  ]) {
    it(`finds nothing in ${JSON.stringify(settings)}`, () => {
      expect(problems(settings)).to.deep.equal([]);
    });
  }

  for (const [settings, problem] of [
    [{ MfaConfig: { MfaConfiguration: 'OFF', ...TOTP } }, 'a second factor is on while MFA is off'],
    [{ MfaConfig: OPTIONAL }, 'MFA is on without a second factor'],
    [
      { MfaConfig: { ...OPTIONAL, SoftwareTokenMfaConfiguration: { Enabled: false } } },
      'MFA is on without a second factor',
    ],
    [
      { MfaConfig: { ...OPTIONAL, SmsMfaConfiguration: {} } },
      'SMS is a second factor of a user pool that cannot send SMS',
    ],
    [
      { MfaConfig: { ...OPTIONAL, EmailMfaConfiguration: {} } },
      'mail is a second factor of a user pool whose mail Cognito sends',
    ],
    [{ EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } }, 'mail is sent with SES without a source'],
    [
      {
        AutoVerifiedAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['phone_number'] },
      },
      'an address must be verified before a change but not at sign-up',
    ],
    [{ UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }, 'threat protection is on without the Plus plan'],
    [
      { UserPoolAddOns: { AdvancedSecurityMode: 'OFF', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } } },
      'custom authentication is protected without threat protection',
    ],
    [{ LambdaConfig: { CustomSMSSender: {} } }, 'a custom sender has no key'],
    [
      { LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } } },
      'the pre token generation trigger has a version but no function',
    ],
  ] as const) {
    it(`finds: ${problem}`, () => {
      expect(problems(settings)).to.deep.equal([problem]);
    });
  }
});
