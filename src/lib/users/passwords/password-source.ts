import { AdminError } from '../../errors.js';
import type { Prompter } from '../../prompt/prompter.js';
import { readPassword } from '../../prompt/stdin-password.js';
import type { PasswordSource } from './new-password.js';

/** How a password was asked to come. */
export interface PasswordChoice {
  readonly generate: boolean;
  readonly fromStdin: boolean;
}

/**
 * Where the new password comes from: by the flags it is made, or read from stdin; without one it is asked for.
 *
 * @param prompter who can be asked; nobody where the password may be left out
 * @param dryRun nobody is asked for a password that is not set: a made-up one stands in for it, and is shown to nobody
 * @returns `undefined` where no flag says and nobody can be asked
 * @throws AdminError USAGE, INVALID_PASSWORD where stdin holds none
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

/** As `passwordSource`, for a user who is to have another one. @throws AdminError MISSING_INPUT where nobody can be asked */
export async function requirePasswordSource(
  choice: PasswordChoice,
  { user, ...asking }: { user: string; prompter: Prompter | undefined; dryRun: boolean },
): Promise<PasswordSource> {
  const source = await passwordSource(choice, asking);
  if (source !== undefined) return source;
  throw new AdminError('MISSING_INPUT', `no new password for ${user}`, { hint: `Add ${PASSWORD_FLAGS}` });
}

/**
 * Where the passwords of many users come from: each is made, and kept in a file.
 *
 * @returns `undefined` where no password is asked for
 * @throws AdminError USAGE for one password that all would have; MISSING_INPUT where there is no file for those made, or
 *   none is made for users who need one
 */
export function passwordOfMany(
  { generate, fromStdin }: PasswordChoice,
  { credentials, permanent, 'dry-run': dryRun }: ManyPasswords,
): PasswordSource | undefined {
  if (fromStdin) {
    throw new AdminError('USAGE', '--password-stdin gives one password, and --from names many users', {
      hint: 'Have one made for each: --generate-password --credentials FILE',
    });
  }
  if (generate && (credentials !== undefined || dryRun)) return { kind: 'generate' };
  if (!generate && permanent !== true) return undefined;
  throw noFile();
}

/** As `passwordOfMany`, for users who are to have another one. @throws AdminError MISSING_INPUT where none is made */
export function requirePasswordOfMany(choice: PasswordChoice, flags: ManyPasswords): PasswordSource {
  const source = passwordOfMany(choice, flags);
  if (source !== undefined) return source;
  throw noFile();
}

function noFile(): AdminError {
  return new AdminError('MISSING_INPUT', 'the passwords of many users go to a file, and none is named', {
    hint: 'Add --generate-password --credentials FILE',
  });
}

interface ManyPasswords {
  readonly credentials?: string | undefined;
  readonly permanent?: boolean;
  readonly 'dry-run': boolean;
}

/** Whether a flag says where the password comes from. */
export function isChosen({ generate, fromStdin }: PasswordChoice): boolean {
  return generate || fromStdin;
}

/** What to add where a password is missing. */
export const PASSWORD_FLAGS = '--generate-password or --password-stdin';
