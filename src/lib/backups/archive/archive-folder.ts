import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { AdminError } from '../../errors.js';
import { newFileError, writeNewFile } from '../../files/new-file.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';
import { type ArchiveHead, type ArchiveSubject, archiveSchemas, inArchive, isSameSubject } from './archive.js';

/** What an archive can be written to in place of a folder that is not safe. */
export const ELSEWHERE = 'another folder';

/** `finished`: the archive is complete; `complete`: only its head is left to remove. */
type Completeness = 'finished' | 'complete';

/**
 * Makes the folder of a new archive, accessible to this user only, or finds the one that was begun for the same subject.
 *
 * @returns the head of the archive, or that it is complete
 * @throws AdminError FILE_EXISTS if something else is there; UNSAFE_FILE; FILE_UNWRITABLE
 */
export async function openArchiveFolder(
  folder: string,
  subject: ArchiveSubject,
  startedAt: string,
): Promise<ArchiveHead | Completeness> {
  const found = await findArchive(folder, subject);
  if (found !== undefined) return found;
  try {
    return await makeArchiveFolder(folder, { v: 1, ...subject, startedAt });
  } catch (error) {
    throw newFileError(folder, error);
  }
}

/**
 * Looks for the archive of a subject, and writes nothing.
 *
 * @returns the head of one that was begun, or that it is complete; `undefined` if the folder does not exist
 * @throws AdminError FILE_EXISTS if something else is there; UNSAFE_FILE; FILE_UNWRITABLE
 */
export async function findArchive(
  folder: string,
  subject: ArchiveSubject,
): Promise<ArchiveHead | Completeness | undefined> {
  try {
    if (!(await exists(folder))) return undefined;
    assertOwn(folder, ELSEWHERE);
    const head = await readHead(folder);
    const isFinished = await exists(inArchive(folder, 'manifest.json'));
    if (isFinished && head === undefined) return 'finished';
    if (head !== undefined && isSameSubject(head, subject)) return isFinished ? 'complete' : head;
    throw new AdminError('FILE_EXISTS', `${folder} already exists`, {
      hint:
        head === undefined
          ? 'Use another folder. It is made by the command, and must not exist.'
          : `It is an unfinished backup of ${subjectText(head)}. Use another folder.`,
    });
  } catch (error) {
    throw newFileError(folder, error);
  }
}

/** The user pool, and the tenant if the archive is limited to one. */
export function subjectText({ poolId, tenant, endpoint }: ArchiveSubject): string {
  return `${tenant === null ? '' : `tenant ${tenant} of `}user pool ${poolId}${endpoint === null ? '' : ` at ${endpoint}`}`;
}

/** With its head from the first moment: a killed process leaves no folder that the next one would refuse. */
async function makeArchiveFolder(folder: string, head: ArchiveHead): Promise<ArchiveHead> {
  const path = resolve(folder);
  const unfinished = join(dirname(path), `.sf-admin-${randomUUID()}`);
  await mkdir(unfinished, { mode: 0o700 });
  try {
    await writeNewFile(inArchive(unfinished, 'archive.json'), pieces(`${JSON.stringify(head)}\n`));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return head;
}

/** The head of an unfinished archive; `undefined` if there is none. */
export async function readHead(folder: string): Promise<ArchiveHead | undefined> {
  const file = inArchive(folder, 'archive.json');
  try {
    assertOwn(file, ELSEWHERE);
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    return (await archiveSchemas()).head.safeParse(json).data;
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

/** A text as `writeNewFile` takes it. */
export async function* pieces(...texts: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const text of texts) yield await Promise.resolve(text);
}
