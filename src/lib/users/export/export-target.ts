import { lstat } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { type FilePrefix, GrowingFile } from '../../files/growing-file.js';
import { isSystemError } from '../../files/system-error.js';
import { checkpointFile, type ExportCheckpoint, type ExportOptions, readCheckpoint } from './export-checkpoint.js';
import { assertSameOptions } from './export-options.js';

/** The file that an export writes: as the person named it, and its absolute path. */
export interface ExportTarget {
  readonly file: string;
  readonly path: string;
}

/**
 * Refuses to overwrite a file.
 *
 * @throws AdminError FILE_EXISTS
 */
export async function assertNew({ file, path }: ExportTarget): Promise<void> {
  if (!(await exists(path))) return;
  const isUnfinished = (await readCheckpoint(path)) !== undefined;
  throw new AdminError('FILE_EXISTS', `${file} already exists`, {
    hint: isUnfinished
      ? 'It is an unfinished export: continue it with --resume, or use another file.'
      : 'Use another file, or remove this one first.',
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}

/**
 * The checkpoint of an unfinished export with these options.
 *
 * @throws AdminError NOT_RESUMABLE if there is none
 */
export async function checkpointOf({ file, path }: ExportTarget, options: ExportOptions): Promise<ExportCheckpoint> {
  const checkpoint = await readCheckpoint(path);
  if (checkpoint === undefined) throw await nothingToResume({ file, path });
  if (checkpoint === 'unreadable') {
    throw new AdminError('NOT_RESUMABLE', `${checkpointFile(file)} is not the checkpoint of an export`, {
      hint: `To start again: remove it and ${file}, or use another file, and leave out --resume.`,
    });
  }
  assertSameOptions(file, checkpoint.terms, options);
  return checkpoint;
}

async function nothingToResume({ file, path }: ExportTarget): Promise<AdminError> {
  return (await exists(path))
    ? new AdminError('NOT_RESUMABLE', `${file} is a finished export, or not one of sf-admin's`, {
        hint: `There is no ${checkpointFile(file)} beside it. To export again, use another file.`,
      })
    : new AdminError('NOT_RESUMABLE', `there is no unfinished export to ${file}`, {
        hint: 'To start one, leave out --resume.',
      });
}

/**
 * Opens the file of an unfinished export.
 *
 * @returns `undefined` if the export stopped before it created the file
 * @throws AdminError NOT_RESUMABLE if the file differs from what the export wrote
 */
export async function reopened({ file, path }: ExportTarget, written: FilePrefix): Promise<GrowingFile | undefined> {
  const hasFile = await exists(path);
  if (!hasFile && written.bytes === 0) return undefined;
  const target = hasFile ? await GrowingFile.resume(path, written) : undefined;
  if (target !== undefined) return target;
  const problem = hasFile ? `${file} was changed after its export stopped` : `${file} is missing`;
  throw new AdminError('NOT_RESUMABLE', problem, {
    hint: `Restore it, or start again: remove ${checkpointFile(file)}, and leave out --resume.`,
  });
}
