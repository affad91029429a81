import { mapSetting } from '../../conventions/settings/map-setting.js';
import { listOf, ON_OFF, oneOf, type SettingFlag } from '../../conventions/settings/setting-value.js';
import { type SettingField, switchAt, valueAt, withMember } from '../../conventions/settings/setting-field.js';
import { KMS_KEY } from './texts.js';

/** `--acr` and `--remove-acr` edit it item by item. */
export const ACR_VALUES = mapSetting('acrValues', 'AcrConfiguration', {
  decode: (level) => String((level as { AcrValue?: unknown }).AcrValue),
  encode: (AcrValue) => ({ AcrValue }),
});

const KEY = 'KeyConfiguration';
const KEY_ARN = [KEY, 'KmsKeyArn'];

/** The key of AWS has no ARN. */
const keyType: SettingField = {
  ...valueAt('encryption.keyType', `${KEY}.KeyType`, 'AWS_OWNED_KEY'),
  write: (settings, value) => {
    const rest = value === 'AWS_OWNED_KEY' ? withMember(settings, KEY_ARN, undefined) : settings;
    return withMember(rest, [KEY, 'KeyType'], value);
  },
};

const keyArn: SettingField = {
  ...valueAt('encryption.kmsKeyArn', KEY_ARN.join('.')),
  write: (settings, value) => {
    const written = withMember(settings, KEY_ARN, value ?? undefined);
    return value === null ? written : keyType.write(written, 'CUSTOMER_MANAGED_KEY');
  },
};

/** The issuer of tokens, the key that encrypts the data of the pool, and the registration of app clients by OAuth. */
export const TOKEN_SETTINGS: readonly SettingFlag[] = [
  {
    flag: 'issuer',
    summary: 'Issuer of tokens: the one of the region, or the one for several regions.',
    setting: valueAt('issuer', 'IssuerConfiguration.Type', 'ORIGINAL'),
    value: oneOf({ original: 'ORIGINAL', updated: 'UPDATED' }),
    disruption: () => 'Apps that check the issuer of tokens refuse new ones until they know it.',
  },
  {
    flag: 'encryption-key-type',
    summary: 'Whose key encrypts the data of the user pool.',
    setting: keyType,
    value: oneOf({ aws: 'AWS_OWNED_KEY', customer: 'CUSTOMER_MANAGED_KEY' }),
  },
  {
    flag: 'encryption-key',
    summary: 'Key of yours that encrypts the data of the user pool.',
    setting: keyArn,
    value: KMS_KEY,
    disruption: () => 'Without access to this key, users cannot sign in.',
  },
  {
    flag: 'client-registration',
    summary: 'Whether apps can register themselves (OAuth dynamic client registration).',
    setting: switchAt('clientRegistration.enabled', 'DcrConfiguration.EnableStatus', ['Enabled', 'Disabled']),
    value: ON_OFF,
  },
  {
    flag: 'open-registration',
    summary: 'Whether apps can register without an access token.',
    setting: valueAt('clientRegistration.open', 'DcrConfiguration.OpenDcrEnabled', false),
    value: ON_OFF,
    disruption: (_, after) => (after === true ? 'Anybody can register an app client.' : undefined),
  },
  {
    flag: 'registration-grants',
    summary: 'Grant types of an app that registers with an access token.',
    setting: valueAt('clientRegistration.grantTypes', 'DcrConfiguration.AuthenticatedGrantTypes', []),
    value: listOf('LIST', ['code', 'client_credentials']),
  },
  {
    flag: 'open-registration-grants',
    summary: 'Grant types of an app that registers without one.',
    setting: valueAt('clientRegistration.openGrantTypes', 'DcrConfiguration.OpenDcrGrantTypes', []),
    value: listOf('LIST', ['code', 'client_credentials']),
  },
  {
    flag: 'registration-scopes',
    summary: 'Scopes that a registered app can get.',
    setting: valueAt('clientRegistration.scopes', 'DcrConfiguration.AllowedScopes', []),
    value: listOf('LIST'),
  },
];
