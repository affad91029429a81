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
  /** To be typed at a hidden prompt, twice. */
  | { readonly kind: 'asked'; readonly prompter: Pick<Prompter, 'password'> };

/** A password that satisfies the pool, and how to show it where sf-admin made it up. */
export interface NewPassword {
  readonly value: () => string;
  readonly reveal?: () => string;
  /** Days that it stays valid where it is a temporary one. */
  readonly temporaryDays: number;
}

/**
 * Makes, asks for or checks a password against the pool's policy, before anything is written. It is handed on in a
 * function, so that no dump of a plan can hold it.
 *
 * @param user what to call the user in a question
 * @throws AdminError INVALID_PASSWORD, which says what the policy wants and never what was given; CANCELLED
 */
export async function newPassword(
  directory: Directory,
  source: PasswordSource,
  user: string,
): Promise<NewPassword> {
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
    hint: `${wrong}. To have one made: --generate-password`,
  });
}

function problem(password: string, policy: PasswordPolicy): string | undefined {
  const violations = passwordViolations(password, policy);
  return violations.length === 0 ? undefined : `It needs ${violations.join(', ')}`;
}
