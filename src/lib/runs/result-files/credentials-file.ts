import { readFile } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { openAppender } from '../../files/appender.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { quoted } from '../../text/quoted.js';

/** The generated passwords of a run: NDJSON, a line `{"email": …, "password": …}` each, readable by its owner only. */
export interface CredentialsFile {
  /**
   * Resolves when the password is on disk.
   *
   * @throws AdminError PARTIAL if it cannot be saved: the password was set, and is lost
   */
  add(email: string, password: string): Promise<void>;
  /** The error of the first password that could not be saved. */
  writeError(): AdminError | undefined;
  close(): Promise<void>;
}

/**
 * Opens the file that generated passwords are written to.
 *
 * @param stale for a resumed run, the email addresses whose rows are done again: their lines are removed, as the
 *   passwords in them may not be the ones that were set. Undefined for a new run, which creates the file.
 * @param options.mustExist whether the run has set passwords already, so that the file must exist
 * @throws AdminError FILE_EXISTS for a new run whose file exists; USAGE if the file is missing or cannot be written;
 *   UNSAFE_FILE if somebody else could change it
 */
export async function openCredentialsFile(
  path: string,
  stale: ReadonlySet<string> | undefined,
  { mustExist = false } = {},
): Promise<CredentialsFile> {
  try {
    assertCredentialsSafe(path);
    if (stale !== undefined) await removeLines(path, stale, mustExist);
    const appender = await openAppender(path, stale === undefined ? 'ax' : 'a');
    let writeError: AdminError | undefined;
    return {
      async add(email, password) {
        try {
          await appender.add(`${JSON.stringify({ email, password })}\n`);
        } catch (error) {
          writeError ??= new AdminError('PARTIAL', `${quoted(path)} can no longer be written`, {
            hint: 'Free some disk space. --resume then sets new passwords for the rows whose passwords were lost.',
            cause: error,
          });
          throw passwordLost(path, email, error);
        }
      },
      writeError: () => writeError,
      close: () => appender.close(),
    };
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** @throws AdminError UNSAFE_FILE if somebody else could change the file, or read it through a link */
export function assertCredentialsSafe(path: string): void {
  assertOwn(path, 'another file: --credentials FILE');
}

function passwordLost(path: string, email: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return new AdminError('PARTIAL', `the password of ${email} was set but could not be saved: ${systemReason(error)}`, {
    hint: `Free some disk space for ${path}. --resume then sets a new password.`,
    mayHaveHappened: true,
    cause: error,
  });
}

/** Removes the lines of some users, and the incomplete last line that a killed process leaves. */
async function removeLines(path: string, emails: ReadonlySet<string>, mustExist: boolean): Promise<void> {
  const lines = (await readLines(path, mustExist)).split('\n');
  // Only text before a line feed is a complete line.
  const kept = lines.slice(0, -1).filter((line) => !emails.has(emailIn(line)));
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(path, kept.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}

function readLines(path: string, mustExist: boolean): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (!isSystemError(error, 'ENOENT')) throw error;
    // The run was interrupted before it created the file.
    if (!mustExist) return '';
    throw new AdminError('USAGE', `${quoted(path)}, with the passwords that the run has set, is missing`, {
      hint: 'Put it back. If it is lost, create an empty file with that name, and give those users new passwords afterwards: users reset-password',
      cause: error,
    });
  });
}

function emailIn(line: string): string {
  const { email } = JSON.parse(line) as { email?: unknown };
  return typeof email === 'string' ? email : '';
}

function cannotOpen(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AdminError) return error;
  if (isSystemError(error, 'EEXIST')) {
    const message = `${quoted(path)} already exists, and may hold the passwords of another run`;
    return new AdminError('FILE_EXISTS', message, {
      hint: 'Specify a new file: --credentials FILE. To resume the run that created this one: --resume',
      cause: error,
    });
  }
  return new AdminError('USAGE', `${quoted(path)} cannot be written: ${systemReason(error)}`, {
    hint: 'Specify a file that can be written: --credentials FILE',
    cause: error,
  });
}
