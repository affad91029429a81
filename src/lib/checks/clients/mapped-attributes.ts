import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { AppClient } from '../../model/app-client.js';

/**
 * The custom attributes that the identity providers of a client map. They are read only if the client may write custom
 * attributes. Those of a provider that cannot be read count as not mapped, so that nothing is taken for harmless.
 */
export async function mappedAttributes(
  { cognito }: Pick<Directory, 'cognito'>,
  { WriteAttributes = [], SupportedIdentityProviders = [] }: AppClient,
): Promise<ReadonlySet<string>> {
  if (!WriteAttributes.some((name) => name.startsWith('custom:'))) return new Set();
  const providers = SupportedIdentityProviders.filter((name) => name !== 'COGNITO');
  const mappings = await Promise.all(
    providers.map(async (ProviderName) => {
      try {
        const { IdentityProvider } = await cognito.call('DescribeIdentityProvider', { ProviderName });
        return Object.keys(IdentityProvider?.AttributeMapping ?? {});
      } catch (error) {
        if (error instanceof AdminError && UNREADABLE.has(error.code)) return [];
        throw error;
      }
    }),
  );
  return new Set(mappings.flat());
}

/** PROVIDER_NOT_FOUND: a client keeps the name of a provider that was deleted. */
const UNREADABLE: ReadonlySet<string> = new Set(['ACCESS_DENIED', 'UNSUPPORTED_OPERATION', 'PROVIDER_NOT_FOUND']);
