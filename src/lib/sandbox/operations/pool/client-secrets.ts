import { defined } from '../../../model/defined.js';
import { epochSeconds, operation, randomText } from '../../engine/operation.js';
import { PAGE_TOKEN } from '../../engine/page.js';
import { ONE_CLIENT } from '../../engine/parameters.js';
import { invalidParameter, notFound, ServiceError } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import { requireClient, requirePool } from '../../state/lookup.js';
import type { ClientState } from '../../state/state.js';

export const CLIENT_SECRET = string({ min: 24, max: 64, pattern: '[\\w+]+', sensitive: true });

/** A secret such as Cognito makes. */
export function newClientSecret(): string {
  return randomText(51);
}

const AddRequest = structure({ ...ONE_CLIENT, ClientSecret: CLIENT_SECRET });

/** A second secret beside the first one; the answer has its value only if the sandbox made it (API reference). */
export const AddUserPoolClientSecret = operation(AddRequest, ({ store, now }, input) =>
  store.update((state) => {
    const client = requireClient(requirePool(state, input.UserPoolId), input.ClientId);
    // Undocumented: the error for a public client.
    if (client.secret === undefined) throw invalidParameter('Client is not configured for secret.');
    if (client.secondSecret) {
      throw new ServiceError('LimitExceededException', 'An app client can have at most 2 client secrets.');
    }
    const value = input.ClientSecret ?? newClientSecret();
    // The ID of a secret contains its time, so that of the first one is not used again.
    const createdAt = Math.max(now().getTime(), firstCreatedAt(client) + 1);
    client.secondSecret = { value, createdAt };
    return {
      ClientSecretDescriptor: {
        ...descriptor(input.ClientId, createdAt),
        ...defined({ ClientSecretValue: input.ClientSecret === undefined ? value : undefined }),
      },
    };
  }),
);

const ListRequest = structure({ ...ONE_CLIENT, NextToken: PAGE_TOKEN });

/** Two secrets are one page, so there is no token. */
export const ListUserPoolClientSecrets = operation(ListRequest, async ({ store }, { UserPoolId, ClientId }) => {
  const client = requireClient(requirePool(await store.read(), UserPoolId), ClientId);
  return { ClientSecrets: creationTimes(client).map((createdAt) => descriptor(ClientId, createdAt)) };
});

const DeleteRequest = structure({ ...ONE_CLIENT, ClientSecretId: required(string({ min: 1, max: 128 })) });

/** Documented: the last secret of a client cannot be deleted. The wording is the sandbox's. */
export const DeleteUserPoolClientSecret = operation(DeleteRequest, ({ store }, input) =>
  store.update((state) => {
    const client = requireClient(requirePool(state, input.UserPoolId), input.ClientId);
    const ids = creationTimes(client).map((createdAt) => secretId(input.ClientId, createdAt));
    const index = ids.indexOf(input.ClientSecretId);
    if (index < 0) throw notFound(`Client secret ${input.ClientSecretId} does not exist.`);
    if (!client.secondSecret) throw invalidParameter('The last client secret of an app client cannot be deleted.');
    if (index === 0) {
      client.secret = client.secondSecret.value;
      client.secretCreatedAt = client.secondSecret.createdAt;
    }
    delete client.secondSecret;
    return {};
  }),
);

/** `ClientSecretDescriptorType` */
function descriptor(clientId: string, createdAt: number): object {
  return { ClientSecretId: secretId(clientId, createdAt), ClientSecretCreateDate: epochSeconds(createdAt) };
}

/** Documented as the client ID and the time since 1970. Undocumented: its unit, which is the millisecond here. */
function secretId(clientId: string, createdAt: number): string {
  return `${clientId}--${createdAt}`;
}

function creationTimes(client: ClientState): number[] {
  const first = client.secret === undefined ? [] : [firstCreatedAt(client)];
  return client.secondSecret ? [...first, client.secondSecret.createdAt] : first;
}

function firstCreatedAt({ secretCreatedAt, createdAt }: ClientState): number {
  return secretCreatedAt ?? createdAt;
}
