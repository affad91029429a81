/**
 * operations/identity-providers/ holds the operations on third-party identity providers: the providers of a pool in this
 * file, the identities of a user in linking.ts, and the sign-in with one in federated-user.ts.
 */
import { defined } from '../../../model/defined.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { PAGE_SIZE_OR_ZERO, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter, limitExceeded, notFound, ServiceError } from '../../engine/service-error.js';
import { list, required, string, stringMap, structure } from '../../engine/shape.js';
import { own, requirePool } from '../../state/lookup.js';
import type { ProviderState } from '../../state/provider-state.js';
import type { PoolState } from '../../state/state.js';
import { checkDetails, describedDetails, isSocial } from './provider-details.js';

/** A pool's identity providers (quotas in the developer guide, which AWS raises on request). */
const MAX_PROVIDERS = 300;

const IDENTIFIER = string({ min: 1, max: 40, pattern: '[\\w\\s+=.@-]+' });

export const PROVIDER_NAME = string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' });

const ONE_PROVIDER = { ...ONE_POOL, ProviderName: required(PROVIDER_NAME) } as const;

const SETTINGS = { AttributeMapping: stringMap, IdpIdentifiers: list(IDENTIFIER, { max: 50 }), AcrMapping: stringMap };

const CreateRequest = structure({
  ...ONE_POOL,
  ...SETTINGS,
  ProviderName: required(string({ min: 1, max: 32, pattern: '[^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+' })),
  ProviderType: required(
    string({ oneOf: ['SAML', 'Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple', 'OIDC'] }),
  ),
  ProviderDetails: required(stringMap),
});

export const CreateIdentityProvider = operation(CreateRequest, ({ store, now }, input) =>
  store.update((state) => {
    const { UserPoolId, ProviderName: name, ProviderType: type } = input;
    const pool = requirePool(state, UserPoolId);
    if (pool.identityProviders.includes(name)) {
      throw new ServiceError('DuplicateProviderException', `Identity provider ${name} already exists.`);
    }
    // Undocumented: the errors for a name that belongs to Cognito, or to a provider of another type.
    if (/^cognito$/i.test(name)) throw invalidParameter(`${name} is a reserved name.`);
    if (isSocial(type) && name !== type)
      throw invalidParameter(`A provider of the type ${type} must be named ${type}.`);
    if (pool.identityProviders.length >= MAX_PROVIDERS) {
      throw limitExceeded(`${MAX_PROVIDERS} identity providers`);
    }
    const time = now().getTime();
    const provider: ProviderState = {
      type,
      details: input.ProviderDetails,
      mapping: input.AttributeMapping ?? {},
      identifiers: input.IdpIdentifiers ?? [],
      ...defined({ acrMapping: input.AcrMapping }),
      createdAt: time,
      modifiedAt: time,
    };
    checkProvider(pool, name, provider);
    pool.identityProviders.push(name);
    pool.providers = { ...pool.providers, [name]: provider };
    return { IdentityProvider: providerResponse(UserPoolId, name, provider) };
  }),
);

export const DescribeIdentityProvider = operation(structure(ONE_PROVIDER), async ({ store }, input) => {
  const provider = requireProvider(requirePool(await store.read(), input.UserPoolId), input.ProviderName);
  return { IdentityProvider: providerResponse(input.UserPoolId, input.ProviderName, provider) };
});

const UpdateRequest = structure({ ...ONE_PROVIDER, ...SETTINGS, ProviderDetails: stringMap });

/**
 * Replaces what the request has, an empty map or list included, and keeps the rest. Undocumented for most of it; observed:
 * AttributeMapping and IdpIdentifiers are kept, and cleared if they are empty.
 */
export const UpdateIdentityProvider = operation(UpdateRequest, ({ store, now }, input) =>
  store.update((state) => {
    const { UserPoolId, ProviderName: name } = input;
    const pool = requirePool(state, UserPoolId);
    assertThirdParty(name);
    const provider: ProviderState = {
      ...requireProvider(pool, name),
      ...defined({
        details: input.ProviderDetails,
        mapping: input.AttributeMapping,
        identifiers: input.IdpIdentifiers,
        acrMapping: input.AcrMapping,
      }),
      modifiedAt: now().getTime(),
    };
    checkProvider(pool, name, provider);
    pool.providers = { ...pool.providers, [name]: provider };
    return { IdentityProvider: providerResponse(UserPoolId, name, provider) };
  }),
);

/**
 * Its users stay, and can no longer sign in with it. Undocumented: an app client that lists it keeps the name; its next
 * update is refused.
 */
export const DeleteIdentityProvider = operation(structure(ONE_PROVIDER), ({ store }, { UserPoolId, ProviderName }) =>
  store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    assertThirdParty(ProviderName);
    requireProvider(pool, ProviderName);
    pool.identityProviders = pool.identityProviders.filter((name) => name !== ProviderName);
    Reflect.deleteProperty(pool.providers ?? {}, ProviderName);
    return {};
  }),
);

const ListRequest = structure({ ...ONE_POOL, MaxResults: PAGE_SIZE_OR_ZERO, NextToken: PAGE_TOKEN });

export const ListIdentityProviders = operation(ListRequest, async ({ store }, input) => {
  const { UserPoolId, MaxResults, NextToken } = input;
  const pool = requirePool(await store.read(), UserPoolId);
  const list = ['identity providers', UserPoolId];
  const { keys, nextToken } = sortedPage(pool.identityProviders, list, NextToken, MaxResults);
  return {
    Providers: keys.map((ProviderName) => {
      const provider = requireProvider(pool, ProviderName);
      return { ProviderName, ProviderType: provider.type, ...dates(provider) };
    }),
    ...defined({ NextToken: nextToken }),
  };
});

const IdentifierRequest = structure({ ...ONE_POOL, IdpIdentifier: required(IDENTIFIER) });

export const GetIdentityProviderByIdentifier = operation(IdentifierRequest, async ({ store }, input) => {
  const { UserPoolId, IdpIdentifier } = input;
  const pool = requirePool(await store.read(), UserPoolId);
  const name = providerWith(pool, IdpIdentifier);
  if (name === undefined) throw notFound(`Identity provider with identifier ${IdpIdentifier} does not exist.`);
  return { IdentityProvider: providerResponse(UserPoolId, name, requireProvider(pool, name)) };
});

/** The name of the provider with an identifier, such as the domain of an email address; `undefined` if there is none. */
export function providerWith(pool: PoolState, identifier: string): string | undefined {
  return pool.identityProviders.find((name) => requireProvider(pool, name).identifiers.includes(identifier));
}

/** Throws ResourceNotFoundException. A provider of an older state, which has only its name, is a SAML one. */
export function requireProvider(pool: PoolState, name: string): ProviderState {
  if (!pool.identityProviders.includes(name)) throw notFound(`Identity provider ${name} does not exist.`);
  const { createdAt } = pool;
  const withoutDetails = { details: {}, mapping: {}, identifiers: [], createdAt, modifiedAt: createdAt };
  return own(pool.providers ?? {}, name) ?? { type: 'SAML', ...withoutDetails };
}

/** Users of the pool itself have a provider too, which is no third party. Undocumented: that this is the error for it. */
function assertThirdParty(name: string): void {
  if (/^cognito$/i.test(name)) {
    throw new ServiceError('UnsupportedIdentityProviderException', `The identity provider ${name} is not supported.`);
  }
}

/** Throws InvalidParameterException. The wording is the sandbox's. */
function checkProvider(
  pool: PoolState,
  name: string,
  { type, details, mapping, identifiers, acrMapping }: ProviderState,
) {
  checkDetails(type, details);
  const attributes = ['username', ...pool.schema.map(({ Name }) => Name ?? '')];
  const unknown = Object.keys(mapping).find((attribute) => !attributes.includes(attribute));
  if (unknown !== undefined) throw invalidParameter(`The mapped attribute ${unknown} does not exist in the schema.`);
  const taken = identifiers.find((identifier) => (providerWith(pool, identifier) ?? name) !== name);
  if (taken !== undefined) throw invalidParameter(`The identifier ${taken} belongs to another identity provider.`);
  if (acrMapping === undefined) return;
  if (type !== 'OIDC') throw invalidParameter('Only OIDC identity providers support AcrMapping.');
  const level = Object.keys(acrMapping).find((key) => !/^Level[1-4]$/.test(key));
  if (level !== undefined) throw invalidParameter(`${level} is not a level of AcrMapping, which are Level1 to Level4.`);
}

/** `IdentityProviderType` */
function providerResponse(UserPoolId: string, ProviderName: string, provider: ProviderState): object {
  const { type, details, mapping, identifiers, acrMapping } = provider;
  return {
    UserPoolId,
    ProviderName,
    ProviderType: type,
    ProviderDetails: describedDetails(type, details),
    AttributeMapping: mapping,
    IdpIdentifiers: identifiers,
    ...defined({ AcrMapping: acrMapping }),
    ...dates(provider),
  };
}

function dates({ createdAt, modifiedAt }: ProviderState): object {
  return { LastModifiedDate: epochSeconds(modifiedAt), CreationDate: epochSeconds(createdAt) };
}
