import { defined } from '../../../model/defined.js';
import { randomInt } from 'node:crypto';
import { clientAnswer } from './client-answer.js';
import { CLIENT_NAME, CLIENT_SETTINGS, checkClientSettings, settingsFrom } from './client-settings.js';
import { operation } from '../../engine/operation.js';
import { pageOf, pageStart, pageToken } from '../../engine/page.js';
import { FLAG, LARGEST_PAGE, ONE_CLIENT, PAGE_SIZE, PAGE_TOKEN, POOL_ID } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import type { ClientState } from '../../state/state.js';
import { requireClient, requirePool } from '../../state/user-lookup.js';

export const DescribeUserPoolClient = operation(structure(ONE_CLIENT), async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  const client = requireClient(pool, input.ClientId);
  return { UserPoolClient: clientAnswer(input.UserPoolId, input.ClientId, client) };
});

const ListRequest = structure({
  UserPoolId: required(POOL_ID),
  MaxResults: PAGE_SIZE,
  NextToken: PAGE_TOKEN,
});

export const ListUserPoolClients = operation(ListRequest, async ({ store }, input) => {
  const { clients } = requirePool(await store.read(), input.UserPoolId);
  const request = ['clients', input.UserPoolId];
  const page = pageOf(
    Object.keys(clients),
    pageStart(input.NextToken, request),
    input.MaxResults ?? LARGEST_PAGE,
  );
  const last = page.more ? page.keys.at(-1) : undefined;
  return {
    UserPoolClients: page.keys.map((id) => ({
      ClientId: id,
      UserPoolId: input.UserPoolId,
      ClientName: clients[id]?.settings.ClientName,
    })),
    ...(last === undefined ? {} : { NextToken: pageToken(last, request) }),
  };
});

const CreateRequest = structure({
  ...CLIENT_SETTINGS,
  UserPoolId: required(POOL_ID),
  ClientName: required(CLIENT_NAME),
  GenerateSecret: FLAG,
  ClientSecret: string({ min: 24, max: 64, pattern: '[\\w+]+', sensitive: true }),
});

export const CreateUserPoolClient = operation(CreateRequest, ({ store, now }, input) => {
  const { UserPoolId, ClientName, GenerateSecret, ClientSecret, ...given } = input;
  if (GenerateSecret === true && ClientSecret !== undefined) {
    throw invalidParameter('ClientSecret cannot be given together with GenerateSecret.');
  }
  const secret = ClientSecret ?? (GenerateSecret === true ? randomText(51) : undefined);
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    const settings = settingsFrom(given, ClientName);
    checkClientSettings(pool, settings, secret !== undefined, 'creating');
    const id = randomText(26);
    const time = now().getTime();
    const client: ClientState = {
      settings,
      createdAt: time,
      modifiedAt: time,
      ...defined({ secret }),
    };
    pool.clients[id] = client;
    return { UserPoolClient: clientAnswer(UserPoolId, id, client) };
  });
});

const UpdateRequest = structure({ ...CLIENT_SETTINGS, ...ONE_CLIENT, ClientName: CLIENT_NAME });

/** Members that a description has and this operation does not take: ignored, as the service ignores what it does not know. */
const NOT_TAKEN = ['ClientSecret', 'CreationDate', 'LastModifiedDate', 'ClientType', 'GenerateSecret'];

/** Replaces the settings whole: everything that the request leaves out goes back to its default. */
export const UpdateUserPoolClient = operation(UpdateRequest, ({ store, now }, input) => {
  const { UserPoolId, ClientId, ClientName, ...rest } = input;
  const given = Object.fromEntries(Object.entries(rest).filter(([name]) => !NOT_TAKEN.includes(name)));
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    const client = requireClient(pool, ClientId);
    // A client is never without a name, and no document names a default for it.
    const settings = settingsFrom(given, ClientName ?? client.settings.ClientName);
    checkClientSettings(pool, settings, client.secret !== undefined, 'updating');
    client.settings = settings;
    client.modifiedAt = now().getTime();
    return { UserPoolClient: clientAnswer(UserPoolId, ClientId, client) };
  });
});

/** Client IDs and secrets are small letters and digits. */
function randomText(length: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}
