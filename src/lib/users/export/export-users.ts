import { defined } from '../../model/defined.js';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type Beginning, emptyBeginning, GrowingFile } from '../../files/growing-file.js';
import { SHORT_PATIENCE, withLock } from '../../files/lock.js';
import { type UserWithAttributes, userWithAttributes } from '../../model/user.js';
import { pickColumns } from '../../output/columns.js';
import { type RowText, rowText } from '../../output/row-text.js';
import type { ListView } from '../../output/view.js';
import { checkpointFile, removeCheckpoint, writeCheckpoint } from './export-checkpoint.js';
import { assertNew, checkpointOf, type ExportTarget, fileProblem, reopened } from './export-target.js';
import { type ExportForm, exportOptions } from './export-options.js';
import { inOne, type UserSearch } from '../read/list-users.js';
import { type UserFilter, type UserPage, userPages } from '../read/user-pages.js';

export interface ExportRequest {
  readonly filter: UserFilter;
  readonly form: ExportForm;
  readonly view: ListView<UserWithAttributes>;
  /** Where to write. It must not exist, unless this goes on with an export that was stopped. */
  readonly file: string;
  readonly resume: boolean;
}

/** An export to a file that has not begun, and how far it is. */
export interface FileExport {
  /** Users read, and users written, those of an export that this goes on with included. */
  readonly read: () => number;
  readonly found: () => number;
  /** Whether `--resume` could go on with what has been written. */
  readonly isResumable: () => boolean;
  /**
   * Writes the users to the file, a page at a time, each on the disk before the next is asked for.
   *
   * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE, NOT_RESUMABLE, CHANGED_UNDERNEATH where another process is writing
   *   the file; those of `userPages`
   */
  readonly run: () => Promise<void>;
}

/**
 * Users for an export to stdout, as they come, with every attribute.
 *
 * @throws AdminError: see `userPages`
 */
export function exportToStream(directory: Directory, filter: UserFilter): UserSearch<UserWithAttributes> {
  return inOne(userPages(directory, filter, { toUser: userWithAttributes }));
}

/**
 * An export that a crash, a `kill -9` or Ctrl-C may stop at any moment. Behind each page a checkpoint is written beside
 * the file: the token of the next page, and how long the file is and what its hash is so far. What the file holds
 * beyond that is cut off before the export goes on, so that every user is in it once.
 */
export function exportToFile(directory: Directory, request: ExportRequest): FileExport {
  const { file, filter, resume } = request;
  const terms = exportOptions(directory, filter, request.form);
  const so = { read: 0, found: 0, isResumable: false };

  const write = async (to: ExportTarget, assertHeld: () => void): Promise<void> => {
    const { path } = to;
    const before = resume ? await checkpointOf(to, terms) : undefined;
    if (before === undefined) await assertNew(to);
    else Object.assign(so, { read: before.read, found: before.found });
    const token = before?.token ?? undefined;
    const pages = userPages(directory, filter, {
      toUser: userWithAttributes,
      from: token === undefined ? undefined : { token, found: so.found },
    });
    const text = await textOf(request);
    let target = before === undefined ? undefined : await reopened(to, before.written);
    so.isResumable = before !== undefined;
    let written = before?.written ?? emptyBeginning();
    try {
      for await (const page of token === undefined ? pages : explained(pages, file, so)) {
        assertHeld();
        if (target === undefined) {
          // The checkpoint first: a file without one would be taken for somebody's own.
          await writeCheckpoint(path, { v: 1, terms, token: null, read: 0, found: 0, written });
          target = await GrowingFile.create(path);
          so.isResumable = true;
        }
        written = await target.append(pageText(page, text, written));
        so.read += page.read;
        so.found += page.users.length;
        if (page.nextToken === undefined) break;
        const { read, found } = so;
        await writeCheckpoint(path, { v: 1, terms, token: page.nextToken, read, found, written });
      }
    } finally {
      await target?.close();
    }
    assertHeld();
    await removeCheckpoint(path);
    so.isResumable = false;
  };

  return {
    read: () => so.read,
    found: () => so.found,
    isResumable: () => so.isResumable,
    run: async () => {
      try {
        const path = await wholePath(file);
        await withLock(path, (assertHeld) => write({ file, path }, assertHeld), {
          patience: SHORT_PATIENCE,
        });
      } catch (error) {
        throw fileProblem(file, error);
      }
    },
  };
}

/** The file by the one name that every process locks it under. */
async function wholePath(file: string): Promise<string> {
  return join(await realpath(dirname(file)), basename(file));
}

/** Whoever goes on after a long while is told what became of the token: Cognito says no more than that it is wrong. */
async function* explained<Page>(
  pages: AsyncIterable<Page>,
  file: string,
  so: { isResumable: boolean },
): AsyncGenerator<Page, void, undefined> {
  let isFirst = true;
  try {
    for await (const page of pages) {
      isFirst = false;
      yield page;
    }
  } catch (error) {
    if (!isFirst || !(error instanceof AdminError) || error.code !== 'INVALID_REQUEST') throw error;
    so.isResumable = false;
    throw new AdminError('NOT_RESUMABLE', `Cognito no longer knows where the export to ${file} stopped`, {
      hint: `It says: ${error.message}\nStart anew: remove ${file} and ${checkpointFile(file)}, and leave --resume out.`,
      cause: error,
      ...defined({ requestId: error.requestId }),
    });
  }
}

function textOf({ view, form }: ExportRequest): Promise<RowText<UserWithAttributes>> {
  const columns = form.columns === undefined ? undefined : pickColumns(form.columns, view);
  return rowText(view, { ...form, quiet: false }, columns);
}

function pageText<Found extends UserWithAttributes>(
  { users }: UserPage<Found>,
  { header, row }: RowText<UserWithAttributes>,
  { bytes }: Beginning,
): string {
  return `${bytes === 0 ? header : ''}${users.map(row).join('')}`;
}
