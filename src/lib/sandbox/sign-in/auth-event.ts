import { randomUUID } from 'node:crypto';
import { LOCAL_CLIENT } from './session.js';
import type { AuthEventState, PoolState, UserState } from '../state/state.js';

/** Enough for several pages; without a limit, a script that signs in all day would bloat the state. */
const MAX_EVENTS = 500;

/** Whether the pool records sign-ins: only with threat protection, in either of its modes. */
export function recordsEvents(pool: PoolState): boolean {
  const mode = pool.settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  return mode !== 'OFF';
}

/** Records the outcome of a sign-in if the pool does that, and drops the oldest events above the limit. */
export function recordSignIn(
  pool: PoolState,
  user: UserState,
  outcome: Pick<AuthEventState, 'at' | 'response' | 'password'>,
): void {
  if (!recordsEvents(pool)) return;
  const event: AuthEventState = { id: randomUUID(), ...outcome, place: LOCAL_CLIENT };
  user.authEvents = [...(user.authEvents ?? []), event].slice(-MAX_EVENTS);
}
