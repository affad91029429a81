import { generatePassword, passwordViolations } from '../conventions/password.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { passwordPolicy } from '../model/user-pool.js';

/** Where a new password comes from. */
export type PasswordSource =
  | { readonly kind: 'generate' }
  /** Typed at a hidden prompt or read from stdin. */
  | { readonly kind: 'given'; readonly password: string };

/** A password that satisfies the pool, and how to show it where sf-admin made it up. */
export interface NewPassword {
  readonly value: () => string;
  readonly reveal?: () => string;
  /** Days that it stays valid where it is a temporary one. */
  readonly temporaryDays: number;
}

/**
 * Makes or checks a password against the pool's policy, before anything is written. It is handed on in a function, so
 * that no dump of a plan can hold it.
 *
 * @throws AdminError INVALID_PASSWORD, which says what the policy wants and never what was given
 */
export async function newPassword(directory: Directory, source: PasswordSource): Promise<NewPassword> {
  const policy = passwordPolicy(await directory.pool());
  const temporaryDays = policy.temporaryPasswordValidityDays;
  if (source.kind === 'generate') {
    const password = generatePassword(policy);
    return { value: () => password, reveal: () => password, temporaryDays };
  }
  const violations = passwordViolations(source.password, policy);
  if (violations.length === 0) return { value: () => source.password, temporaryDays };
  throw new AdminError('INVALID_PASSWORD', `the password does not satisfy the user pool's policy`, {
    hint: `It needs ${violations.join(', ')}. To have one made: --generate-password`,
  });
}
