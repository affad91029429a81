import { operation } from '../../engine/operation.js';
import { PAGE_TOKEN } from '../../engine/page.js';
import { ONE_POOL, ONE_USER } from '../../engine/parameters.js';
import { ServiceError, invalidParameter, notFound } from '../../engine/service-error.js';
import { endSession, requireTracking, sessionResponses, sessionSettings } from '../../sign-in/session.js';
import { integer, required, string, structure } from '../../engine/shape.js';
import type { PoolState } from '../../state/state.js';
import { requirePool } from '../../state/lookup.js';
import { userChange, userReader } from './user-operation.js';

const ListRequest = structure({ ...ONE_USER, NextToken: PAGE_TOKEN });

/** Documented: one page with all sessions, up to 125. So there is never a token, and none is valid. */
export const AdminListUserSessions = userReader(ListRequest, (user, { pool, input, time }) => {
  requireTracking(pool);
  if (input.NextToken !== undefined) throw invalidParameter('Paging Marker is Invalid for Request');
  return { Sessions: sessionResponses(user, time) };
});

const RevokeRequest = structure({
  ...ONE_USER,
  SessionId: required(string({ pattern: '(tkn|sso)[a-z0-9]{25}' })),
  RevokeAssociatedSessions: string({ oneOf: ['NONE', 'LINKED'] }),
});

export const AdminRevokeUserSession = userChange(RevokeRequest, (user, { pool, input, time }) => {
  requireTracking(pool);
  const linked = input.RevokeAssociatedSessions === 'LINKED';
  if (!endSession(user, input.SessionId, linked, time)) {
    throw notFound(`Session ${input.SessionId} does not exist.`);
  }
});

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
      throw new ServiceError(
        'FeatureUnavailableInTierException',
        'Session tracking needs the Essentials or Plus tier.',
      );
    }
    pool.sessions = { tracking: input.UserSessionTracking, maxPerUser: input.TokenSession.MaxPerUser };
    return configurationResponse(input.UserPoolId, pool);
  }),
);

function configurationResponse(poolId: string, pool: PoolState): object {
  const { tracking, maxPerUser } = sessionSettings(pool);
  return { UserPoolId: poolId, UserSessionTracking: tracking, TokenSession: { MaxPerUser: maxPerUser } };
}
