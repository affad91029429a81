import { oneOf, ON_OFF, type SettingFlag, type SettingValue } from '../../conventions/settings/setting-value.js';
import {
  memberAt,
  type SettingField,
  type Settings,
  valueAt,
  withMember,
} from '../../conventions/settings/setting-field.js';
import { MFA_CONFIG } from '../editable-pool.js';
import { anyText, CODE_MAIL, CODE_SMS, REGION, ROLE } from './texts.js';

const MODE = [MFA_CONFIG, 'MfaConfiguration'];

/** `OFF` turns every factor off too: SetUserPoolMfaConfig accepts none then. */
const mode: SettingField = {
  field: 'mfa.mode',
  read: (settings) => memberAt(settings, MODE) as string,
  write: (settings, value) => {
    if (value !== 'OFF') return withMember(settings, MODE, value);
    const passkeys = memberAt(settings, [MFA_CONFIG, 'WebAuthnConfiguration']);
    return withMember(
      withMember({ ...settings, [MFA_CONFIG]: {} }, MODE, value),
      [MFA_CONFIG, 'WebAuthnConfiguration'],
      passkeys,
    );
  },
};

/** A factor that is on if the request has its configuration, which is `configure` where it is turned on. */
function factor(field: string, name: string, configure: (settings: Settings) => object): SettingField {
  const path = [MFA_CONFIG, name];
  return {
    field,
    read: (settings) => memberAt(settings, path) !== undefined,
    write: (settings, value) => {
      if (value !== true) return withMember(settings, path, undefined);
      return memberAt(settings, path) === undefined ? withMember(settings, path, configure(settings)) : settings;
    },
  };
}

const softwareToken: SettingField = {
  ...factor('mfa.softwareToken', 'SoftwareTokenMfaConfiguration', () => ({ Enabled: true })),
  read: (settings) => memberAt(settings, [MFA_CONFIG, 'SoftwareTokenMfaConfiguration', 'Enabled']) === true,
  write: (settings, value) =>
    withMember(settings, [MFA_CONFIG, 'SoftwareTokenMfaConfiguration'], value === true ? { Enabled: true } : undefined),
};

const sms = factor('mfa.sms', 'SmsMfaConfiguration', (settings) => ({
  SmsConfiguration: settings.SmsConfiguration,
  ...(settings.SmsAuthenticationMessage === undefined
    ? {}
    : { SmsAuthenticationMessage: settings.SmsAuthenticationMessage }),
}));

const email = factor('mfa.email', 'EmailMfaConfiguration', () => ({}));

/** A member of the SMS settings, which both operations have: what one sets, the other must not set back. */
function smsSetting(field: string, path: string): SettingField {
  const own = valueAt(field, path);
  const ofMfa = valueAt(field, `${MFA_CONFIG}.SmsMfaConfiguration.${path}`);
  return {
    field,
    read: own.read,
    write: (settings, value) => {
      const written = own.write(settings, value);
      return sms.read(settings) === true ? ofMfa.write(written, value) : written;
    },
  };
}

/** A text of mail with a code. Without any text of its own, mail stays a factor, and stays none if it is none. */
function emailText(field: string, member: string): SettingField {
  const path = [MFA_CONFIG, 'EmailMfaConfiguration'];
  return {
    field,
    read: (settings) => (memberAt(settings, [...path, member]) ?? null) as string | null,
    write: (settings, value) => {
      if (value === null && memberAt(settings, path) === undefined) return settings;
      const { [member]: _, ...others } = (memberAt(settings, path) ?? {}) as Settings;
      return withMember(settings, path, value === null ? others : { ...others, [member]: value });
    },
  };
}

/** A setting of AWS End User Messaging SMS, which sends SMS instead of Amazon SNS. */
function endUserMessaging(field: string, member: string, value: SettingValue, flag: string, what: string): SettingFlag {
  return {
    flag: `sms-messaging-${flag}`,
    summary: `${what} of AWS End User Messaging SMS.`,
    setting: smsSetting(`sms.endUserMessaging.${field}`, `SmsConfiguration.EumsSms.${member}`),
    value,
  };
}

const END_USER_MESSAGING: readonly SettingFlag[] = [
  endUserMessaging('callerArn', 'CallerArn', ROLE, 'role', 'Role'),
  endUserMessaging('externalId', 'ExternalId', anyText('ID'), 'external-id', 'External ID for the role'),
  endUserMessaging('originationIdentity', 'OriginationIdentity', anyText('ID'), 'origination', 'Origination identity'),
  endUserMessaging(
    'configurationSet',
    'ConfigurationSetName',
    anyText('NAME'),
    'configuration-set',
    'Configuration set',
  ),
  endUserMessaging('entityId', 'InEntityId', anyText('ID'), 'entity-id', 'Entity ID for India'),
  endUserMessaging('templateId', 'InTemplateId', anyText('ID'), 'template-id', 'Template ID for India'),
  endUserMessaging('region', 'Region', REGION, 'region', 'Region'),
];

/** In the order in which they are written: a factor is turned on after MFA was, and has its message then. */
export const MFA_SETTINGS: readonly SettingFlag[] = [
  {
    flag: 'sms-role',
    summary: 'Role that sends SMS messages.',
    setting: smsSetting('sms.callerArn', 'SmsConfiguration.SnsCallerArn'),
    value: ROLE,
  },
  {
    flag: 'sms-external-id',
    summary: 'External ID in the trust policy of that role.',
    setting: smsSetting('sms.externalId', 'SmsConfiguration.ExternalId'),
    value: anyText('ID'),
  },
  {
    flag: 'sms-region',
    summary: 'Region that sends SMS messages.',
    setting: smsSetting('sms.region', 'SmsConfiguration.SnsRegion'),
    value: REGION,
  },
  ...END_USER_MESSAGING,
  {
    flag: 'mfa',
    summary: 'Whether users sign in with a second factor.',
    setting: mode,
    value: oneOf({ off: 'OFF', optional: 'OPTIONAL', on: 'ON' }),
    disruption: (before, after) => {
      if (after === 'ON') return 'Users without a second factor must register one at their next sign-in.';
      if (after === 'OFF') return 'No user is asked for a second factor any more.';
      return before === 'ON' ? 'Users can sign in without a second factor.' : undefined;
    },
  },
  {
    flag: 'mfa-totp',
    summary: 'Authenticator apps as second factor.',
    setting: softwareToken,
    value: ON_OFF,
    disruption: (_, after) => lostFactor(after, 'an authenticator app'),
  },
  {
    flag: 'mfa-sms',
    summary: 'SMS as second factor.',
    setting: sms,
    value: ON_OFF,
    disruption: (_, after) => lostFactor(after, 'SMS'),
  },
  {
    flag: 'mfa-email',
    summary: 'Mail as second factor.',
    setting: email,
    value: ON_OFF,
    disruption: (_, after) => lostFactor(after, 'mail'),
  },
  {
    flag: 'mfa-sms-message',
    summary: 'Text of SMS with a sign-in code.',
    setting: smsSetting('mfa.smsMessage', 'SmsAuthenticationMessage'),
    value: CODE_SMS,
  },
  {
    flag: 'mfa-email-subject',
    summary: 'Subject of mail with a sign-in code.',
    setting: emailText('mfa.emailSubject', 'Subject'),
    value: anyText('TEXT'),
  },
  {
    flag: 'mfa-email-message',
    summary: 'Text of mail with a sign-in code.',
    setting: emailText('mfa.emailMessage', 'Message'),
    value: CODE_MAIL,
  },
  {
    flag: 'passkey-domain',
    summary: 'Domain that passkeys are registered for.',
    setting: valueAt('passkeys.relyingPartyId', `${MFA_CONFIG}.WebAuthnConfiguration.RelyingPartyId`),
    value: anyText('DOMAIN'),
    disruption: () => 'Passkeys that were registered for another domain stop working.',
  },
  {
    flag: 'passkey-verification',
    summary: 'Whether a passkey needs a PIN or a fingerprint.',
    setting: valueAt('passkeys.userVerification', `${MFA_CONFIG}.WebAuthnConfiguration.UserVerification`),
    value: oneOf({ required: 'required', preferred: 'preferred' }),
  },
  {
    flag: 'passkey-factor',
    summary: 'Whether a passkey with user verification counts as two factors.',
    setting: valueAt('passkeys.factor', `${MFA_CONFIG}.WebAuthnConfiguration.FactorConfiguration`),
    value: oneOf({ single: 'SINGLE_FACTOR', multi: 'MULTI_FACTOR_WITH_USER_VERIFICATION' }),
  },
];

function lostFactor(after: unknown, what: string): string | undefined {
  return after === false ? `Users cannot use ${what} at sign-in any more.` : undefined;
}
