/** result-files/ writes the files that a run leaves for the user: generated passwords, and the rows that failed. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { readSpool } from '../../input/spool.js';
import { quoted } from '../../text/quoted.js';
import type { PlannedRow } from '../plan/planned-row.js';
import type { InterruptedRun, RunFolder } from '../resume/run-folder.js';
import type { RunOptions, RunState } from '../run.js';
import { assertCredentialsSafe, type CredentialsFile, openCredentialsFile } from './credentials-file.js';
import { type FailuresFile, openFailuresFile } from './failures-file.js';

export interface ResultFiles {
  readonly credentials: CredentialsFile | undefined;
  readonly failures: FailuresFile | undefined;
  close(): Promise<void>;
}

/**
 * Refuses files that exist, except those of the run being resumed, or that are the same, or passwords where somebody else
 * could change them, before anything is read or written.
 *
 * @throws AdminError FILE_EXISTS, USAGE, UNSAFE_FILE
 */
export function assertResultFilesUsable(
  { credentials, failures }: RunOptions,
  interrupted: InterruptedRun | undefined,
): void {
  if (failures !== undefined && failures === credentials) {
    throw new AdminError('USAGE', `--credentials and --failures name the same file, ${quoted(failures)}`, {
      hint: 'Nothing was written. Specify a different file for each.',
    });
  }
  const own = [interrupted?.head.credentials, interrupted?.head.failures];
  for (const [flag, path] of Object.entries({ credentials, failures })) {
    if (path === undefined || own.includes(path) || !existsSync(path)) continue;
    const name =
      interrupted === undefined ? 'Specify a new file' : 'Specify the file of the interrupted run, or a new one';
    const resume = interrupted === undefined ? '. To resume a run: --resume' : '';
    throw new AdminError('FILE_EXISTS', `${quoted(path)} already exists`, {
      hint: `Nothing was written. ${name}: --${flag} FILE${resume}`,
    });
  }
  if (credentials !== undefined) assertCredentialsSafe(credentials);
}

/**
 * Opens the files of a run. From those of a resumed run, the entries of rows that are tried again are removed.
 *
 * @throws AdminError FILE_EXISTS; USAGE if a file cannot be opened
 */
export async function openResultFiles(run: RunState): Promise<ResultFiles> {
  const { options, interrupted, previousAttempt, input } = run;
  const { credentials: credentialsPath, failures: failuresPath } = options;
  const stale = interrupted === undefined ? undefined : await retriedLabels(interrupted.folder);
  const credentials =
    credentialsPath === undefined
      ? undefined
      : await openCredentialsFile(credentialsPath, stale, { mustExist: previousAttempt.completed > 0 });
  try {
    const replace = interrupted !== undefined && interrupted.head.failures === failuresPath;
    const failures =
      failuresPath === undefined
        ? undefined
        : await openFailuresFile(failuresPath, options.input.format, { header: input.header, replace });
    return {
      credentials,
      failures,
      async close() {
        await credentials?.close();
        await failures?.close();
      },
    };
  } catch (error) {
    await credentials?.close();
    // It is empty, and the next attempt would refuse it.
    if (credentialsPath !== undefined && interrupted === undefined) await rm(credentialsPath, { force: true });
    throw error;
  }
}

/** The users whose rows a previous attempt started and that are done again. */
async function retriedLabels({ plans }: RunFolder): Promise<ReadonlySet<string>> {
  const labels = new Set<string>();
  for await (const { isRetried, target } of readSpool<PlannedRow>(plans)) {
    if (isRetried === true) labels.add(target.label);
  }
  return labels;
}
