import { defined } from '../../../model/defined.js';
import { epochSeconds, operation, randomText } from '../../engine/operation.js';
import { PAGE_TOKEN } from '../../engine/page.js';
import { ONE_POOL, ONE_USER } from '../../engine/parameters.js';
import { invalidParameter, notFound, ServiceError } from '../../engine/service-error.js';
import { integer, required, string, structure } from '../../engine/shape.js';
import { revokeSignIn } from '../../sign-in/revoke-sign-in.js';
import { own, requirePool } from '../../state/lookup.js';
import type {
  PoolState,
  RefreshTokenState,
  SessionPlace,
  SessionSettings,
  SsoSessionState,
  TokenSessionState,
  UserState,
} from '../../state/state.js';
import { userChange, userReader } from './user-operation.js';

export const SESSION_PAGE = { NextToken: PAGE_TOKEN } as const;

export const AdminListUserSessions = userReader(
  structure({ ...ONE_USER, ...SESSION_PAGE }),
  (user, { pool, input, time }) => listSessions(pool, user, input, time),
);

export const ONE_SESSION = {
  SessionId: required(string({ pattern: '(tkn|sso)[a-z0-9]{25}' })),
  RevokeAssociatedSessions: string({ oneOf: ['NONE', 'LINKED'] }),
} as const;

export const AdminRevokeUserSession = userChange(
  structure({ ...ONE_USER, ...ONE_SESSION }),
  (user, { pool, input, time }) => {
    revokeSession(pool, user, input, time);
  },
);

/** Documented: all sessions are on one page, up to so many. Undocumented: that these are the newest ones. */
const MAX_LISTED = 125;

/**
 * The sessions of a user; `current` is the ID of the one that the request belongs to. There is never a token for a page,
 * and none is valid.
 */
export function listSessions(
  pool: PoolState,
  user: UserState,
  { NextToken }: { NextToken?: string },
  time: number,
  current?: string,
): object {
  requireTracking(pool);
  if (NextToken !== undefined) throw invalidParameter('Paging Marker is Invalid for Request');
  return { Sessions: sessionResponses(user, time, current) };
}

/** Throws OperationNotEnabledException if the pool does not track sessions, ResourceNotFoundException. */
export function revokeSession(
  pool: PoolState,
  user: UserState,
  { SessionId, RevokeAssociatedSessions }: { SessionId: string; RevokeAssociatedSessions?: 'NONE' | 'LINKED' },
  time: number,
): void {
  requireTracking(pool);
  if (!endSession(user, SessionId, RevokeAssociatedSessions === 'LINKED', time)) {
    throw notFound(`Session ${SessionId} does not exist.`);
  }
}

export const GetUserPoolSessionConfiguration = operation(structure(ONE_POOL), async ({ store }, input) =>
  configurationResponse(input.UserPoolId, requirePool(await store.read(), input.UserPoolId)),
);

const SetRequest = structure({
  ...ONE_POOL,
  UserSessionTracking: required(string({ oneOf: ['ENABLED', 'DISABLED'] })),
  TokenSession: required(structure({ MaxPerUser: required(integer({ min: 1, max: 100 })) })),
});

export const SetUserPoolSessionConfiguration = operation(SetRequest, ({ store }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    if (pool.settings.UserPoolTier === 'LITE') {
      const message = 'Session tracking needs the Essentials or Plus tier.';
      throw new ServiceError('FeatureUnavailableInTierException', message);
    }
    pool.sessions = { tracking: input.UserSessionTracking, maxPerUser: input.TokenSession.MaxPerUser };
    return configurationResponse(input.UserPoolId, pool);
  }),
);

function configurationResponse(poolId: string, pool: PoolState): object {
  const { tracking, maxPerUser } = sessionSettings(pool);
  return { UserPoolId: poolId, UserSessionTracking: tracking, TokenSession: { MaxPerUser: maxPerUser } };
}

/** A pool's session tracking: off by default, with the documented default of 20 sessions per user. */
function sessionSettings(pool: PoolState): SessionSettings {
  return pool.sessions ?? { tracking: 'DISABLED', maxPerUser: 20 };
}

/**
 * Throws OperationNotEnabledException if the pool does not track sessions. It is the only error about a pool's
 * configuration that the session operations document; that Cognito sends it in this case, and its message, are assumed.
 */
export function requireTracking(pool: PoolState): void {
  if (sessionSettings(pool).tracking === 'ENABLED') return;
  throw new ServiceError('OperationNotEnabledException', 'User session tracking is not enabled for this user pool.');
}

/** The client of every sign-in: requests come from this process or over the loopback address. */
export const LOCAL_CLIENT: SessionPlace = { deviceType: 'unknown', ip: '127.0.0.1', country: 'unknown' };

/**
 * The session of a sign-in, to be stored with its refresh token; undefined if the pool does not track sessions.
 * Documented: at the pool's limit, the user's least recently used token session ends first; a session ID has 28
 * lower-case letters and digits, the first three of which are the kind.
 */
export function newTokenSession(pool: PoolState, user: UserState, now: number): TokenSessionState | undefined {
  const { tracking, maxPerUser } = sessionSettings(pool);
  if (tracking === 'DISABLED') return undefined;
  const used = tokenSessions(user, now).sort((a, b) => a.session.lastActiveAt - b.session.lastActiveAt);
  for (const token of used.slice(0, Math.max(0, used.length - maxPerUser + 1))) revokeSignIn(user, token);
  return { ...LOCAL_CLIENT, id: `tkn${randomText(25)}`, lastActiveAt: now };
}

/** All sessions that are neither revoked nor expired, as `SessionDescriptionType`, newest first. */
function sessionResponses(user: UserState, now: number, current: string | undefined): object[] {
  const tokens = tokenSessions(user, now).map(({ clientId, signedInAt, session }) => ({
    ...sessionResponse('TOKEN', session.id, { ...session, clientId, createdAt: signedInAt }),
    ...defined({ OriginSessionId: session.ssoSessionId }),
  }));
  const sso = ssoSessions(user, now).map(([id, session]) => sessionResponse('SSO', id, session));
  return [...tokens, ...sso]
    .sort((one, other) => other.CreateDate - one.CreateDate)
    .slice(0, MAX_LISTED)
    .map((session) => ({ ...session, IsCurrentSession: session.SessionId === current }));
}

/**
 * Ends one session and revokes its tokens; with `linked`, also the SSO session that it belongs to, or the token sessions
 * that belong to it. Returns whether the user has such a session.
 */
function endSession(user: UserState, id: string, linked: boolean, now: number): boolean {
  const token = tokenSessions(user, now).find(({ session }) => session.id === id);
  if (token) {
    revokeSignIn(user, token);
    if (linked) endSsoSession(user, token.session.ssoSessionId);
    return true;
  }
  if (!ssoSessions(user, now).some(([known]) => known === id)) return false;
  endSsoSession(user, id);
  if (linked) {
    for (const token of tokenSessions(user, now)) {
      if (token.session.ssoSessionId === id) revokeSignIn(user, token);
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

/** The refresh tokens that have a session. Rotation may have made further tokens of the same sign-in, which have none. */
function tokenSessions(user: UserState, now: number): TrackedToken[] {
  return Object.values(user.refreshTokens).filter(
    (token): token is TrackedToken => token.session !== undefined && token.expiresAt > now,
  );
}

function ssoSessions(user: UserState, now: number): [string, SsoSessionState][] {
  return Object.entries(user.ssoSessions ?? {}).filter(([, { expiresAt }]) => expiresAt > now);
}

function sessionResponse(type: 'TOKEN' | 'SSO', id: string, session: Omit<SsoSessionState, 'expiresAt'>) {
  return {
    SessionId: id,
    SessionType: type,
    ClientId: session.clientId,
    CreateDate: epochSeconds(session.createdAt),
    LastActiveDate: epochSeconds(session.lastActiveAt),
    DeviceType: session.deviceType,
    LastIPAddress: session.ip,
    LastLocation: { ...defined({ City: session.city }), Country: session.country },
  };
}
