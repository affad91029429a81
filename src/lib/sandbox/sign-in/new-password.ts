import { ServiceError } from '../engine/service-error.js';
import type { PasswordHash, PoolState, UserState } from '../state/state.js';
import { endChallenges } from './challenges.js';
import { checkPassword, hashPassword, passwordMatches } from './password.js';
import { srpVerifier } from './srp.js';

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
  const policy = pool.settings.Policies?.PasswordPolicy;
  checkPassword(text, policy);
  const remembered = policy?.PasswordHistorySize ?? 0;
  if (remembered > 0) user.passwordHistory = await historyWith(user, text, remembered);
  user.password = storedPassword(poolId, user.username, { text, hash });
  endChallenges(user);
}

/**
 * The passwords before a new one, newest first. Undocumented: whether the current one is among the "previous" ones; the
 * sandbox takes it so, since a change that changes nothing is no change. The message is the sandbox's.
 */
async function historyWith(user: UserState, text: string, size: number): Promise<PasswordHash[]> {
  const known = [...(user.password ? [user.password] : []), ...(user.passwordHistory ?? [])].slice(0, size);
  for (const hash of known) {
    if (await passwordMatches(text, hash)) {
      const message = 'Password has been used before, and the password policy does not allow it again.';
      throw new ServiceError('PasswordHistoryPolicyViolationException', message);
    }
  }
  return known;
}
