import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { isFederated } from '../../model/user.js';
import type { Group } from '../../model/user-pool.js';
import {
  type Archive,
  type ArchiveCounts,
  type ArchivedUser,
  type ArchiveFile,
  archiveSchemas,
  type ArchiveSubject,
  COUNTS,
  filesOf,
  inArchive,
  isSameSubject,
  type Manifest,
} from './archive.js';
import { ELSEWHERE, exists, readHead, subjectText } from './archive-folder.js';

/**
 * Reads an archive, and proves that it is complete and that its files are those that were written.
 *
 * @param subject what the archive has to be of
 * @throws AdminError INVALID_BACKUP, with the file that is missing or was changed; UNSAFE_FILE if somebody else may have
 *   changed one; OTHER_POOL if it is of something else
 */
export async function readArchive(folder: string, subject?: ArchiveSubject): Promise<Archive> {
  try {
    assertOwn(folder, ELSEWHERE);
    const { manifest, digest } = await readManifest(folder);
    if (subject !== undefined && !isSameSubject(manifest, subject)) {
      throw new AdminError('OTHER_POOL', `${folder} holds a backup of ${subjectText(manifest)}`, {
        hint: `Nothing was changed. Use another folder for ${subjectText(subject)}.`,
      });
    }
    assertAsWritten(folder, manifest, await lookAtFiles(folder, manifest));
    return { folder, manifest, digest };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new AdminError('INVALID_BACKUP', `the backup in ${folder} cannot be read: ${systemReason(error)}`, {
      hint: 'Specify a folder that sf-admin pool backup has written.',
      cause: error,
    });
  }
}

async function readManifest(folder: string): Promise<{ manifest: Manifest; digest: string }> {
  const file = inArchive(folder, 'manifest.json');
  assertOwn(file, ELSEWHERE);
  if (!(await exists(file))) throw await unfinished(folder);
  const bytes = await readFile(file);
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'));
    const manifest = (await archiveSchemas()).manifest.parse(json);
    return { manifest, digest: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw new AdminError('INVALID_BACKUP', `${file} is not the manifest of a backup`, {
      hint: 'It was changed, or a newer sf-admin has written it. Restore the file, or use another backup.',
      cause: error,
    });
  }
}

async function unfinished(folder: string): Promise<AdminError> {
  await stat(folder);
  const isBegun = (await readHead(folder)) !== undefined;
  return new AdminError('INVALID_BACKUP', `${folder} holds ${isBegun ? 'an unfinished' : 'no'} backup`, {
    hint: isBegun
      ? 'To finish it, run the command that began it once more: sf-admin pool backup, or sf-admin tenant offboard'
      : 'Specify a folder that sf-admin pool backup has written.',
  });
}

type Looked = Pick<Manifest, 'files' | 'counts'>;

function assertAsWritten(folder: string, manifest: Manifest, found: Looked): void {
  for (const file of filesOf(manifest)) {
    const [then, now = { sha256: '', bytes: 0 }] = [manifest.files[file], found.files[file]];
    if (then?.sha256 === now.sha256 && then.bytes === now.bytes) continue;
    const how =
      then === undefined
        ? 'the manifest does not have it'
        : then.bytes === now.bytes
          ? 'other bytes'
          : `${now.bytes} bytes in place of ${then.bytes}`;
    throw new AdminError('INVALID_BACKUP', `${inArchive(folder, file)} is not as it was backed up: ${how}`, {
      hint: 'Nothing was changed. Restore the file from a copy, or use another backup.',
    });
  }
  const wrong = COUNTS.find((count) => manifest.counts[count] !== found.counts[count]);
  if (wrong === undefined) return;
  throw new AdminError('INVALID_BACKUP', `${inArchive(folder, 'manifest.json')} counts other ${wrong} than there are`, {
    hint: 'Nothing was changed. Restore the file from a copy, or use another backup.',
  });
}

/** The digests of the files of an archive, and the counts of what is in them. */
export async function lookAtFiles(folder: string, subject: Pick<ArchiveSubject, 'tenant'>): Promise<Looked> {
  const counts: ArchiveCounts = { users: 0, enabled: 0, disabled: 0, federated: 0, groups: 0, memberships: 0 };
  const hasSettings = filesOf(subject).includes('pool.yaml');
  const settings = hasSettings ? { 'pool.yaml': await hashOf(inArchive(folder, 'pool.yaml')) } : {};
  const groups = await hashOf(inArchive(folder, 'groups.ndjson'), () => {
    counts.groups += 1;
  });
  const users = await hashOf(inArchive(folder, 'users.ndjson'), (line) => {
    const user = JSON.parse(line) as ArchivedUser;
    counts.users += 1;
    counts[user.enabled ? 'enabled' : 'disabled'] += 1;
    if (isFederated(user)) counts.federated += 1;
    counts.memberships += user.groups.length;
  });
  return { counts, files: { ...settings, 'groups.ndjson': groups, 'users.ndjson': users } };
}

/** @param onLine gets each line */
async function hashOf(
  file: string,
  onLine: (line: string) => void = () => undefined,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* watched(): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of opened(file)) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  // A file that was cut off or changed may end in half a line: its digest says so.
  for await (const line of linesOf(watched())) ignoringBadJson(onLine, line);
  return { bytes, sha256: hash.digest('hex') };
}

function ignoringBadJson(onLine: (line: string) => void, line: string): void {
  try {
    onLine(line);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
}

async function* opened(file: string): AsyncGenerator<Buffer, void, undefined> {
  assertOwn(file, ELSEWHERE);
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new AdminError('INVALID_BACKUP', `${file} cannot be read: ${systemReason(error)}`, {
      hint: 'Nothing was changed. Restore the file from a copy, or use another backup.',
      cause: error,
    });
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** The groups of an archive that was verified. */
export function archivedGroups(folder: string): AsyncGenerator<Group, void, undefined> {
  return parsedLines<Group>(folder, 'groups.ndjson');
}

/** The users of an archive that was verified, one at a time. */
export function archivedUsers(folder: string): AsyncGenerator<ArchivedUser, void, undefined> {
  return parsedLines<ArchivedUser>(folder, 'users.ndjson');
}

async function* parsedLines<T>(folder: string, file: ArchiveFile): AsyncGenerator<T, void, undefined> {
  for await (const line of linesOf(opened(inArchive(folder, file)))) yield JSON.parse(line) as T;
}
