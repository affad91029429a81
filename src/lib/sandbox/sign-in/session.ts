import { defined } from '../../model/defined.js';
import { epochSeconds, randomText } from '../engine/operation.js';
import { ServiceError } from '../engine/service-error.js';
import { own } from '../state/state.js';
import type {
  PoolState,
  RefreshTokenState,
  SessionPlace,
  SessionSettings,
  SsoSessionState,
  TokenSessionState,
  UserState,
} from '../state/state.js';

/** A pool's session tracking: off by default, with the documented default of 20 sessions per user. */
export function sessionSettings(pool: PoolState): SessionSettings {
  return pool.sessions ?? { tracking: 'DISABLED', maxPerUser: 20 };
}

/**
 * Throws OperationNotEnabledException if the pool does not track sessions. It is the only error about a pool's
 * configuration that the session operations document; that Cognito sends it in this case, and its message, are assumed.
 */
export function requireTracking(pool: PoolState): void {
  if (sessionSettings(pool).tracking === 'ENABLED') return;
  throw new ServiceError(
    'OperationNotEnabledException',
    'User session tracking is not enabled for this user pool.',
  );
}

/** The client of every sign-in: requests come from this process or over the loopback address. */
export const LOCAL_CLIENT: SessionPlace = { deviceType: 'unknown', ip: '127.0.0.1', country: 'unknown' };

/**
 * The session of a sign-in, to be stored with its refresh token; undefined if the pool does not track sessions.
 * Documented: at the pool's limit, the user's least recently used token session ends first; a session ID has 28
 * lower-case letters and digits, the first three of which are the kind.
 */
export function newTokenSession(
  pool: PoolState,
  user: UserState,
  now: number,
): TokenSessionState | undefined {
  const { tracking, maxPerUser } = sessionSettings(pool);
  if (tracking === 'DISABLED') return undefined;
  const used = tokenSessions(user, now).sort((a, b) => a[1].session.lastActiveAt - b[1].session.lastActiveAt);
  for (const [hash] of used.slice(0, Math.max(0, used.length - maxPerUser + 1))) {
    Reflect.deleteProperty(user.refreshTokens, hash);
  }
  return { ...LOCAL_CLIENT, id: `tkn${randomText(25)}`, lastActiveAt: now };
}

/** All sessions that are neither revoked nor expired, as `SessionDescriptionType`, newest first. */
export function sessionResponses(user: UserState, now: number): object[] {
  const tokens = tokenSessions(user, now).map(([, token]) => tokenSessionResponse(token));
  const sso = ssoSessions(user, now).map(([id, session]) => ssoSessionResponse(id, session));
  return [...tokens, ...sso].sort((one, other) => other.CreateDate - one.CreateDate);
}

/**
 * Ends one session and revokes its tokens; with `linked`, also the SSO session that it belongs to, or the token sessions
 * that belong to it. Returns whether the user has such a session.
 */
export function endSession(user: UserState, id: string, linked: boolean, now: number): boolean {
  const token = tokenSessions(user, now).find(([, { session }]) => session.id === id);
  if (token) {
    const [hash, { session }] = token;
    Reflect.deleteProperty(user.refreshTokens, hash);
    if (linked) endSsoSession(user, session.ssoSessionId);
    return true;
  }
  if (!ssoSessions(user, now).some(([known]) => known === id)) return false;
  endSsoSession(user, id);
  if (linked) {
    for (const [hash, { session }] of tokenSessions(user, now)) {
      if (session.ssoSessionId === id) Reflect.deleteProperty(user.refreshTokens, hash);
    }
  }
  return true;
}

/** Ends the SSO session if it exists, but not the token sessions that belong to it. */
export function endSsoSession(user: UserState, id: string | undefined): void {
  if (id !== undefined && user.ssoSessions && own(user.ssoSessions, id)) {
    Reflect.deleteProperty(user.ssoSessions, id);
  }
}

type TrackedToken = RefreshTokenState & { session: TokenSessionState };

function tokenSessions(user: UserState, now: number): [string, TrackedToken][] {
  return Object.entries(user.refreshTokens).filter(
    (entry): entry is [string, TrackedToken] => entry[1].session !== undefined && entry[1].expiresAt > now,
  );
}

function ssoSessions(user: UserState, now: number): [string, SsoSessionState][] {
  return Object.entries(user.ssoSessions ?? {}).filter(([, { expiresAt }]) => expiresAt > now);
}

function tokenSessionResponse({ clientId, signedInAt, session }: TrackedToken) {
  return {
    SessionId: session.id,
    SessionType: 'TOKEN',
    ClientId: clientId,
    CreateDate: epochSeconds(signedInAt),
    ...activity(session),
    ...defined({ OriginSessionId: session.ssoSessionId }),
    IsCurrentSession: false,
  };
}

function ssoSessionResponse(id: string, session: SsoSessionState) {
  return {
    SessionId: id,
    SessionType: 'SSO',
    ClientId: session.clientId,
    CreateDate: epochSeconds(session.createdAt),
    ...activity(session),
    IsCurrentSession: false,
  };
}

function activity({ lastActiveAt, deviceType, ip, city, country }: SessionPlace & { lastActiveAt: number }) {
  return {
    LastActiveDate: epochSeconds(lastActiveAt),
    DeviceType: deviceType,
    LastIPAddress: ip,
    LastLocation: { ...defined({ City: city }), Country: country },
  };
}
