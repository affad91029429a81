import { stat } from 'node:fs/promises';

import { AdminError } from '../errors.js';
import { quoted } from '../text/quoted.js';
import { type CredentialsFile, openCredentialsFile } from './credentials-file.js';
import { type FailuresFile, openFailuresFile } from './failures-file.js';
import type { InputFormat } from './input-format.js';
import type { PlannedRow } from './planned-row.js';
import type { RunFolder } from './run-folder.js';
import { readSpool } from './spool.js';

/** The files that a run leaves beside its result. */
export interface RunFiles {
  readonly credentials: CredentialsFile | undefined;
  readonly failures: FailuresFile | undefined;
  close(): Promise<void>;
}

export interface RunFileOptions {
  /** Absolute paths. */
  readonly credentials: string | undefined;
  readonly failures: string | undefined;
  readonly input: { readonly format: InputFormat };
  readonly resume: boolean;
}

/** Refuses files that are there already before anything is read. @throws AdminError FILE_EXISTS */
export async function assertNew({ credentials, failures }: RunFileOptions): Promise<void> {
  for (const [flag, path] of Object.entries({ credentials, failures })) {
    const isThere =
      path !== undefined &&
      (await stat(path).then(
        () => true,
        () => false,
      ));
    if (!isThere) continue;
    throw new AdminError('FILE_EXISTS', `${quoted(path)} is there already`, {
      hint: `Nothing was written. Name a file that is not there: --${flag} FILE. To go on with a run: --resume`,
    });
  }
}

/**
 * Opens the files of a run; of one that is gone on with, what is in them and holds no more is left out.
 *
 * @param header the names of the columns of an input of CSV
 * @param hasDone whether earlier parts of the run have done rows
 * @throws AdminError USAGE where one cannot be had
 */
export async function openRunFiles(
  { credentials, failures, input, resume }: RunFileOptions,
  { folder, header, hasDone }: { folder: RunFolder; header: readonly string[] | undefined; hasDone: boolean },
): Promise<RunFiles> {
  const stale = resume ? await begunBefore(folder) : undefined;
  const opened: RunFiles = {
    credentials:
      credentials === undefined
        ? undefined
        : await openCredentialsFile(credentials, stale, { holdsSome: hasDone }),
    failures:
      failures === undefined
        ? undefined
        : await openFailuresFile(failures, input.format, { header, anew: resume }),
    async close() {
      await opened.credentials?.close();
      await opened.failures?.close();
    },
  };
  return opened;
}

/** Those whose rows an earlier part of the run has begun, and are done again. */
async function begunBefore({ plans }: RunFolder): Promise<ReadonlySet<string>> {
  const labels = new Set<string>();
  for await (const { isRetried, target } of readSpool<PlannedRow>(plans)) {
    if (isRetried === true) labels.add(target.label);
  }
  return labels;
}
