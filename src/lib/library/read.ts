import { clientCard } from '../client/client-view.js';
import { type ClientSummary, listClients as clientsOf } from '../client/list-clients.js';
import { readClient } from '../client/read-client.js';
import { AdminError } from '../errors.js';
import { listRecords } from '../history/list-records.js';
import type { ChangeRecord } from '../history/record.js';
import type { Session } from '../model/session.js';
import type { User, UserDetail } from '../model/user.js';
import { describePool as readPool } from '../pool/describe-pool.js';
import type { SecondaryReplica } from '../pool/pool-regions.js';
import { poolCard } from '../pool/pool-view.js';
import { findUser } from '../users/read/find-user.js';
import { listSessions as sessionsOf } from '../users/read/list-sessions.js';
import { listUsers as usersOf } from '../users/read/list-users.js';
import type { UserFilterText } from '../users/read/user-filter.js';
import { type Directory, opened } from './handle.js';
import { requireInputs } from './require-inputs.js';

/** Which users to list: those that match everything that is given. */
export type UserFilter = UserFilterText;

/**
 * The users of the pool, as their pages arrive: memory does not grow with the pool. If the directory acts in a tenant, only
 * users of that tenant are listed.
 *
 * @throws AdminError MISSING_INPUT for an empty text; UNKNOWN_ROLE; INVALID_DEPARTMENT; USAGE for a limit that is no count
 */
export function listUsers(directory: Directory, filter: UserFilter = {}): AsyncIterable<User> {
  assertCount(filter.limit);
  return usersOf(opened(directory), filter).users;
}

/**
 * Reads one user.
 *
 * @param user an email, a `sub` or a user name
 * @throws AdminError USER_NOT_FOUND; AMBIGUOUS_USER if several users have the address; TENANT_MISMATCH; MISSING_INPUT without a
 *   user
 */
export async function getUser(directory: Directory, user: string): Promise<UserDetail> {
  requireInputs('getUser', { user }, { user: 'text' }, 'getUser(directory, user)');
  return findUser(opened(directory), user);
}

/**
 * The open sessions of a user.
 *
 * @param user an email, a `sub` or a user name
 * @throws AdminError as `getUser` does; UNSUPPORTED_OPERATION if the pool does not track sessions
 */
export function listSessions(directory: Directory, user: string): AsyncIterable<Session> {
  requireInputs('listSessions', { user }, { user: 'text' }, 'listSessions(directory, user)');
  return sessionsOf(opened(directory), { user });
}

/** The app clients of the pool. */
export function listClients(directory: Directory): AsyncIterable<ClientSummary> {
  return clientsOf(opened(directory));
}

/**
 * The settings of an app client, named as `client describe -o json` names them. A setting that is not set has no key.
 */
export interface AppClient {
  readonly clientId: string;
  readonly userPoolId: string;
  readonly clientName?: string;
  /** Only with `showSecret`. */
  readonly clientSecret?: string;
  readonly callbackUrls?: readonly string[];
  readonly logoutUrls?: readonly string[];
  readonly defaultRedirectUri?: string;
  readonly allowedOAuthFlows?: readonly string[];
  readonly allowedOAuthScopes?: readonly string[];
  readonly supportedIdentityProviders?: readonly string[];
  readonly explicitAuthFlows?: readonly string[];
  /** Settings that this version does not know, by path. What looks like a secret is hidden unless it was asked for. */
  readonly unmodelled: Readonly<Record<string, unknown>>;
  readonly [setting: string]: unknown;
}

/**
 * Reads an app client.
 *
 * @param options.clientId default: the directory's
 * @param options.showSecret whether to include the app client secret
 * @throws AdminError MISSING_INPUT if there is no app client; CLIENT_NOT_FOUND
 */
export async function describeClient(
  directory: Directory,
  { clientId, showSecret = false }: { readonly clientId?: string; readonly showSecret?: boolean } = {},
): Promise<AppClient> {
  const client = clientCard({ showSecret }).json(await readClient(opened(directory), clientId)) as AppClient;
  if (showSecret) return client;
  // The command prints a text in its place.
  const { clientSecret: _, ...settings } = client;
  return settings;
}

/** The settings of a user pool, named as `pool describe -o json` names them. A setting that is not set has no key. */
export interface UserPool {
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  readonly mfaConfiguration?: string;
  readonly deletionProtection?: string;
  /** The Region that takes changes. */
  readonly primaryRegion: string;
  /** Replicas in other Regions; null if they cannot be read, such as without the permission. */
  readonly secondaryReplicas: readonly SecondaryReplica[] | null;
  readonly [setting: string]: unknown;
}

/** Reads the user pool. @throws AdminError POOL_NOT_FOUND; as every call does */
export async function describePool(directory: Directory): Promise<UserPool> {
  return poolCard.json(await readPool(opened(directory))) as UserPool;
}

/** Which changes to list. A filter that is left out matches all. */
export interface HistoryFilter {
  /** An age such as `2h`, or a time in ISO 8601. */
  readonly since?: string;
  /** An email, a `sub` or a user name. */
  readonly user?: string;
  /** Such as `users.disable`. */
  readonly operation?: string;
  /** Only those that failed, in part or completely, or whose result is not known. */
  readonly failed?: boolean;
  readonly limit?: number;
}

/**
 * The changes that were made to the pool from this machine, by commands too, the newest first.
 *
 * @throws AdminError USAGE for an invalid time or limit. Reading the list throws HISTORY_UNREADABLE
 */
export function listHistory(directory: Directory, filter: HistoryFilter = {}): AsyncIterable<ChangeRecord> {
  assertCount(filter.limit);
  const wanted = { ...filter, failed: filter.failed ?? false };
  return listRecords(opened(directory), wanted, { now: new Date(), warn: () => undefined }).records;
}

function assertCount(limit: number | undefined): void {
  if (limit === undefined || (Number.isSafeInteger(limit) && limit > 0)) return;
  throw new AdminError('USAGE', `invalid limit ${String(limit)}`, { hint: 'Use a whole number from 1 on.' });
}
