import { defined } from '../../../model/defined.js';
import { operation } from '../../engine/operation.js';
import { PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter, limitExceeded, notFound } from '../../engine/service-error.js';
import { integer, list, required, string, structure } from '../../engine/shape.js';
import { own, requirePool } from '../../state/lookup.js';
import type { ResourceServerState } from '../../state/resource-server-state.js';
import type { PoolState } from '../../state/state.js';

/** A pool's resource servers (quotas in the developer guide, which AWS raises on request). */
const MAX_SERVERS = 25;

/** The most resource servers that ListResourceServers returns at once, and by default. */
const LARGEST_PAGE = 50;

const ONE_SERVER = {
  ...ONE_POOL,
  Identifier: required(string({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' })),
} as const;

const Settings = structure({
  ...ONE_SERVER,
  Name: required(string({ min: 1, max: 256, pattern: '[\\w\\s+=,.@-]+' })),
  Scopes: list(
    structure({
      ScopeName: required(string({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+' })),
      ScopeDescription: required(string({ min: 1, max: 256 })),
    }),
    { max: 100 },
  ),
});

export const CreateResourceServer = operation(Settings, ({ store }, input) =>
  store.update((state) => {
    const { UserPoolId, Identifier } = input;
    const pool = requirePool(state, UserPoolId);
    const servers = pool.resourceServers ?? {};
    if (Object.hasOwn(servers, Identifier) || Identifier === '__proto__') {
      throw invalidParameter(`${Identifier} already exists in user pool ${UserPoolId}.`);
    }
    if (Object.keys(servers).length >= MAX_SERVERS) {
      throw limitExceeded(`${MAX_SERVERS} resource servers`);
    }
    return setServer(pool, input);
  }),
);

export const DescribeResourceServer = operation(structure(ONE_SERVER), async ({ store }, input) => {
  const server = requireServer(requirePool(await store.read(), input.UserPoolId), input.Identifier);
  return { ResourceServer: serverResponse(input.UserPoolId, input.Identifier, server) };
});

/**
 * Replaces the name and all scopes (API reference). Undocumented: an app client keeps a scope that is gone; its next
 * update is refused.
 */
export const UpdateResourceServer = operation(Settings, ({ store }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    requireServer(pool, input.Identifier);
    return setServer(pool, input);
  }),
);

export const DeleteResourceServer = operation(structure(ONE_SERVER), ({ store }, { UserPoolId, Identifier }) =>
  store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    requireServer(pool, Identifier);
    Reflect.deleteProperty(pool.resourceServers ?? {}, Identifier);
    return {};
  }),
);

const ListRequest = structure({
  ...ONE_POOL,
  MaxResults: integer({ min: 1, max: LARGEST_PAGE }),
  NextToken: PAGE_TOKEN,
});

export const ListResourceServers = operation(ListRequest, async ({ store }, input) => {
  const { UserPoolId, NextToken, MaxResults = LARGEST_PAGE } = input;
  const pool = requirePool(await store.read(), UserPoolId);
  const identifiers = Object.keys(pool.resourceServers ?? {});
  const { keys, nextToken } = sortedPage(identifiers, ['resource servers', UserPoolId], NextToken, MaxResults);
  return {
    ResourceServers: keys.map((identifier) => serverResponse(UserPoolId, identifier, requireServer(pool, identifier))),
    ...defined({ NextToken: nextToken }),
  };
});

interface ServerSettings {
  readonly UserPoolId: string;
  readonly Identifier: string;
  readonly Name: string;
  readonly Scopes?: { readonly ScopeName: string; readonly ScopeDescription: string }[];
}

function setServer(pool: PoolState, { UserPoolId, Identifier, Name, Scopes = [] }: ServerSettings): object {
  const names = Scopes.map(({ ScopeName }) => ScopeName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  // Undocumented: a scope that is given twice.
  if (twice !== undefined) throw invalidParameter(`The scope ${twice} is given twice.`);
  const scopes = Scopes.map(({ ScopeName, ScopeDescription }) => [ScopeName, ScopeDescription] as const);
  const server: ResourceServerState = { name: Name, scopes: Object.fromEntries(scopes) };
  pool.resourceServers = { ...pool.resourceServers, [Identifier]: server };
  return { ResourceServer: serverResponse(UserPoolId, Identifier, server) };
}

function requireServer(pool: PoolState, identifier: string): ResourceServerState {
  const server = own(pool.resourceServers ?? {}, identifier);
  if (!server) throw notFound(`Resource server ${identifier} does not exist.`);
  return server;
}

/** `ResourceServerType` */
function serverResponse(UserPoolId: string, Identifier: string, { name, scopes }: ResourceServerState): object {
  return {
    UserPoolId,
    Identifier,
    Name: name,
    Scopes: Object.entries(scopes).map(([ScopeName, ScopeDescription]) => ({ ScopeName, ScopeDescription })),
  };
}
