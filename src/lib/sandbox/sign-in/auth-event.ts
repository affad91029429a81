import { defined } from '../../model/defined.js';
import { randomUUID } from 'node:crypto';
import { epochSeconds } from '../engine/operation.js';
import { HERE } from './session.js';
import type { AuthEventState, PoolState, UserState } from '../state/state.js';

/** Enough to page through; a script that signs in all day must not let the state grow without end. */
const MOST_EVENTS = 500;

/** Whether the pool records what happens at sign-in: threat protection, in either of its modes. */
export function recordsEvents(pool: PoolState): boolean {
  const mode = pool.settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  return mode !== 'OFF';
}

/** Notes how a sign-in went, where the pool records that; of too many events the oldest are dropped. */
export function recordSignIn(
  pool: PoolState,
  user: UserState,
  outcome: Pick<AuthEventState, 'at' | 'response' | 'password'>,
): void {
  if (!recordsEvents(pool)) return;
  const event: AuthEventState = { id: randomUUID(), ...outcome, place: HERE };
  user.authEvents = [...(user.authEvents ?? []), event].slice(-MOST_EVENTS);
}

/** An event as AdminListUserAuthEvents answers it: `AuthEventType`. The sandbox sees no risk in anything. */
export function authEventAnswer({ id, at, response, password, place }: AuthEventState): object {
  return {
    EventId: id,
    EventType: 'SignIn',
    CreationDate: epochSeconds(at),
    EventResponse: response,
    EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
    ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: password }],
    EventContextData: {
      IpAddress: place.ip,
      DeviceName: place.deviceType,
      ...defined({ City: place.city }),
      Country: place.country,
    },
  };
}
