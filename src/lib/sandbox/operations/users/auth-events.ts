import { randomUUID } from 'node:crypto';
import { defined } from '../../../model/defined.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { orderedPage, PAGE_SIZE_OR_ZERO, PAGE_TOKEN } from '../../engine/page.js';
import { ONE_USER } from '../../engine/parameters.js';
import { ServiceError } from '../../engine/service-error.js';
import { structure } from '../../engine/shape.js';
import { requirePool, requireUser } from '../../state/lookup.js';
import type { AuthEventState, PoolState, UserState } from '../../state/state.js';
import { LOCAL_CLIENT } from './sessions.js';

const Request = structure({ ...ONE_USER, MaxResults: PAGE_SIZE_OR_ZERO, NextToken: PAGE_TOKEN });

/** Newest first. Refused if the pool has no threat protection, even if events were recorded before. */
export const AdminListUserAuthEvents = operation(Request, async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  assertThreatProtection(input.UserPoolId, pool);
  const user = requireUser(pool, input.Username);
  const events = new Map([...(user.authEvents ?? [])].reverse().map((event) => [event.id, event]));
  const list = ['events', input.UserPoolId, user.username];
  const { keys, nextToken } = orderedPage([...events.keys()], list, input.NextToken, input.MaxResults);
  const page = [...events.values()].filter(({ id }) => keys.includes(id));
  return { AuthEvents: page.map(eventResponse), ...defined({ NextToken: nextToken }) };
});

/** `AuthEventType`. The sandbox never sees a risk. */
function eventResponse({ id, at, response, password, mfa, place }: AuthEventState): object {
  const challenges = { Password: password, Mfa: mfa };
  return {
    EventId: id,
    EventType: 'SignIn',
    CreationDate: epochSeconds(at),
    EventResponse: response,
    EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
    ChallengeResponses: Object.entries(defined(challenges)).map(([ChallengeName, ChallengeResponse]) => ({
      ChallengeName,
      ChallengeResponse,
    })),
    EventContextData: {
      IpAddress: place.ip,
      DeviceName: place.deviceType,
      ...defined({ City: place.city }),
      Country: place.country,
    },
  };
}

/** Enough for several pages; without a limit, a script that signs in all day would bloat the state. */
const MAX_EVENTS = 500;

/** Whether the pool records sign-ins: only with threat protection, in either of its modes. */
export function recordsEvents(pool: PoolState): boolean {
  return (pool.settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF';
}

/** Throws UserPoolAddOnNotEnabledException if the pool has no threat protection. */
export function assertThreatProtection(poolId: string, pool: PoolState): void {
  if (recordsEvents(pool)) return;
  const message = `User pool add-ons are not enabled for user pool ${poolId}.`;
  throw new ServiceError('UserPoolAddOnNotEnabledException', message);
}

/**
 * Records the outcome of a sign-in if the pool does that, and drops the oldest events above the limit. Undocumented: a
 * sign-in at an identity provider is an event too. It has no challenges, because the pool asked for nothing.
 */
export function recordSignIn(
  pool: PoolState,
  user: UserState,
  outcome: Pick<AuthEventState, 'at' | 'response' | 'password' | 'mfa'>,
): void {
  if (!recordsEvents(pool)) return;
  const event: AuthEventState = { id: randomUUID(), ...outcome, place: LOCAL_CLIENT };
  user.authEvents = [...(user.authEvents ?? []), event].slice(-MAX_EVENTS);
}
