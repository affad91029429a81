import { rm, stat } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';
import { type CredentialsFile, openCredentialsFile } from './credentials-file.js';
import { type FailuresFile, openFailuresFile } from './failures-file.js';
import type { InputFormat } from '../../input/decode/input-format.js';
import type { PlannedRow } from '../plan/planned-row.js';
import type { RunFolder, InterruptedRun } from '../resume/run-folder.js';
import { readSpool } from '../../input/spool.js';

/** The files that a run leaves beside its result. */
export interface ResultFiles {
  readonly credentials: CredentialsFile | undefined;
  readonly failures: FailuresFile | undefined;
  close(): Promise<void>;
}

export interface ResultFileOptions {
  /** Absolute paths. */
  readonly credentials: string | undefined;
  readonly failures: string | undefined;
  readonly input: { readonly format: InputFormat };
}

export interface ResultFilesInput {
  readonly earlier: InterruptedRun | undefined;
  readonly header: readonly string[] | undefined;
  readonly hasDone: boolean;
}

/**
 * Refuses files that are there already, or are one and the same, before anything is written.
 *
 * @param earlier the run to go on with: its own files are there, and no others may be
 * @throws AdminError FILE_EXISTS, USAGE
 */
export async function assertUsable(
  { credentials, failures }: Pick<ResultFileOptions, 'credentials' | 'failures'>,
  earlier: InterruptedRun | undefined,
): Promise<void> {
  if (failures !== undefined && failures === credentials) {
    throw new AdminError('USAGE', `--credentials and --failures name one file, ${quoted(failures)}`, {
      hint: 'Nothing was written. Give each a file of its own.',
    });
  }
  for (const [flag, path] of Object.entries({ credentials, failures })) {
    const isThere =
      path !== undefined &&
      (await stat(path).then(
        () => true,
        () => false,
      ));
    if (!isThere || isOwn(earlier, path)) continue;
    throw new AdminError('FILE_EXISTS', `${quoted(path)} is there already`, {
      hint:
        earlier === undefined
          ? `Nothing was written. Name a file that is not there: --${flag} FILE. To go on with a run: --resume`
          : `Nothing was written. Name the run's own, or a file that is not there: --${flag} FILE`,
    });
  }
}

function isOwn(earlier: InterruptedRun | undefined, path: string): boolean {
  return earlier !== undefined && [earlier.head.credentials, earlier.head.failures].includes(path);
}

/**
 * Opens the files of a run; of one that is gone on with, what is in them and holds no more is left out.
 *
 * @param header the names of the columns of an input of CSV
 * @param earlier the run that is gone on with
 * @param hasDone whether earlier parts of the run have done rows
 * @throws AdminError USAGE where one cannot be had
 */
export async function openResultFiles(
  { credentials, failures, input }: ResultFileOptions,
  { earlier, header, hasDone }: ResultFilesInput,
): Promise<ResultFiles> {
  const stale = earlier === undefined ? undefined : await begunBefore(earlier.folder);
  const passwords =
    credentials === undefined
      ? undefined
      : await openCredentialsFile(credentials, stale, { holdsSome: hasDone });
  try {
    const anew = earlier !== undefined && earlier.head.failures === failures;
    const failed =
      failures === undefined ? undefined : await openFailuresFile(failures, input.format, { header, anew });
    return {
      credentials: passwords,
      failures: failed,
      async close() {
        await passwords?.close();
        await failed?.close();
      },
    };
  } catch (error) {
    await passwords?.close();
    // Empty, and in the way of the next try.
    if (credentials !== undefined && earlier === undefined) await rm(credentials, { force: true });
    throw error;
  }
}

/** Those whose rows an earlier part of the run has begun, and are done again. */
async function begunBefore({ plans }: RunFolder): Promise<ReadonlySet<string>> {
  const labels = new Set<string>();
  for await (const { isRetried, target } of readSpool<PlannedRow>(plans)) {
    if (isRetried === true) labels.add(target.label);
  }
  return labels;
}
