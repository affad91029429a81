import { AdminError } from '../errors.js';
import type { Prompter } from '../prompt/prompter.js';
import { readPassword } from '../prompt/stdin-password.js';
import type { PasswordSource } from './new-password.js';

/** How a password was asked to come. */
export interface PasswordChoice {
  readonly generate: boolean;
  readonly fromStdin: boolean;
}

/**
 * Where the new password comes from, by the flags: made, or read from stdin; `undefined` where no flag says.
 *
 * @throws AdminError USAGE, INVALID_PASSWORD where stdin holds none
 */
export async function chosenPassword(choice: PasswordChoice): Promise<PasswordSource | undefined> {
  if (choice.generate) return { kind: 'generate' };
  if (choice.fromStdin) return { kind: 'given', password: await readPassword(process.stdin) };
  return undefined;
}

/**
 * Where the new password comes from; without a flag it is typed at a hidden prompt, twice.
 *
 * @throws AdminError MISSING_INPUT where nobody can be asked
 */
export async function askPassword(
  choice: PasswordChoice,
  { user, prompter }: { user: string; prompter: Prompter | undefined },
): Promise<PasswordSource> {
  const chosen = await chosenPassword(choice);
  if (chosen !== undefined) return chosen;
  if (prompter !== undefined) {
    return { kind: 'given', password: await prompter.password(`New password for ${user}`) };
  }
  throw new AdminError('MISSING_INPUT', `no new password for ${user}`, { hint: PASSWORD_FLAGS });
}

/** What to add where a password is missing. */
export const PASSWORD_FLAGS = 'Add --generate-password or --password-stdin';
