import { lstat } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { type FilePrefix, GrowingFile } from '../../files/growing-file.js';
import { isSystemError } from '../../files/system-error.js';
import {
  checkpointFile,
  type ExportCheckpoint,
  type ExportOptions,
  readCheckpoint,
} from './export-checkpoint.js';
import { assertSameOptions } from './export-options.js';

/** The file that an export writes: what the person calls it, and its whole path. */
export interface ExportTarget {
  readonly file: string;
  readonly path: string;
}

/**
 * Refuses to write over a file.
 *
 * @throws AdminError FILE_EXISTS
 */
export async function assertNew({ file, path }: ExportTarget): Promise<void> {
  if (!(await isThere(path))) return;
  const isUnfinished = (await readCheckpoint(path)) !== undefined;
  throw new AdminError('FILE_EXISTS', `${file} exists already`, {
    hint: isUnfinished
      ? 'An export to it was begun and not finished: repeat it with --resume, or name another file.'
      : 'Name another file, or remove this one first.',
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}

/**
 * Where an export on these terms stopped.
 *
 * @throws AdminError NOT_RESUMABLE where none did
 */
export async function checkpointOf(
  { file, path }: ExportTarget,
  terms: ExportOptions,
): Promise<ExportCheckpoint> {
  const checkpoint = await readCheckpoint(path);
  if (checkpoint === undefined) throw await nothingToResume({ file, path });
  if (checkpoint === 'unreadable') {
    throw new AdminError('NOT_RESUMABLE', `${checkpointFile(file)} is no checkpoint of an export`, {
      hint: `Start anew: remove it and ${file}, or name another file, and leave --resume out.`,
    });
  }
  assertSameOptions(file, checkpoint.terms, terms);
  return checkpoint;
}

async function nothingToResume({ file, path }: ExportTarget): Promise<AdminError> {
  return (await isThere(path))
    ? new AdminError('NOT_RESUMABLE', `the export to ${file} is finished, or was none of sf-admin's`, {
        hint: `There is no ${checkpointFile(file)} beside it. To export anew, name another file.`,
      })
    : new AdminError('NOT_RESUMABLE', `there is no export to ${file} that could go on`, {
        hint: 'Leave --resume out to begin one.',
      });
}

/**
 * The file as its checkpoint tells of it; `undefined` where it was not made yet.
 *
 * @throws AdminError NOT_RESUMABLE where it is another by now
 */
export async function reopened(
  { file, path }: ExportTarget,
  written: FilePrefix,
): Promise<GrowingFile | undefined> {
  const hasFile = await isThere(path);
  if (!hasFile && written.bytes === 0) return undefined;
  const target = hasFile ? await GrowingFile.resume(path, written) : undefined;
  if (target !== undefined) return target;
  const what = hasFile ? `${file} has been changed since its export stopped` : `${file} is gone`;
  throw new AdminError('NOT_RESUMABLE', what, {
    hint: `Put it back as it was, or start anew: remove ${checkpointFile(file)}, and leave --resume out.`,
  });
}

/** What the system says against the file, for a person; anything else as it is. */
export function fileProblem(file: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  if (error.code === 'EEXIST') {
    return new AdminError('FILE_EXISTS', `${file} exists already`, {
      hint: 'Name another file.',
      cause: error,
    });
  }
  const why = error.code === 'ENOENT' ? 'there is no such folder' : (error.code ?? 'unknown error');
  return new AdminError('FILE_UNWRITABLE', `${file} cannot be written (${why})`, {
    hint: 'Check its folder, the permissions, and the space on the disk.',
    cause: error,
  });
}
