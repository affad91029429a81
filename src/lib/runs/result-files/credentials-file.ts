import { readFile } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { type Appender, openAppender } from '../../files/appender.js';
import { isSystemError } from '../../files/system-error.js';
import { quoted } from '../../text/quoted.js';

/** The generated passwords of a run: a file of NDJSON for its user alone, `{"email": …, "password": …}` a line. */
export interface CredentialsFile {
  /** Settles when it is on the disk. @throws AdminError PARTIAL where it cannot be kept: nobody then knows the password */
  add(email: string, password: string): Promise<void>;
  /** Why passwords can no longer be kept, once one could not. */
  lost(): AdminError | undefined;
  close(): Promise<void>;
}

/**
 * Opens the file that generated passwords go to.
 *
 * @param stale where a run is gone on with, who is given a fresh password: their lines, which tell one that may not be
 *   theirs, are left out. Absent for a new run, which makes the file.
 * @param options.holdsSome the run has set passwords already, so that the file must be there
 * @throws AdminError FILE_EXISTS where it is there already, USAGE where it cannot be made
 */
export async function openCredentialsFile(
  path: string,
  stale: ReadonlySet<string> | undefined,
  { holdsSome = false } = {},
): Promise<CredentialsFile> {
  try {
    if (stale !== undefined) await leaveOut(path, stale, holdsSome);
    const appender = await openAppender(path, stale === undefined ? 'ax' : 'a');
    let lost: AdminError | undefined;
    return {
      add: (email, password) =>
        addTo(appender, path, { email, password }).catch((error: unknown) => {
          lost ??= new AdminError('PARTIAL', `${quoted(path)} can no longer be written`, {
            hint: `Make room on its disk: --resume then sets fresh passwords where they were lost.`,
            cause: error,
          });
          throw error;
        }),
      lost: () => lost,
      close: () => appender.close(),
    };
  } catch (error) {
    throw unusable(path, error);
  }
}

async function addTo(
  appender: Appender,
  path: string,
  line: { email: string; password: string },
): Promise<void> {
  try {
    await appender.add(`${JSON.stringify(line)}\n`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new AdminError(
      'PARTIAL',
      `the password of ${line.email} was set, and could not be kept: ${error.message}`,
      {
        hint: `Make room on the disk of ${path}; --resume then sets a fresh one.`,
        mayHaveHappened: true,
        cause: error,
      },
    );
  }
}

/** Replaces the file by one without those lines, and without a last one that a killed process left half-written. */
async function leaveOut(path: string, stale: ReadonlySet<string>, holdsSome: boolean): Promise<void> {
  const lines = (await readKept(path, holdsSome)).split('\n');
  // What follows the last line feed is no whole line.
  const kept = lines.slice(0, -1).filter((line) => !stale.has(emailOf(line)));
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(path, kept.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}

/** A run that was cut off at its very beginning has left none. */
function readKept(path: string, holdsSome: boolean): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (!isSystemError(error, 'ENOENT')) throw error;
    if (!holdsSome) return '';
    throw new AdminError('USAGE', `${quoted(path)} is gone, with the passwords that the run has set so far`, {
      hint: 'Put it back where it was. Where they are lost, make an empty file of that name, and give those users others\nafterwards: users reset-password',
      cause: error,
    });
  });
}

function emailOf(line: string): string {
  const { email } = JSON.parse(line) as { email?: unknown };
  return typeof email === 'string' ? email : '';
}

function unusable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AdminError) return error;
  if (isSystemError(error, 'EEXIST')) {
    return new AdminError(
      'FILE_EXISTS',
      `${quoted(path)} is there already, and passwords are never added to another run's`,
      {
        hint: 'Name a file that is not there: --credentials FILE. To go on with the run that made it: --resume',
        cause: error,
      },
    );
  }
  return new AdminError('USAGE', `${quoted(path)} cannot be written: ${error.message}`, {
    hint: 'Name a file that can: --credentials FILE',
    cause: error,
  });
}
