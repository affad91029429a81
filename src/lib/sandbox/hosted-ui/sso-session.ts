import { randomText, type OperationContext } from '../engine/operation.js';
import { DEFAULT_REUSE_MINUTES, sessionReuseMinutes } from '../operations/pool/client-session.js';
import { LOCAL_CLIENT } from '../operations/users/sessions.js';
import type { ClientInPool } from '../sign-in/client-access.js';
import { newOpaqueToken, readOpaqueToken } from '../sign-in/opaque-token.js';
import { checkCanSignIn } from '../sign-in/sign-in-step.js';
import { ServiceError } from '../engine/service-error.js';
import { own } from '../state/lookup.js';
import type { PoolState, SsoSessionState, UserState } from '../state/state.js';
import { cookie, cookieOf, type WebRequest } from './web-request.js';

const MINUTE_MS = 60_000;

/** The sessions of one user; the oldest end when there are more, so that a script cannot fill the state. */
const MAX_SESSIONS = 1000;

/** The session of a browser with the hosted UI of a pool. It signs the user in to all clients of the pool. */
export interface BrowserSession {
  readonly id: string;
  readonly user: UserState;
  readonly session: SsoSessionState;
}

/** One for each pool: with Cognito each has a host of its own, but here they share one. */
function cookieName(poolId: string): string {
  return `cognito-${poolId}`;
}

/** Begins a session of a user who has just signed in. Returns its ID and the cookie that the browser is to keep. */
export function beginSession(
  { poolId, pool, clientId }: ClientInPool,
  user: UserState,
  now: number,
): { id: string; setCookie: string } {
  const { text, hash } = newOpaqueToken(user.username);
  const id = `sso${randomText(25)}`;
  const validity = validityMs(pool);
  const running = Object.entries(user.ssoSessions ?? {}).filter(([, { expiresAt }]) => expiresAt > now);
  user.ssoSessions = {
    ...Object.fromEntries(running.slice(1 - MAX_SESSIONS)),
    [id]: { ...LOCAL_CLIENT, clientId, createdAt: now, lastActiveAt: now, expiresAt: now + validity, cookie: hash },
  };
  return { id, setCookie: cookie(cookieName(poolId), text, validity / 1000) };
}

/**
 * As long as any client of the pool may reuse the session. Documented: there is a session even if a client never reuses
 * it. Undocumented: that it lasts an hour in this case too.
 */
function validityMs({ clients }: PoolState): number {
  return Math.max(DEFAULT_REUSE_MINUTES, ...Object.values(clients).map(sessionReuseMinutes)) * MINUTE_MS;
}

/** The session of the browser, if the client may reuse it and its user may still sign in. */
export function sessionOf(client: ClientInPool, request: WebRequest, now: number): BrowserSession | undefined {
  const found = findSession(client, request, now);
  if (!found || !canSignIn(client.pool, found.user, now)) return undefined;
  // Documented: counted from the sign-in, and not from the last use.
  return found.session.createdAt + sessionReuseMinutes(client.client) * MINUTE_MS > now ? found : undefined;
}

function findSession(
  { poolId, pool }: Pick<ClientInPool, 'poolId' | 'pool'>,
  request: WebRequest,
  now: number,
): BrowserSession | undefined {
  const text = cookieOf(request, cookieName(poolId));
  if (text === undefined) return undefined;
  const { username, hash } = readOpaqueToken(text);
  const user = own(pool.users, username);
  const found = Object.entries(user?.ssoSessions ?? {}).find(([, session]) => session.cookie === hash);
  if (!user || !found || found[1].expiresAt <= now) return undefined;
  return { id: found[0], session: found[1], user };
}

/** Without another question: a user who has to choose a new password has to be asked for it. */
function canSignIn(pool: PoolState, user: UserState, now: number): boolean {
  if (user.status === 'FORCE_CHANGE_PASSWORD') return false;
  try {
    checkCanSignIn(pool, user, now);
    return true;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}

/** Ends the session of the browser. Returns the cookie that replaces the browser's. */
export async function endSession(
  { store, now }: OperationContext,
  poolId: string,
  request: WebRequest,
): Promise<string> {
  await store.update(({ pools }) => {
    const pool = own(pools, poolId);
    const found = pool && findSession({ poolId, pool }, request, now().getTime());
    if (found?.user.ssoSessions) Reflect.deleteProperty(found.user.ssoSessions, found.id);
  });
  return cookie(cookieName(poolId), '', 0);
}
