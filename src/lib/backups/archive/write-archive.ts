import { rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { newFileError, writeNewFile } from '../../files/new-file.js';
import { userAsStored } from '../../model/user.js';
import { jsonLine } from '../../output/row-text.js';
import type { ListView } from '../../output/view.js';
import { checkpointFile } from '../../users/export/export-checkpoint.js';
import { exportUsersToFile, type FileExport } from '../../users/export/export-users.js';
import { counted } from '../../text/counted.js';
import { userList } from '../../users/read/user-view.js';
import { tenantNotFound } from '../../users/read/empty-tenants.js';
import {
  type Archive,
  type ArchivedUser,
  type ArchiveHead,
  type ArchiveSubject,
  filesOf,
  inArchive,
  type Manifest,
  subjectOf,
} from './archive.js';
import { exists, openArchiveFolder, pieces, subjectText } from './archive-folder.js';
import { type GroupMembers, readGroupMembers } from './group-members.js';
import { lookAtFiles, readArchive } from './read-archive.js';

/** An archive that is being written, and its progress. */
export interface ArchiveWriting {
  /** Users read, and users written, those before an interruption included. */
  readonly read: () => number;
  readonly found: () => number;
  /**
   * Writes the archive, or the rest of one that was begun: settings, groups, then the users page by page, in constant
   * memory. It is complete once its manifest is there.
   *
   * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE, UNSAFE_FILE; NOT_RESUMABLE if the rest cannot be written;
   *   CHANGED_UNDERNEATH if another process writes it; TENANT_NOT_FOUND if no user is in the tenant: no folder is left
   *   then; CANCELLED; as the reads do
   */
  readonly run: () => Promise<Archive>;
}

/** What an archive has besides groups and users as they are listed. */
export interface ArchiveParts {
  /** Writes the settings of the pool. @returns those that the file cannot express */
  readonly settings?: () => Promise<readonly string[]>;
  /** What is written of the users of a page, if more is read of each. */
  readonly details?: () => Promise<(users: readonly ArchivedUser[]) => Promise<ArchivedUser[]>>;
  /** Once it aborts, no further page is read. */
  readonly stop?: AbortSignal | undefined;
  /** Whether a finished archive of the same subject is what was asked for. */
  readonly mayBeFinished?: boolean;
}

/**
 * Archives what a directory acts in: see `writePoolArchive` and `writeTenantArchive`.
 *
 * @param folder must not exist, unless an archive of the same subject was begun there
 */
export function writeArchive(directory: Directory, folder: string, parts: ArchiveParts): ArchiveWriting {
  let users: FileExport | undefined;
  return {
    read: () => users?.read() ?? 0,
    found: () => users?.found() ?? 0,
    run: async () => {
      const head = await openArchiveFolder(folder, subjectOf(directory), new Date().toISOString());
      if (head === 'finished') return finished(directory, folder, parts.mayBeFinished);
      if (head === 'complete') return withoutHead(folder, subjectOf(directory));
      const notInPoolFile = [...((await parts.settings?.()) ?? [])];
      const members = await readGroupMembers(directory, join(folder, '.members'), { stop: parts.stop });
      try {
        await replaceFile(inArchive(folder, 'groups.ndjson'), members.groups.map(jsonLine));
        users = await exportOfUsers(directory, folder, { members, details: parts.details });
        await users.run().catch((error: unknown) => {
          throw notResumable(folder, error);
        });
      } finally {
        members.close();
      }
      if (directory.tenant !== undefined) await assertSomebody(directory, folder);
      return complete(folder, head, notInPoolFile);
    },
  };
}

async function finished(directory: Directory, folder: string, mayBeFinished = false): Promise<Archive> {
  const archive = mayBeFinished ? await readArchive(folder, subjectOf(directory)) : undefined;
  if (archive !== undefined) return archive;
  throw new AdminError('FILE_EXISTS', `${folder} already exists, and holds a finished backup`, {
    hint: 'Use another folder.',
  });
}

async function exportOfUsers(
  directory: Directory,
  folder: string,
  { members, details }: { readonly members: GroupMembers } & Pick<ArchiveParts, 'details'>,
): Promise<FileExport> {
  const file = inArchive(folder, 'users.ndjson');
  const isBegun = await exists(checkpointFile(file));
  if (!isBegun && (await exists(file))) return DONE;
  const view: ListView<ArchivedUser> = {
    ...(userList as ListView<ArchivedUser>),
    json: (user) => ({ ...user, groups: members.groupsOf(user.username) }),
  };
  const form = { format: 'ndjson', columns: undefined, header: false, rawCsv: false } as const;
  return exportUsersToFile<ArchivedUser>(directory, {
    filter: {},
    form,
    view,
    file,
    resume: isBegun,
    toUser: (user) => ({ ...userAsStored(user), groups: [] }),
    ...(details === undefined ? {} : { complete: await details() }),
  });
}

/** The settings and groups of an attempt that was interrupted are read again: they are what holds at its end. */
export async function replaceFile(file: string, texts: readonly string[]): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw newFileError(file, error);
  }
  await writeNewFile(file, pieces(...texts));
}

/** A tenant without people is mistyped: an empty archive would look like one of its people. */
async function assertSomebody(directory: Directory, folder: string): Promise<void> {
  const { size } = await stat(inArchive(folder, 'users.ndjson'));
  if (size > 0) return;
  for (const file of ['users.ndjson', 'groups.ndjson', 'archive.json'] as const) await rm(inArchive(folder, file));
  await rmdir(folder);
  throw tenantNotFound(directory);
}

/** Without a checkpoint beside it, the file of the users is complete: see `exportToFile`. */
const DONE: FileExport = { read: () => 0, found: () => 0, isResumable: () => false, run: () => Promise.resolve() };

function notResumable(folder: string, error: unknown): unknown {
  if (!(error instanceof AdminError) || error.code !== 'NOT_RESUMABLE') return error;
  return new AdminError('NOT_RESUMABLE', `the backup in ${folder} cannot be continued: ${error.message}`, {
    hint: 'To start again, use another folder.',
    cause: error,
    requestId: error.requestId,
  });
}

/** Reads back what was written, and puts digests and counts of it into the manifest. */
async function complete(folder: string, head: ArchiveHead, notInPoolFile: string[]): Promise<Archive> {
  const { files, counts } = await lookAtFiles(folder, head);
  const manifest: Manifest = { ...head, completedAt: new Date().toISOString(), counts, files, notInPoolFile };
  await writeNewFile(inArchive(folder, 'manifest.json'), pieces(`${JSON.stringify(manifest, null, 2)}\n`));
  return withoutHead(folder, head);
}

async function withoutHead(folder: string, subject: ArchiveSubject): Promise<Archive> {
  await rm(inArchive(folder, 'archive.json'), { force: true });
  return readArchive(folder, subject);
}

/** Which files an archive has, and of what it is, as a sentence. */
export function archiveText({ folder, manifest, digest }: Archive): string {
  const { users, groups } = manifest.counts;
  return (
    `Backed up ${counted(users, 'user')} and ${counted(groups, 'group')} of ${subjectText(manifest)} to ${folder}.\n` +
    `SHA-256 of its manifest, which covers ${filesOf(manifest).join(', ')}: ${digest}`
  );
}
