/**
 * settings/: every setting of a user pool that can change, under its name in PoolSpec, with the flag of `pool set` and its
 * place
 * in the requests. What a rule on several of them says is in `contradictions.ts`.
 */
import type { AskedSetting } from '../../changes/settings/set-settings.js';
import {
  listOf,
  ON_OFF,
  oneOf,
  type SettingFlag,
  textOf,
  wholeNumber,
} from '../../conventions/settings/setting-value.js';
import { AdminError } from '../../errors.js';
import { isList } from '../../model/field-change.js';
import { mapEdit, mapItem, mapSetting } from '../../conventions/settings/map-setting.js';
import { mappedAt, memberAt, type SettingField, switchAt, valueAt } from '../../conventions/settings/setting-field.js';
import { quoted } from '../../text/quoted.js';
import { MESSAGE_SETTINGS } from './message-settings.js';
import { MFA_SETTINGS } from './mfa-settings.js';
import { TOKEN_SETTINGS } from './token-settings.js';
import { TRIGGER_SETTINGS } from './trigger-settings.js';

const POLICY = 'Policies.PasswordPolicy';
const ADDRESSES = ['email', 'phone_number'];

/** A character class of the password policy. */
const character = (name: string, member: string, words: string): SettingFlag => ({
  flag: `password-${name}`,
  summary: `Whether a password needs ${words}.`,
  setting: valueAt(`passwordPolicy.${camel(`require-${name}`)}`, `${POLICY}.${member}`, false),
  value: ON_OFF,
});

/** The methods in the order of their priority. */
const accountRecovery: SettingField = {
  isOrdered: true,
  ...mappedAt('accountRecovery', 'AccountRecoverySetting.RecoveryMechanisms', {
    decode: (value) =>
      [...((value as { Name: string; Priority: number }[] | undefined) ?? [])]
        .sort((one, other) => one.Priority - other.Priority)
        .map(({ Name }) => Name),
    encode: (value) => {
      const names = isList(value) ? value : [];
      return names.length === 0 ? undefined : names.map((Name, index) => ({ Name, Priority: index + 1 }));
    },
  }),
};

/** Devices are remembered if either of the two settings has a value (API reference, DeviceConfigurationType). */
function deviceSetting(field: string, member: string): SettingField {
  return {
    field,
    read: (settings) => (memberAt(settings, ['DeviceConfiguration', member]) ?? null) as boolean | null,
    write: ({ DeviceConfiguration, ...settings }, value) => {
      if (value === null) return settings;
      const unset = { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false };
      return {
        ...settings,
        DeviceConfiguration: { ...unset, ...(DeviceConfiguration as object | undefined), [member]: value },
      };
    },
  };
}

/** `--tag` and `--untag` edit it item by item. */
export const TAGS = mapSetting('tags', 'UserPoolTags');

/**
 * Sets items of a map (`KEY=VALUE`), and removes those with a key of `removed`; no change if there are none.
 *
 * @param noun what an item is, for messages
 * @throws AdminError USAGE
 */
export function mapChange(
  setting: SettingField,
  { noun, set = [], removed = [] }: { noun: string; set?: readonly string[]; removed?: readonly string[] },
): AskedSetting[] {
  const pairs = set.map((text) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key !== undefined && value !== undefined) return mapItem(key, value);
    throw new AdminError('USAGE', `invalid ${noun} ${quoted(text)}`, {
      hint: 'Write KEY=VALUE, such as team=identity',
    });
  });
  return pairs.length + removed.length === 0 ? [] : [{ setting, to: { edit: mapEdit(pairs, removed) } }];
}

/** In the order in which they are written. */
export const POOL_SETTINGS: readonly SettingFlag[] = [
  {
    flag: 'name',
    summary: 'Name of the user pool.',
    setting: valueAt('name', 'PoolName'),
    value: textOf('NAME', /^[\w +=,.@-]{1,128}$/, 'up to 128 letters, digits, spaces and + = , . @ -', {
      isRequired: true,
    }),
  },
  {
    flag: 'tier',
    summary: 'Feature plan.',
    setting: valueAt('tier', 'UserPoolTier'),
    value: oneOf({ lite: 'LITE', essentials: 'ESSENTIALS', plus: 'PLUS' }),
    disruption: () => 'The price of each active user changes.',
  },
  {
    flag: 'deletion-protection',
    summary: 'Whether the user pool cannot be deleted.',
    setting: switchAt('deletionProtection', 'DeletionProtection', ['ACTIVE', 'INACTIVE']),
    value: ON_OFF,
    disruption: (_, after) =>
      after === false ? 'The user pool with all of its users can be deleted in one step.' : undefined,
  },
  {
    flag: 'auto-verify',
    summary: 'Addresses that are verified at sign-up.',
    setting: valueAt('autoVerifiedAttributes', 'AutoVerifiedAttributes', []),
    value: listOf('LIST', ADDRESSES),
  },
  {
    flag: 'verify-before-update',
    summary: 'Addresses that users must verify before a change counts.',
    setting: valueAt('verifyBeforeUpdate', 'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate', []),
    value: listOf('LIST', ADDRESSES),
  },
  {
    flag: 'self-sign-up',
    summary: 'Whether people can create an account themselves.',
    setting: valueAt('adminCreateUserOnly', 'AdminCreateUserConfig.AllowAdminCreateUserOnly', false),
    value: oneOf({ on: false, off: true }),
    disruption: (_, after) =>
      after === true
        ? 'People cannot sign up by themselves any more.'
        : 'Everybody who knows the app client can sign up.',
  },
  {
    flag: 'first-factors',
    summary: 'What users can sign in with first.',
    setting: valueAt('firstAuthFactors', 'Policies.SignInPolicy.AllowedFirstAuthFactors', ['PASSWORD']),
    value: listOf('LIST', ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'], { isRequired: true }),
    disruption: () => 'Users who sign in with a factor that is left out cannot sign in any more.',
  },
  {
    flag: 'password-min-length',
    summary: 'Minimum length of a password.',
    setting: valueAt('passwordPolicy.minimumLength', `${POLICY}.MinimumLength`),
    value: wholeNumber(6, 99),
  },
  character('lowercase', 'RequireLowercase', 'a lower-case letter'),
  character('uppercase', 'RequireUppercase', 'an upper-case letter'),
  character('numbers', 'RequireNumbers', 'a digit'),
  character('symbols', 'RequireSymbols', 'a symbol'),
  {
    flag: 'password-history',
    summary: 'Number of previous passwords that cannot be used again.',
    setting: valueAt('passwordPolicy.historySize', `${POLICY}.PasswordHistorySize`),
    value: wholeNumber(0, 24),
  },
  {
    flag: 'temporary-password-days',
    summary: 'Days that a temporary password is valid.',
    setting: valueAt('passwordPolicy.temporaryPasswordValidityDays', `${POLICY}.TemporaryPasswordValidityDays`),
    value: wholeNumber(1, 365, 'DAYS'),
  },
  {
    flag: 'account-recovery',
    summary: 'Ways to recover an account, in their order.',
    setting: accountRecovery,
    value: listOf('LIST', ['verified_email', 'verified_phone_number', 'admin_only']),
  },
  ...MESSAGE_SETTINGS,
  {
    flag: 'device-challenge',
    summary: 'Whether a new device has to answer a challenge; none: devices are not remembered.',
    setting: deviceSetting('devices.challengeOnNewDevice', 'ChallengeRequiredOnNewDevice'),
    value: oneOf({ on: true, off: false, none: null }),
  },
  {
    flag: 'device-opt-in',
    summary: 'Whether a device is remembered only if the user says so; none: devices are not remembered.',
    setting: deviceSetting('devices.rememberOnUserPrompt', 'DeviceOnlyRememberedOnUserPrompt'),
    value: oneOf({ on: true, off: false, none: null }),
  },
  {
    flag: 'threat-protection',
    summary: 'Threat protection of standard sign-ins.',
    setting: valueAt('threatProtection.mode', 'UserPoolAddOns.AdvancedSecurityMode', 'OFF'),
    value: oneOf({ off: 'OFF', audit: 'AUDIT', enforced: 'ENFORCED' }),
  },
  {
    flag: 'threat-protection-custom',
    summary: 'Threat protection of custom authentication.',
    setting: valueAt('threatProtection.customAuth', 'UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode'),
    value: oneOf({ off: null, audit: 'AUDIT', enforced: 'ENFORCED' }),
  },
  ...MFA_SETTINGS,
  ...TOKEN_SETTINGS,
  ...TRIGGER_SETTINGS,
];

function camel(text: string): string {
  return text.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
