import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { defined } from '../../../model/defined.js';
import { invalidParameter, ServiceError, unavailableInTier } from '../../engine/service-error.js';
import { boolean, integer, list, required, string, structure } from '../../engine/shape.js';
import type { ClientSettings, PoolState } from '../../state/state.js';
import { isCustom } from './schema.js';

const URLS = list(string({ min: 1, max: 1024, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }), { max: 100 });
const ATTRIBUTE_NAMES = list(string({ min: 1, max: 2048 }));
const UNIT = string({ oneOf: ['seconds', 'minutes', 'hours', 'days'] });

export const CLIENT_NAME = string({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });

/** The settings of the create and update operations, with the limits of the service's API model. */
export const CLIENT_SETTINGS = {
  RefreshTokenValidity: integer({ min: 0, max: 315_360_000 }),
  AccessTokenValidity: integer({ min: 1, max: 86_400 }),
  IdTokenValidity: integer({ min: 1, max: 86_400 }),
  TokenValidityUnits: structure({ AccessToken: UNIT, IdToken: UNIT, RefreshToken: UNIT }),
  ReadAttributes: ATTRIBUTE_NAMES,
  WriteAttributes: ATTRIBUTE_NAMES,
  ExplicitAuthFlows: list(
    string({
      oneOf: [
        'ADMIN_NO_SRP_AUTH',
        'CUSTOM_AUTH_FLOW_ONLY',
        'USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_AUTH',
      ],
    }),
  ),
  SupportedIdentityProviders: list(string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' })),
  CallbackURLs: URLS,
  LogoutURLs: URLS,
  DefaultRedirectURI: string({ min: 1, max: 1024, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
  AllowedOAuthFlows: list(string({ oneOf: ['code', 'implicit', 'client_credentials'] }), { max: 3 }),
  AllowedOAuthScopes: list(string({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' }), { max: 50 }),
  AllowedOAuthFlowsUserPoolClient: boolean,
  PreventUserExistenceErrors: string({ oneOf: ['LEGACY', 'ENABLED'] }),
  EnableTokenRevocation: boolean,
  EnablePropagateAdditionalUserContextData: boolean,
  AuthSessionValidity: integer({ min: 3, max: 15 }),
  RefreshTokenRotation: structure({
    Feature: required(string({ oneOf: ['ENABLED', 'DISABLED'] })),
    RetryGracePeriodSeconds: integer({ min: 0, max: 60 }),
  }),
} as const;

/**
 * A client's settings after a request: a setting that it leaves out gets the documented default, in an update too. That
 * is how a careless UpdateUserPoolClient resets a client. Empty lists are dropped, as in DescribeUserPoolClient.
 */
export function settingsFrom(given: Partial<ClientSettings>, name: string | undefined): ClientSettings {
  const present = Object.entries(given).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return {
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    AccessTokenValidity: 1,
    IdTokenValidity: 1,
    AllowedOAuthFlowsUserPoolClient: false,
    PreventUserExistenceErrors: 'LEGACY',
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
    ...defined({ ClientName: name }),
    ...Object.fromEntries(present),
    // Documented: 0 means the default of 30 days.
    RefreshTokenValidity: given.RefreshTokenValidity === 0 ? 30 : (given.RefreshTokenValidity ?? 30),
  };
}

/**
 * Throws the service's error for settings that contradict each other, the pool's schema or its providers.
 * `occasion` is the word in the service's message.
 */
export function checkClientSettings(
  pool: PoolState,
  settings: ClientSettings,
  hasSecret: boolean,
  occasion: 'creating' | 'updating',
): void {
  checkUrls(settings);
  checkOAuth(settings, hasSecret);
  checkScopes(pool, settings);
  checkProviders(pool, settings);
  checkAttributeLists(pool.schema, settings, occasion);
  checkAuthFlows(pool, settings);
  checkValidity(settings);
  if (settings.EnablePropagateAdditionalUserContextData === true && !hasSecret) {
    throw invalidParameter('EnablePropagateAdditionalUserContextData needs a client secret');
  }
}

/** The attributes that a client may read; by default, the standard ones. */
export function readableAttributes(
  schema: readonly SchemaAttributeType[],
  { ReadAttributes }: ClientSettings,
): ReadonlySet<string> {
  return new Set(ReadAttributes ?? standardNames(schema));
}

/** The attributes that a client may write; by default, the standard ones and no custom one. */
export function writableAttributes(
  schema: readonly SchemaAttributeType[],
  { WriteAttributes }: ClientSettings,
): ReadonlySet<string> {
  return new Set(WriteAttributes ?? standardNames(schema).filter((name) => !UNWRITABLE.includes(name)));
}

/** Attributes that no client may write. */
const UNWRITABLE = ['sub', 'email_verified', 'phone_number_verified', 'identities'];

function standardNames(schema: readonly SchemaAttributeType[]): string[] {
  return schema.map(({ Name }) => Name ?? '').filter((name) => !isCustom(name));
}

/** The validity of a client's tokens in seconds. */
export function tokenValidity(settings: ClientSettings): { access: number; id: number; refresh: number } {
  const units = settings.TokenValidityUnits ?? {};
  return {
    access: (settings.AccessTokenValidity ?? 1) * SECONDS[units.AccessToken ?? 'hours'],
    id: (settings.IdTokenValidity ?? 1) * SECONDS[units.IdToken ?? 'hours'],
    refresh: (settings.RefreshTokenValidity ?? 30) * SECONDS[units.RefreshToken ?? 'days'],
  };
}

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

function checkUrls({ CallbackURLs = [], LogoutURLs = [], DefaultRedirectURI }: ClientSettings): void {
  for (const url of [...CallbackURLs, ...LogoutURLs]) {
    if (!/^[a-z][a-z0-9+.-]*:/i.test(url)) throw invalidParameter(`${url} is not an absolute URI.`);
    if (url.includes('#')) throw invalidParameter(`${url} cannot contain a fragment.`);
    if (/^http:/i.test(url) && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?=[:/?]|$)/i.test(url)) {
      throw invalidParameter(`${url} cannot use the HTTP protocol.`);
    }
  }
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw invalidParameter('Default redirect uri should be listed in the callback urls.');
  }
}

const BUILT_IN_SCOPES = ['phone', 'email', 'openid', 'profile', 'aws.cognito.signin.user.admin'];

function checkOAuth(settings: ClientSettings, hasSecret: boolean): void {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [], CallbackURLs: callbacks = [] } = settings;
  const redirects = flows.includes('code') || flows.includes('implicit');
  const refuse = (message: string) => new ServiceError('InvalidOAuthFlowException', message);
  if (settings.AllowedOAuthFlowsUserPoolClient === true && (flows.length === 0 || scopes.length === 0)) {
    throw refuse(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  }
  if (redirects && callbacks.length === 0) {
    throw refuse('CallbackUrls can not be empty when code flow or implicit flow is selected');
  }
  if (flows.includes('client_credentials') && redirects) {
    throw refuse('client_credentials flow can not be selected along with code flow or implicit flow');
  }
  if (flows.includes('client_credentials') && !hasSecret) {
    throw refuse('client_credentials flow can not be selected if client does not have a client secret.');
  }
}

/** A scope is a built-in one, or `identifier/name` of a resource server of the pool. */
function checkScopes({ resourceServers = {} }: PoolState, { AllowedOAuthScopes = [] }: ClientSettings): void {
  const custom = Object.entries(resourceServers).flatMap(([identifier, { scopes }]) =>
    Object.keys(scopes).map((name) => `${identifier}/${name}`),
  );
  const unknown = AllowedOAuthScopes.find((scope) => !BUILT_IN_SCOPES.includes(scope) && !custom.includes(scope));
  if (unknown !== undefined) {
    throw new ServiceError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  }
}

function checkProviders(pool: PoolState, { SupportedIdentityProviders = [] }: ClientSettings): void {
  const unknown = SupportedIdentityProviders.find(
    (provider) => provider !== 'COGNITO' && !pool.identityProviders.includes(provider),
  );
  if (unknown !== undefined) {
    throw invalidParameter(`The provider ${unknown} does not exist for User Pool ${pool.settings.Name ?? ''}.`);
  }
}

/** WriteAttributes must include every required attribute, and none that no client may write. */
function checkAttributeLists(
  schema: readonly SchemaAttributeType[],
  { ReadAttributes, WriteAttributes }: ClientSettings,
  occasion: 'creating' | 'updating',
): void {
  const refuse = (kind: string) => invalidParameter(`Invalid ${kind} attributes specified while ${occasion} a client`);
  // Documented: an app can neither read nor write an attribute for developers only.
  const known = schema.map(({ Name }) => Name ?? '').filter((name) => !name.startsWith('dev:'));
  if (ReadAttributes && !ReadAttributes.every((name) => known.includes(name))) throw refuse('read');
  if (!WriteAttributes) return;
  const wanted = schema.filter(({ Required, Name }) => Required === true && Name !== 'sub');
  const valid =
    WriteAttributes.every((name) => known.includes(name) && !UNWRITABLE.includes(name)) &&
    wanted.every(({ Name = '' }) => WriteAttributes.includes(Name));
  if (!valid) throw refuse('write');
}

function checkAuthFlows(pool: PoolState, { ExplicitAuthFlows = [] }: ClientSettings): void {
  const modern = ExplicitAuthFlows.filter((flow) => flow.startsWith('ALLOW_'));
  if (modern.length > 0 && modern.length < ExplicitAuthFlows.length) {
    throw invalidParameter('Legacy ExplicitAuthFlows cannot be combined with those that start with ALLOW_.');
  }
  // Documented: choice-based sign-in is a feature of the Essentials tier.
  if (ExplicitAuthFlows.includes('ALLOW_USER_AUTH') && pool.settings.UserPoolTier === 'LITE') {
    throw unavailableInTier('ALLOW_USER_AUTH needs the Essentials tier of the user pool.');
  }
}

function checkValidity(settings: ClientSettings): void {
  const { access, id, refresh } = tokenValidity(settings);
  const day = SECONDS.days;
  const within = (seconds: number, min: number, max: number) => seconds >= min && seconds <= max;
  if (!within(access, 300, day) || !within(id, 300, day) || !within(refresh, 3600, 3650 * day)) {
    throw invalidParameter('Invalid range for token validity.');
  }
  if (refresh < access || refresh < id) {
    throw invalidParameter('Refresh token validity must not be shorter than that of the access and ID tokens.');
  }
}
