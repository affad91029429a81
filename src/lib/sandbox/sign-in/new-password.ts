import { ServiceError } from '../engine/service-error.js';
import type { PasswordHash, PoolState, UserState } from '../state/state.js';
import { endChallenges } from './challenges.js';
import { checkPassword, hashPassword, passwordMatches } from './password.js';
import { srpVerifier } from './factors/srp.js';

/** A password that no user has yet. */
export interface NewPassword {
  readonly text: string;
  readonly hash: PasswordHash;
}

/** Hashes a password. It takes a while, so call it before the update that sets it, not to lock the store meanwhile. */
export async function newPassword(text: string): Promise<NewPassword> {
  return { text, hash: await hashPassword(text) };
}

/** The form in which the user of that name keeps a password. */
export function storedPassword(poolId: string, username: string, { text, hash }: NewPassword): PasswordHash {
  return { ...hash, srp: srpVerifier(poolId, username, text) };
}

/**
 * Gives `user` a password, and ends their open challenges. `pool` and `user` are drafts of the store. The caller sets the
 * status and the other members of the user.
 *
 * Throws InvalidPasswordException for a password that violates the pool's policy, and
 * PasswordHistoryPolicyViolationException for one of the last passwords, if the policy remembers them.
 */
export async function setPassword(
  { poolId, pool }: { readonly poolId: string; readonly pool: PoolState },
  user: UserState,
  { text, hash }: NewPassword,
): Promise<void> {
  checkPassword(text, pool.settings.Policies?.PasswordPolicy);
  const history = historyOf(pool, user);
  await checkUnused(history, text);
  if (history.length > 0) user.passwordHistory = history;
  user.password = storedPassword(poolId, user.username, { text, hash });
  endChallenges(user);
}

/** Takes the password from `user`, a draft of the store. The history of the pool's policy remembers it. */
export function forgetPassword(pool: PoolState, user: UserState): void {
  const history = historyOf(pool, user);
  if (history.length > 0) user.passwordHistory = history;
  delete user.password;
}

/**
 * The passwords that the pool's policy remembers, newest first. Undocumented: whether the current one is among the
 * "previous" ones; the sandbox takes it so, since a change that changes nothing is no change.
 */
function historyOf({ settings }: PoolState, { password, passwordHistory = [] }: UserState): PasswordHash[] {
  const size = settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0;
  return [...(password ? [password] : []), ...passwordHistory].slice(0, size);
}

/** The message is the sandbox's. */
async function checkUnused(history: readonly PasswordHash[], text: string): Promise<void> {
  for (const hash of history) {
    if (await passwordMatches(text, hash)) {
      const message = 'Password has been used before, and the password policy does not allow it again.';
      throw new ServiceError('PasswordHistoryPolicyViolationException', message);
    }
  }
}
