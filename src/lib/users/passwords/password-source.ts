import { AdminError } from '../../errors.js';
import type { Prompter } from '../../prompt/prompter.js';
import { readPassword } from '../../prompt/stdin-password.js';
import type { PasswordSource } from './new-password.js';

/** What the flags say about where a password comes from. */
export interface PasswordChoice {
  readonly generate: boolean;
  readonly fromStdin: boolean;
}

/** Whether a flag says where the password comes from. */
export function isChosen({ generate, fromStdin }: PasswordChoice): boolean {
  return generate || fromStdin;
}

/** What to add if a password is missing. */
export const PASSWORD_FLAGS = '--generate-password or --password-stdin';

/**
 * Where the new password comes from: generated or read from stdin if a flag says so, otherwise from a prompt.
 *
 * @param prompter left out if there is no terminal, or if the user needs no password
 * @param dryRun use a generated password, which is never shown, instead of a prompt: none will be set
 * @returns `undefined` if no flag is given and there is no prompter
 * @throws AdminError USAGE, INVALID_PASSWORD if stdin contains none
 */
export async function passwordSource(
  { generate, fromStdin }: PasswordChoice,
  { prompter, dryRun }: { prompter: Prompter | undefined; dryRun: boolean },
): Promise<PasswordSource | undefined> {
  if (generate) return { kind: 'generate' };
  if (fromStdin) return { kind: 'given', password: await readPassword(process.stdin) };
  if (prompter === undefined) return undefined;
  return dryRun ? { kind: 'generate' } : { kind: 'asked', prompter };
}

/** As `passwordSource`, for a user whose password is reset. @throws AdminError MISSING_INPUT if there is no source */
export async function requirePasswordSource(
  choice: PasswordChoice,
  { user, ...options }: { user: string; prompter: Prompter | undefined; dryRun: boolean },
): Promise<PasswordSource> {
  const source = await passwordSource(choice, options);
  if (source !== undefined) return source;
  throw new AdminError('MISSING_INPUT', `no new password for ${user}`, {
    hint: `Add ${PASSWORD_FLAGS}, or have Cognito send the user a code to choose one with: --send-code`,
  });
}

interface ManyPasswords {
  readonly credentials?: string | undefined;
  readonly permanent?: boolean;
  readonly 'dry-run': boolean;
}

/** As `requirePasswordOfMany`, for users who may do without one: `undefined` if no password is asked for. */
export function passwordOfMany(choice: PasswordChoice, flags: ManyPasswords): PasswordSource | undefined {
  return isChosen(choice) || flags.permanent === true ? requirePasswordOfMany(choice, flags) : undefined;
}

/**
 * Where the passwords of many users come from: each is generated, and saved to a file.
 *
 * @throws AdminError USAGE for one password for all users; MISSING_INPUT if none are generated, or there is no file to
 *   save them to
 */
export function requirePasswordOfMany(
  { generate, fromStdin }: PasswordChoice,
  { credentials, 'dry-run': dryRun }: ManyPasswords,
): PasswordSource {
  if (fromStdin) {
    throw new AdminError('USAGE', '--password-stdin gives one password, and --from names many users', {
      hint: 'To generate one for each: --generate-password --credentials FILE',
    });
  }
  if (generate && (credentials !== undefined || dryRun)) return { kind: 'generate' };
  throw new AdminError('MISSING_INPUT', 'no file to save the passwords of many users to', {
    hint: 'Add --generate-password --credentials FILE',
  });
}
