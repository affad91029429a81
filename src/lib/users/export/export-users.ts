import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { UserType } from '@aws-sdk/client-cognito-identity-provider';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { emptyPrefix, GrowingFile } from '../../files/growing-file.js';
import { SHORT_TIMEOUT, withLock } from '../../files/lock.js';
import { newFileError } from '../../files/new-file.js';
import { type User, type UserWithAttributes, userWithAttributes } from '../../model/user.js';
import { pickColumns } from '../../output/columns.js';
import { type RowText, rowText } from '../../output/row-text.js';
import type { ListView } from '../../output/view.js';
import { searchOf, type UserSearch } from '../read/list-users.js';
import { parseFilter, type UserFilterText } from '../read/user-filter.js';
import { userPages } from '../read/user-pages.js';
import { checkpointFile, removeCheckpoint, writeCheckpoint } from './export-checkpoint.js';
import { type ExportForm, exportOptions } from './export-options.js';
import { assertNew, checkpointOf, type ExportTarget, reopened } from './export-target.js';

/*
 * users/export/: users with all their attributes, to stdout or to a file. An export to a file writes a checkpoint after
 * each page, so that it can be resumed after a crash, `kill -9` or Ctrl-C, by this version or a later one.
 */

export interface ExportRequest<Exported extends User = UserWithAttributes> {
  readonly filter: UserFilterText;
  readonly form: ExportForm;
  readonly view: ListView<Exported>;
  /** The file to write. It must not exist, unless an export to it is resumed. */
  readonly file: string;
  readonly resume: boolean;
}

/** An export to a file that has not started, and its progress. */
export interface FileExport {
  /** Users read, and users written, including those of the export that this one resumes. */
  readonly read: () => number;
  readonly found: () => number;
  /** Whether `--resume` could continue from what has been written. */
  readonly isResumable: () => boolean;
  /**
   * Writes the users to the file, a page at a time. Each page is on the disk before the next is read.
   *
   * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE, NOT_RESUMABLE; CHANGED_UNDERNEATH if another process is writing
   *   the file; as `parseFilter` and `userPages` do
   */
  readonly run: () => Promise<void>;
}

/**
 * Users for an export to stdout, as they arrive, with every attribute.
 *
 * @throws AdminError as `parseFilter` does
 */
export function exportToStream(directory: Directory, filter: UserFilterText): UserSearch<UserWithAttributes> {
  const parsed = parseFilter(filter, directory.conventions);
  return searchOf(userPages(directory, parsed, { toUser: userWithAttributes }));
}

/**
 * An export to a file. After each page the checkpoint records the token of the next page, and the length and the hash
 * of the file so far. What a killed process wrote beyond that is cut off on resume, so every user is written once.
 *
 * @param options.lockTimeout milliseconds to wait for the lock of the file; long enough for that of a killed process
 */
export function exportToFile(
  directory: Directory,
  request: ExportRequest,
  options: { lockTimeout?: number } = {},
): FileExport {
  return exportUsersToFile(directory, { ...request, toUser: userWithAttributes }, options);
}

/** As `exportToFile`, with what `toUser` makes of each user. */
export function exportUsersToFile<Exported extends User>(
  directory: Directory,
  request: ExportRequest<Exported> & {
    readonly toUser: (user: UserType) => Exported;
    /** What is written in place of the users of a page, if more has to be read of each. */
    readonly complete?: (users: readonly Exported[]) => Promise<readonly Exported[]>;
  },
  { lockTimeout = SHORT_TIMEOUT }: { lockTimeout?: number } = {},
): FileExport {
  const { file, resume, complete } = request;
  const terms = exportOptions(directory, request.filter, request.form);
  const progress = { read: 0, found: 0, isResumable: false };

  const write = async (to: ExportTarget, assertHeld: () => void): Promise<void> => {
    const { path } = to;
    const before = resume ? await checkpointOf(to, terms) : undefined;
    if (before === undefined) await assertNew(to);
    else Object.assign(progress, { read: before.read, found: before.found });
    const token = before?.token ?? undefined;
    const filter = parseFilter(request.filter, directory.conventions);
    const pages = userPages(directory, filter, {
      toUser: request.toUser,
      from: token === undefined ? undefined : { token, found: progress.found },
    });
    const { header, row } = await textOf(request);
    let target = before === undefined ? undefined : await reopened(to, before.written);
    progress.isResumable = before !== undefined;
    let written = before?.written ?? emptyPrefix();
    try {
      for await (const page of token === undefined ? pages : withTokenExplained(pages, file, progress)) {
        const users = complete === undefined ? page.users : await complete(page.users);
        assertHeld();
        if (target === undefined) {
          // The checkpoint first: without one, --resume would refuse the file as one that sf-admin did not write.
          await writeCheckpoint(path, { v: 1, terms, token: null, read: 0, found: 0, written });
          target = await GrowingFile.create(path);
          progress.isResumable = true;
        }
        written = await target.append(`${written.bytes === 0 ? header : ''}${users.map(row).join('')}`);
        progress.read += page.read;
        progress.found += users.length;
        if (page.nextToken === undefined) break;
        const { read, found } = progress;
        await writeCheckpoint(path, { v: 1, terms, token: page.nextToken, read, found, written });
      }
    } finally {
      await target?.close();
    }
    assertHeld();
    await removeCheckpoint(path);
    progress.isResumable = false;
  };

  return {
    read: () => progress.read,
    found: () => progress.found,
    isResumable: () => progress.isResumable,
    run: async () => {
      try {
        // The one path under which every process locks the file, without symbolic links in its folder.
        const path = join(await realpath(dirname(file)), basename(file));
        await withLock(path, (assertHeld) => write({ file, path }, assertHeld), { timeout: lockTimeout });
      } catch (error) {
        throw newFileError(file, error);
      }
    },
  };
}

/** Explains an expired token, for an export that is resumed too late: Cognito only says that the request is invalid. */
async function* withTokenExplained<Page>(
  pages: AsyncIterable<Page>,
  file: string,
  progress: { isResumable: boolean },
): AsyncGenerator<Page, void, undefined> {
  let isFirst = true;
  try {
    for await (const page of pages) {
      isFirst = false;
      yield page;
    }
  } catch (error) {
    if (!isFirst || !(error instanceof AdminError) || error.code !== 'INVALID_REQUEST') throw error;
    progress.isResumable = false;
    throw new AdminError(
      'NOT_RESUMABLE',
      `Cognito no longer accepts the page token at which the export to ${file} stopped`,
      {
        hint: `Cognito: ${error.message}\nTo start again: remove ${file} and ${checkpointFile(file)}, and leave out --resume.`,
        cause: error,
        requestId: error.requestId,
      },
    );
  }
}

function textOf<Exported extends User>({ view, form }: ExportRequest<Exported>): Promise<RowText<Exported>> {
  const columns = form.columns === undefined ? undefined : pickColumns(form.columns, view);
  return rowText(view, { ...form, quiet: false }, columns);
}
