import { operation } from '../../engine/operation.js';
import { ONE_USER, PAGE_TOKEN, POOL_ID } from '../../engine/parameters.js';
import { ServiceError, invalidParameter } from '../../engine/service-error.js';
import { endSession, requireTracking, sessionAnswers, sessionSettings } from '../../sign-in/session.js';
import { integer, required, string, structure } from '../../engine/shape.js';
import type { PoolState } from '../../state/state.js';
import { requirePool, requireUser } from '../../state/user-lookup.js';

const ListRequest = structure({ ...ONE_USER, NextToken: PAGE_TOKEN });

/** Documented: one page of all, up to 125 sessions; so the sandbox gives no token, and takes none. */
export const AdminListUserSessions = operation(ListRequest, async ({ store, now }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  const user = requireUser(pool, input.Username);
  requireTracking(pool);
  if (input.NextToken !== undefined) throw invalidParameter('Paging Marker is Invalid for Request');
  return { Sessions: sessionAnswers(user, now().getTime()) };
});

const RevokeRequest = structure({
  ...ONE_USER,
  SessionId: required(string({ pattern: '(tkn|sso)[a-z0-9]{25}' })),
  RevokeAssociatedSessions: string({ oneOf: ['NONE', 'LINKED'] }),
});

export const AdminRevokeUserSession = operation(RevokeRequest, ({ store, now }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    const user = requireUser(pool, input.Username);
    requireTracking(pool);
    const linked = input.RevokeAssociatedSessions === 'LINKED';
    if (!endSession(user, input.SessionId, linked, now().getTime())) {
      throw new ServiceError('ResourceNotFoundException', `Session ${input.SessionId} does not exist.`);
    }
    return {};
  }),
);

export const GetUserPoolSessionConfiguration = operation(
  structure({ UserPoolId: required(POOL_ID) }),
  async ({ store }, input) =>
    configurationAnswer(input.UserPoolId, requirePool(await store.read(), input.UserPoolId)),
);

const SetRequest = structure({
  UserPoolId: required(POOL_ID),
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
    return configurationAnswer(input.UserPoolId, pool);
  }),
);

function configurationAnswer(poolId: string, pool: PoolState): object {
  const { tracking, maxPerUser } = sessionSettings(pool);
  return { UserPoolId: poolId, UserSessionTracking: tracking, TokenSession: { MaxPerUser: maxPerUser } };
}
