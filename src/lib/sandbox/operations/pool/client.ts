import { defined } from '../../../model/defined.js';
import { epochSeconds, operation, randomText } from '../../engine/operation.js';
import { PAGE_SIZE, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_CLIENT, ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter, limitExceeded } from '../../engine/service-error.js';
import { boolean, required, structure } from '../../engine/shape.js';
import { requireClient, requirePool } from '../../state/lookup.js';
import type { ClientState } from '../../state/state.js';
import { CLIENT_SECRET, newClientSecret } from './client-secrets.js';
import { checkClientSettings, CLIENT_NAME, CLIENT_SETTINGS, settingsFrom } from './client-settings.js';

export const DescribeUserPoolClient = operation(structure(ONE_CLIENT), async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  const client = requireClient(pool, input.ClientId);
  return { UserPoolClient: clientResponse(input.UserPoolId, input.ClientId, client) };
});

const ListRequest = structure({ ...ONE_POOL, MaxResults: PAGE_SIZE, NextToken: PAGE_TOKEN });

export const ListUserPoolClients = operation(ListRequest, async ({ store }, input) => {
  const { clients } = requirePool(await store.read(), input.UserPoolId);
  const list = ['clients', input.UserPoolId];
  const { keys, nextToken } = sortedPage(Object.keys(clients), list, input.NextToken, input.MaxResults);
  return {
    UserPoolClients: keys.map((id) => ({
      ClientId: id,
      UserPoolId: input.UserPoolId,
      ClientName: clients[id]?.settings.ClientName,
    })),
    ...defined({ NextToken: nextToken }),
  };
});

/** A pool's app clients (quotas in the developer guide). */
const MAX_CLIENTS = 1000;

const CreateRequest = structure({
  ...CLIENT_SETTINGS,
  ...ONE_POOL,
  ClientName: required(CLIENT_NAME),
  GenerateSecret: boolean,
  ClientSecret: CLIENT_SECRET,
});

export const CreateUserPoolClient = operation(CreateRequest, ({ store, now }, input) => {
  const { UserPoolId, ClientName, GenerateSecret, ClientSecret, ...given } = input;
  if (GenerateSecret === true && ClientSecret !== undefined) {
    throw invalidParameter('ClientSecret cannot be given together with GenerateSecret.');
  }
  const secret = ClientSecret ?? (GenerateSecret === true ? newClientSecret() : undefined);
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    const settings = settingsFrom(given, ClientName);
    checkClientSettings(pool, settings, secret !== undefined, 'creating');
    if (Object.keys(pool.clients).length >= MAX_CLIENTS) throw limitExceeded(`${MAX_CLIENTS} app clients`);
    const id = randomText(26);
    const time = now().getTime();
    const client: ClientState = { settings, createdAt: time, modifiedAt: time, ...defined({ secret }) };
    pool.clients[id] = client;
    return { UserPoolClient: clientResponse(UserPoolId, id, client) };
  });
});

const UpdateRequest = structure({ ...CLIENT_SETTINGS, ...ONE_CLIENT, ClientName: CLIENT_NAME });

/** Members of a description that this operation does not have: ignored, as the service ignores unknown members. */
const IGNORED = ['ClientSecret', 'CreationDate', 'LastModifiedDate', 'ClientType', 'GenerateSecret'];

/** Replaces all settings: whatever the request leaves out goes back to its default. */
export const UpdateUserPoolClient = operation(UpdateRequest, ({ store, now }, input) => {
  const { UserPoolId, ClientId, ClientName, ...rest } = input;
  const given = Object.fromEntries(Object.entries(rest).filter(([name]) => !IGNORED.includes(name)));
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    const client = requireClient(pool, ClientId);
    // A client always has a name. Undocumented: the default if the request has none.
    const settings = settingsFrom(given, ClientName ?? client.settings.ClientName);
    checkClientSettings(pool, settings, client.secret !== undefined, 'updating');
    client.settings = settings;
    client.modifiedAt = now().getTime();
    return { UserPoolClient: clientResponse(UserPoolId, ClientId, client) };
  });
});

/** The tokens that the client's users hold stay valid until they expire, but cannot be refreshed. */
export const DeleteUserPoolClient = operation(structure(ONE_CLIENT), ({ store }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    requireClient(pool, input.ClientId);
    Reflect.deleteProperty(pool.clients, input.ClientId);
    return {};
  }),
);

/** `UserPoolClientType`, with the secret in clear text. */
function clientResponse(poolId: string, clientId: string, client: ClientState): object {
  return {
    UserPoolId: poolId,
    ClientId: clientId,
    ...defined({ ClientSecret: client.secret }),
    CreationDate: epochSeconds(client.createdAt),
    LastModifiedDate: epochSeconds(client.modifiedAt),
    ...client.settings,
    ClientType: 'REGULAR',
  };
}
