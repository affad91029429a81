import type { IdentityProviderType, ProviderDescription } from '@aws-sdk/client-cognito-identity-provider';
import { PAGE_SIZE, pages } from '../cognito/client/pages.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import { closestListed, didYouMean } from '../text/suggestion.js';

/* providers/: use cases on the identity providers of a user pool, with which people sign in who have no password in it. */

/** An identity provider as a list shows it. */
export interface Provider {
  readonly name: string;
  /** SAML, OIDC, Google, Facebook, LoginWithAmazon or SignInWithApple; `null` if the service does not say. */
  readonly type: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** An identity provider with its settings. */
export interface DescribedProvider extends Provider {
  /** Other names by which an application may ask for it, such as the domain of its users' addresses. */
  readonly identifiers: readonly string[];
  /** The provider's claims by the attributes of the pool that they are copied to at each sign-in. */
  readonly attributeMapping: Readonly<Record<string, string>>;
  /** The provider's values by level of assurance. */
  readonly assuranceLevels: Readonly<Record<string, string>>;
  /** Under Cognito's names. A secret is replaced by a word that says so. */
  readonly details: Readonly<Record<string, string>>;
}

/** The pool's identity providers, as they come (ListIdentityProviders). */
export function listProviders({ cognito }: Pick<Directory, 'cognito'>): AsyncIterable<Provider> {
  return pages(async (NextToken) => {
    const page = await cognito.call('ListIdentityProviders', { MaxResults: PAGE_SIZE, ...defined({ NextToken }) });
    return { items: page.Providers?.map(providerFrom), nextToken: page.NextToken, metadata: page.$metadata };
  });
}

/**
 * An identity provider (DescribeIdentityProvider), without its secrets.
 *
 * @throws AdminError PROVIDER_NOT_FOUND, with the most similar name
 */
export async function describeProvider(directory: Directory, name: string): Promise<DescribedProvider> {
  try {
    return await readProvider(directory, name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new AdminError('PROVIDER_NOT_FOUND', error.message, {
      hint: `${didYouMean(await closestListed(name, listProviders(directory)))}${error.hint ?? ''}`,
    });
  }
}

/** As `describeProvider`, but `undefined` if there is no such provider. */
export async function describeProviderIfAny(
  directory: Directory,
  name: string,
): Promise<DescribedProvider | undefined> {
  try {
    return await readProvider(directory, name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function readProvider({ cognito }: Directory, ProviderName: string): Promise<DescribedProvider> {
  const { IdentityProvider = {} } = await cognito.call('DescribeIdentityProvider', { ProviderName });
  return {
    ...providerFrom(IdentityProvider),
    identifiers: IdentityProvider.IdpIdentifiers ?? [],
    attributeMapping: IdentityProvider.AttributeMapping ?? {},
    assuranceLevels: IdentityProvider.AcrMapping ?? {},
    details: withoutSecrets(IdentityProvider.ProviderDetails ?? {}),
  };
}

function isNotFound(error: unknown): error is AdminError {
  return error instanceof AdminError && error.code === 'PROVIDER_NOT_FOUND';
}

function providerFrom(provider: ProviderDescription & IdentityProviderType): Provider {
  return {
    name: provider.ProviderName ?? '',
    type: provider.ProviderType ?? null,
    createdAt: provider.CreationDate?.toISOString() ?? null,
    updatedAt: provider.LastModifiedDate?.toISOString() ?? null,
  };
}

/** `client_secret` and `private_key` today. Cognito returns the first one to all who may describe the provider. */
const SECRET = /secret|private|password/i;

function withoutSecrets(details: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, SECRET.test(name) ? '(hidden)' : value]),
  );
}
