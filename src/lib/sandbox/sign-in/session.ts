import { defined } from '../../model/defined.js';
import { randomInt } from 'node:crypto';
import { epochSeconds } from '../engine/operation.js';
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

/** How a pool tracks sessions: not, until somebody turns it on. Twenty a user is the documented default. */
export function sessionSettings(pool: PoolState): SessionSettings {
  return pool.sessions ?? { tracking: 'DISABLED', maxPerUser: 20 };
}

/**
 * Throws OperationNotEnabledException where the pool tracks no sessions: the one error that the operations on sessions
 * document for a pool's configuration. Whether Cognito answers it here, and in which words, no document states.
 */
export function requireTracking(pool: PoolState): void {
  if (sessionSettings(pool).tracking === 'ENABLED') return;
  throw new ServiceError(
    'OperationNotEnabledException',
    'User session tracking is not enabled for this user pool.',
  );
}

/** What the sandbox knows of whoever signs in: a request in process, or over the loopback, says nothing else. */
export const HERE: SessionPlace = { deviceType: 'unknown', ip: '127.0.0.1', country: 'unknown' };

/**
 * The session of a sign-in, to be kept with its refresh token; none where the pool does not track them. Documented: at
 * the pool's limit the sign-in ends the user's least recently used token session first.
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
  return { ...HERE, id: newSessionId(), lastActiveAt: now };
}

/** Every session that is neither revoked nor expired, as `SessionDescriptionType`; the newest first. */
export function sessionAnswers(user: UserState, now: number): object[] {
  const tokens = tokenSessions(user, now).map(([, token]) => tokenSessionAnswer(token));
  const sso = ssoSessions(user, now).map(([id, session]) => ssoSessionAnswer(id, session));
  return [...tokens, ...sso].sort((one, other) => other.CreateDate - one.CreateDate);
}

/**
 * Ends one session and revokes its tokens; where `linked`, also the SSO session that it came through, or the token
 * sessions that came through it. Answers whether the user has such a session.
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

/** Ends the SSO session of that ID, if there is one, and nothing that came through it. */
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

function tokenSessionAnswer({ clientId, signedInAt, session }: TrackedToken) {
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

function ssoSessionAnswer(id: string, session: SsoSessionState) {
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

/** The ID of a token session. Documented: 28 small letters and digits, of which the first three tell the kind. */
function newSessionId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return 'tkn' + Array.from({ length: 25 }, () => letters.charAt(randomInt(letters.length))).join('');
}
