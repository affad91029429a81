import { createHash } from 'node:crypto';
import type { Limits } from '../engine/limits.js';
import { notAuthorized, ServiceError } from '../engine/service-error.js';
import { ignoresCase, own } from '../state/lookup.js';
import type { FailedAttemptsState } from '../state/sign-in-state.js';
import type { PoolState } from '../state/state.js';

/** A wrong password or code, which counts towards the lockout. */
export class WrongProof extends ServiceError {}

export function wrongPassword(): WrongProof {
  return new WrongProof('NotAuthorizedException', 'Incorrect username or password.');
}

const QUARTER_HOUR_MS = 15 * 60_000;

/** How many failed attempts there may be before the first lockout. */
const TOLERATED = 5;

/** Names of no user are counted too, so a script must not be able to fill the state. */
const MAX_NAMES = 1000;

/**
 * Throws NotAuthorizedException while attempts under `name` are locked. `name` is a user name of the pool, or what a
 * person has typed who is no user.
 */
export function checkLockout({ lockout }: Limits, pool: PoolState, name: string, now: number): void {
  const failed = current(pool, name, now);
  if (lockout !== 'off' && failed && now < failed.lockedUntil) throw notAuthorized('Password attempts exceeded');
}

/**
 * Counts an attempt under `name` that has been refused: a wrong proof may lock the name, and an attempt during a lockout
 * only prolongs the time until everything is forgotten.
 *
 * Documented (developer guide, "Lockout behavior for failed sign-in attempts"): after n failed attempts, from five on, the
 * lockout lasts 2^(n-5) seconds, up to about fifteen minutes; after fifteen minutes without an attempt n is 0 again.
 * StackFlow's platform has a lockout of fifteen minutes after five attempts, and then starts again.
 */
export function countAttempt(limits: Limits, pool: PoolState, name: string, error: ServiceError, now: number): void {
  const before = current(pool, name, now) ?? { count: 0, lastAt: now, lockedUntil: 0 };
  const isLocked = now < before.lockedUntil;
  if (limits.lockout === 'off' || !(isLocked || error instanceof WrongProof)) return;
  const kept = Object.entries(pool.failedAttempts ?? {})
    .filter(([key, { lastAt }]) => key !== keyOf(pool, name) && !isForgotten(lastAt, now))
    .slice(1 - MAX_NAMES);
  const after = isLocked ? { ...before, lastAt: now } : afterFailure(limits, before, now);
  pool.failedAttempts = { ...Object.fromEntries(kept), [keyOf(pool, name)]: after };
}

/** For a user who has signed in. */
export function forgetFailedAttempts(pool: PoolState, name: string): void {
  if (pool.failedAttempts) Reflect.deleteProperty(pool.failedAttempts, keyOf(pool, name));
}

function afterFailure({ lockout }: Limits, before: FailedAttemptsState, now: number): FailedAttemptsState {
  const isOver = lockout === 'platform' && before.lockedUntil > 0;
  const count = isOver ? 1 : before.count + 1;
  if (count < TOLERATED) return { count, lastAt: now, lockedUntil: 0 };
  const lasts = lockout === 'platform' ? QUARTER_HOUR_MS : Math.min(2 ** (count - TOLERATED) * 1000, QUARTER_HOUR_MS);
  return { count, lastAt: now, lockedUntil: now + lasts };
}

function current(pool: PoolState, name: string, now: number): FailedAttemptsState | undefined {
  const failed = own(pool.failedAttempts ?? {}, keyOf(pool, name));
  return failed && !isForgotten(failed.lastAt, now) ? failed : undefined;
}

function isForgotten(lastAt: number, now: number): boolean {
  return now - lastAt >= QUARTER_HOUR_MS;
}

/** A hash, because people type passwords into the wrong field. */
function keyOf(pool: PoolState, name: string): string {
  const folded = ignoresCase(pool) ? name.toLowerCase() : name;
  return createHash('sha256').update(folded).digest('base64url');
}
