import type { Contradiction } from '../../changes/settings/set-settings.js';
import { memberAt, type Settings } from '../../conventions/settings/setting-field.js';
import { MFA_CONFIG } from '../editable-pool.js';

/**
 * What Cognito would refuse in the settings of a pool (API reference; developer guide, MFA and threat protection). It has
 * clearer words for it than the service, and names the flag.
 */
export function poolContradictions(settings: Settings): Contradiction[] {
  const at = (path: string): unknown => memberAt(settings, path.split('.'));
  const isSet = (path: string): boolean => at(path) !== undefined;
  const list = (path: string): readonly string[] => (at(path) as readonly string[] | undefined) ?? [];

  const isMfaOff = at(`${MFA_CONFIG}.MfaConfiguration`) === 'OFF';
  const hasSms = isSet(`${MFA_CONFIG}.SmsMfaConfiguration`);
  const hasEmail = isSet(`${MFA_CONFIG}.EmailMfaConfiguration`);
  const hasTotp = at(`${MFA_CONFIG}.SoftwareTokenMfaConfiguration.Enabled`) === true;
  const hasFactor = hasSms || hasEmail || hasTotp;
  const sendsMail = at('EmailConfiguration.EmailSendingAccount') === 'DEVELOPER';
  const hasThreatProtection = (at('UserPoolAddOns.AdvancedSecurityMode') ?? 'OFF') !== 'OFF';
  const hasSender = isSet('LambdaConfig.CustomSMSSender') || isSet('LambdaConfig.CustomEmailSender');
  const verified = list('AutoVerifiedAttributes');
  const verifiedFirst = list('UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate');

  const rules: [isBroken: boolean, problem: string, fix: string][] = [
    [isMfaOff && hasFactor, 'a second factor is on while MFA is off', 'Turn MFA on too: --mfa optional'],
    [
      !isMfaOff && !hasFactor,
      'MFA is on without a second factor',
      'Turn one on too: --mfa-totp on, --mfa-sms on or --mfa-email on',
    ],
    [
      hasSms && !isSet('SmsConfiguration.SnsCallerArn'),
      'SMS is a second factor of a user pool that cannot send SMS',
      'Give the role that sends them: --sms-role ARN --sms-external-id ID',
    ],
    [
      isSet('SmsConfiguration.EumsSms') && !isSet('SmsConfiguration.EumsSms.CallerArn'),
      'SMS is sent with AWS End User Messaging without a role',
      'Give the role: --sms-messaging-role ARN',
    ],
    [
      hasEmail && !sendsMail,
      'mail is a second factor of a user pool whose mail Cognito sends',
      'Send it with SES: --email-sender ses --email-source ARN',
    ],
    [
      sendsMail && !isSet('EmailConfiguration.SourceArn'),
      'mail is sent with SES without a source',
      'Give the SES identity: --email-source ARN',
    ],
    [
      !verifiedFirst.every((name) => verified.includes(name)),
      'an address must be verified before a change but not at sign-up',
      'Give both: --auto-verify LIST --verify-before-update LIST',
    ],
    [
      hasThreatProtection && at('UserPoolTier') !== 'PLUS',
      'threat protection is on without the Plus plan',
      'Change the plan too: --tier plus',
    ],
    [
      isSet('UserPoolAddOns.AdvancedSecurityAdditionalFlows') && !hasThreatProtection,
      'custom authentication is protected without threat protection',
      'Turn it on too: --threat-protection audit',
    ],
    [
      (at('KeyConfiguration.KeyType') === 'CUSTOMER_MANAGED_KEY') !== isSet('KeyConfiguration.KmsKeyArn'),
      'a key of yours encrypts the data only if both its type and its ARN are given',
      'Give both: --encryption-key-type customer --encryption-key ARN',
    ],
    [hasSender && !isSet('LambdaConfig.KMSKeyID'), 'a custom sender has no key', 'Give one: --sender-kms-key ARN'],
    [
      isSet('LambdaConfig.PreTokenGenerationConfig.LambdaVersion') &&
        !isSet('LambdaConfig.PreTokenGenerationConfig.LambdaArn'),
      'the pre token generation trigger has a version but no function',
      'Give the function too: --trigger pre-token-generation=ARN',
    ],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, problem, fix]) => ({ problem, fix }));
}
