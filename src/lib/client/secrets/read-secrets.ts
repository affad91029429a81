import { pages } from '../../cognito/client/pages.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import type { Directory } from '../../directory.js';
import { defined } from '../../model/defined.js';

/*
 * client/secrets/: the secrets of an app client, of which there are at most two, so that one can replace the other while
 * applications still use it. `add-secret` plans an addition and `addition` carries it out: `hand-over` gives the new value to
 * somebody before it is added; `prove-secret` tries it.
 */

/** A secret of an app client, without its value, which Cognito shows nowhere. */
export interface ClientSecret {
  /** The client ID and the time of creation: `CLIENT_ID--1763690000000`. */
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/**
 * The secrets of an app client, the oldest first (ListUserPoolClientSecrets); none if the client is public.
 *
 * @throws AdminError CLIENT_NOT_FOUND; BAD_RESPONSE for a secret without an ID or a time, or of another client
 */
export async function readSecrets({ cognito }: Directory, ClientId: string): Promise<ClientSecret[]> {
  const secrets = new Map<string, ClientSecret>();
  const all = pages(async (NextToken) => {
    const page = await cognito.call('ListUserPoolClientSecrets', { ClientId, ...defined({ NextToken }) });
    return { items: page.ClientSecrets, nextToken: page.NextToken, metadata: page.$metadata };
  });
  for await (const { ClientSecretId: id, ClientSecretCreateDate: date } of all) {
    // The format of the ID is documented (API reference, ClientSecretDescriptorType).
    if (id?.startsWith(`${ClientId}--`) !== true || date === undefined || secrets.has(id)) {
      throw badResponse(`the list of the secrets of app client ${ClientId} has an entry that is not one of them`);
    }
    secrets.set(id, { id, createdAt: date.toISOString() });
  }
  return [...secrets.values()].sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}

/** A secret for messages: its ID and when it was created, never its value. */
export function secretName({ id, createdAt }: ClientSecret): string {
  return `${id} (created ${createdAt})`;
}
