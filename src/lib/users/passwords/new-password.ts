import { generatePassword, passwordViolations } from '../../conventions/password.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { passwordPolicy, type PasswordPolicy } from '../../model/user-pool.js';
import { visible } from '../../output/sanitise.js';
import type { Prompter } from '../../prompt/prompter.js';

/** Where a new password comes from. */
export type PasswordSource =
  | { readonly kind: 'generate' }
  /** Read from stdin. */
  | { readonly kind: 'given'; readonly password: string }
  /** Typed twice at a hidden prompt. */
  | { readonly kind: 'asked'; readonly prompter: Pick<Prompter, 'password'> };

/** A password that satisfies the pool's policy. It is behind a function, so that no dump of a plan can contain it. */
export interface NewPassword {
  readonly value: () => string;
  /** Shows a generated password. */
  readonly reveal?: () => string;
  /** Days that it is valid if it is a temporary one. */
  readonly temporaryDays: number;
}

/**
 * Generates, asks for or checks a password against the pool's policy, before anything is written.
 *
 * @param user what a question calls the user
 * @throws AdminError INVALID_PASSWORD, which names the policy's rules and never the password; CANCELLED
 */
export async function newPassword(directory: Directory, source: PasswordSource, user: string): Promise<NewPassword> {
  const policy = passwordPolicy(await directory.pool());
  const temporaryDays = policy.temporaryPasswordValidityDays;
  if (source.kind === 'generate') {
    const password = generatePassword(policy);
    return { value: () => password, reveal: () => password, temporaryDays };
  }
  const password =
    source.kind === 'given'
      ? source.password
      : await source.prompter.password(`New password for ${visible(user)}`, {
          validate: (typed) => problem(typed, policy),
        });
  const wrong = problem(password, policy);
  if (wrong === undefined) return { value: () => password, temporaryDays };
  throw new AdminError('INVALID_PASSWORD', "the password does not satisfy the user pool's policy", {
    hint: `${wrong}. To generate one: --generate-password`,
  });
}

function problem(password: string, policy: PasswordPolicy): string | undefined {
  const violations = passwordViolations(password, policy);
  return violations.length === 0 ? undefined : `It needs ${violations.join(', ')}`;
}
