/**
 * settings/: every setting of an app client that can change, under its name in PoolSpec, with the flag of `client set` and its
 * place in the request. What a rule on several of them says is in `contradictions.ts`.
 */
import type { AskedSetting } from '../../changes/settings/set-settings.js';
import {
  type ChangeableSetting,
  duration,
  listOf,
  ON_OFF,
  oneOf,
  type SettingFlag,
  textOf,
  wholeNumber,
} from '../../conventions/settings/setting-value.js';
import {
  memberAt,
  mappedAt,
  type SettingField,
  type Settings,
  switchAt,
  valueAt,
  withMember,
} from '../../conventions/settings/setting-field.js';
import { ANALYTICS_SETTINGS } from './analytics-settings.js';

const UNITS = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;
type Unit = keyof typeof UNITS;

/** A validity in seconds. The unit is kept if the seconds are a multiple of it. `0` is the default (API reference). */
function validity(
  field: string,
  token: 'AccessToken' | 'IdToken' | 'RefreshToken',
  usual: [number, Unit],
): SettingField {
  const unitOf = (settings: Settings): Unit =>
    (memberAt(settings, ['TokenValidityUnits', token]) as Unit | undefined) ?? usual[1];
  return {
    field,
    read: (settings) => {
      const count = settings[`${token}Validity`] as number | undefined;
      return count === undefined || count === 0 ? usual[0] * UNITS[usual[1]] : count * UNITS[unitOf(settings)];
    },
    write: (settings, value) => {
      const seconds = Number(value);
      const units: Unit[] = [unitOf(settings), ...(Object.keys(UNITS) as Unit[])];
      const unit = units.find((one) => seconds % UNITS[one] === 0) ?? 'seconds';
      return {
        ...settings,
        [`${token}Validity`]: seconds / UNITS[unit],
        TokenValidityUnits: { ...(settings.TokenValidityUnits as object | undefined), [token]: unit },
      };
    },
  };
}

/** The request must also say whether tokens are rotated. */
const refreshTokenGrace: SettingField = {
  field: 'refreshTokenGraceSeconds',
  read: (settings) => (memberAt(settings, GRACE) ?? null) as number | null,
  write: (settings, value) => {
    const Feature = memberAt(settings, ['RefreshTokenRotation', 'Feature']) ?? 'DISABLED';
    return withMember(withMember(settings, ['RefreshTokenRotation', 'Feature'], Feature), GRACE, value ?? undefined);
  },
};
const GRACE = ['RefreshTokenRotation', 'RetryGracePeriodSeconds'];

const OAUTH_SCOPES = {
  setting: valueAt('oauthScopes', 'AllowedOAuthScopes', []),
  disruption: lost('The app can no longer get the scope'),
};

/** Lists that are edited item by item: with `--add-scope` and `--remove-scope`, and with the commands for URLs. */
export const CLIENT_LISTS: readonly ChangeableSetting[] = [
  OAUTH_SCOPES,
  {
    setting: valueAt('callbackUrls', 'CallbackURLs', []),
    disruption: lost('Sign-in through', ' stops working at once'),
  },
  { setting: valueAt('logoutUrls', 'LogoutURLs', []), disruption: lost('Sign-out through', ' stops working at once') },
];

/** Adds scopes and removes others; no change if there are none. */
export function scopeChange(added: readonly string[], removed: readonly string[]): AskedSetting[] {
  if (added.length + removed.length === 0) return [];
  const edit = (scopes: readonly string[]) => [
    ...new Set([...scopes.filter((scope) => !removed.includes(scope)), ...added]),
  ];
  return [{ ...OAUTH_SCOPES, to: { edit } }];
}

/** In the order in which they are written. */
export const CLIENT_SETTINGS: readonly SettingFlag[] = [
  {
    flag: 'name',
    summary: 'Name of the app client.',
    setting: valueAt('name', 'ClientName'),
    value: textOf('NAME', /^[\w\s+=,.@-]{1,128}$/, 'up to 128 letters, digits, spaces and + = , . @ -', {
      isRequired: true,
    }),
  },
  {
    flag: 'access-token-validity',
    summary: 'How long an access token is valid.',
    setting: validity('accessTokenValiditySeconds', 'AccessToken', [1, 'hours']),
    value: duration('5m', '1d'),
  },
  {
    flag: 'id-token-validity',
    summary: 'How long an ID token is valid.',
    setting: validity('idTokenValiditySeconds', 'IdToken', [1, 'hours']),
    value: duration('5m', '1d'),
  },
  {
    flag: 'refresh-token-validity',
    summary: 'How long users stay signed in.',
    setting: validity('refreshTokenValiditySeconds', 'RefreshToken', [30, 'days']),
    value: duration('1h', '3650d'),
  },
  {
    flag: 'session-validity',
    summary: 'How long a user has for each step of a sign-in.',
    setting: mappedAt('sessionValiditySeconds', 'AuthSessionValidity', {
      decode: (minutes) => (minutes === undefined ? null : Number(minutes) * 60),
      encode: (seconds) => (seconds === null ? undefined : Number(seconds) / 60),
    }),
    value: duration('3m', '15m', 60),
  },
  {
    flag: 'token-revocation',
    summary: 'Whether a sign-out revokes access tokens too.',
    setting: valueAt('tokenRevocation', 'EnableTokenRevocation', false),
    value: ON_OFF,
  },
  {
    flag: 'refresh-token-rotation',
    summary: 'Whether a refresh token is replaced at each use.',
    setting: switchAt('refreshTokenRotation', 'RefreshTokenRotation.Feature', ['ENABLED', 'DISABLED']),
    value: ON_OFF,
  },
  {
    flag: 'refresh-token-grace',
    summary: 'Seconds that a replaced refresh token is still accepted.',
    setting: refreshTokenGrace,
    value: wholeNumber(0, 60, 'SECONDS'),
  },
  {
    flag: 'oauth',
    summary: 'Whether users sign in through the hosted UI.',
    setting: valueAt('oauth', 'AllowedOAuthFlowsUserPoolClient', false),
    value: ON_OFF,
    disruption: (_, after) => (after === false ? 'Sign-in through the hosted UI stops working at once.' : undefined),
  },
  {
    flag: 'oauth-flows',
    summary: 'OAuth flows: code, implicit, or client_credentials.',
    setting: valueAt('oauthFlows', 'AllowedOAuthFlows', []),
    value: listOf('LIST', ['code', 'implicit', 'client_credentials']),
    disruption: lost('Sign-in with', ' stops working at once'),
  },
  {
    flag: 'default-redirect',
    summary: 'Callback URL to use if the app gives none.',
    setting: valueAt('defaultRedirectUri', 'DefaultRedirectURI'),
    value: textOf('URL', /^[a-z][\w+.-]*:\S+$/i, 'a callback URL of the client'),
  },
  {
    flag: 'identity-providers',
    summary: 'Identity providers that users can sign in with.',
    setting: valueAt('identityProviders', 'SupportedIdentityProviders', []),
    value: listOf('LIST'),
    disruption: lost('Sign-in through', ' stops working at once'),
  },
  {
    flag: 'auth-flows',
    summary: 'Authentication flows of the API.',
    setting: valueAt('authFlows', 'ExplicitAuthFlows', []),
    value: listOf('LIST', [
      'ALLOW_USER_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]),
    disruption: lost('Sign-in with', ' stops working at once'),
  },
  {
    flag: 'hide-missing-users',
    summary: 'Whether errors of a sign-in hide that a user does not exist.',
    setting: valueAt('preventUserExistenceErrors', 'PreventUserExistenceErrors', 'LEGACY'),
    value: oneOf({ on: 'ENABLED', off: 'LEGACY' }),
  },
  {
    flag: 'user-context',
    summary: 'Whether the app passes on the data of the user for threat protection.',
    setting: valueAt('propagateUserContext', 'EnablePropagateAdditionalUserContextData', false),
    value: ON_OFF,
  },
  {
    flag: 'read-attributes',
    summary: 'Attributes that the app can read; none: the standard ones.',
    setting: valueAt('readAttributes', 'ReadAttributes', []),
    value: listOf('LIST'),
    disruption: lost('The app can no longer read'),
  },
  {
    flag: 'write-attributes',
    summary: 'Attributes that users can write; none: the standard ones.',
    setting: valueAt('writeAttributes', 'WriteAttributes', []),
    value: listOf('LIST'),
    disruption: (before, after) => {
      const added = items(after).filter((item) => !items(before).includes(item));
      return added.length === 0 ? undefined : `Users can write ${added.join(', ')} through the app.`;
    },
  },
  ...ANALYTICS_SETTINGS,
];

/** The sentence on what a list no longer has. */
function lost(start: string, end = ''): NonNullable<SettingFlag['disruption']> {
  return (before, after) => {
    const gone = items(before).filter((item) => !items(after).includes(item));
    return gone.length === 0 ? undefined : `${start} ${gone.join(', ')}${end}.`;
  };
}

function items(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
