import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AdminError } from '../../errors.js';
import { dataFolderError, isSystemError } from '../../files/system-error.js';
import { isObject } from '../engine/shape.js';
import { STATE_VERSION } from './state.js';
import type { SandboxState } from './state.js';

/** The file that holds the embedded pool, in sf-admin's data folder. */
export function sandboxFile(dataFolder: string): string {
  return join(dataFolder, 'sandbox.json');
}

/** The folder beside the state where the files of import jobs wait. */
export function uploadFolder(stateFile: string): string {
  return `${stateFile}.uploads`;
}

/** A state, and which version of the file it was read from or written to. */
export interface LoadedState {
  readonly state: SandboxState;
  readonly stamp: string;
}

/** Tells one version of the file from the next, which has another inode: it is replaced, never written in place. */
export async function stampOf(path: string): Promise<string | undefined> {
  try {
    return stampFrom(await stat(path, { bigint: true }));
  } catch (error) {
    // With a file in the place of its folder there is none either; whoever writes is told that.
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw readFailure(path, error);
  }
}

/** Reads the file at `path`. Throws AdminError SANDBOX_STATE where it cannot be read or is not a sandbox's state. */
export async function loadState(path: string): Promise<LoadedState> {
  let text: string;
  let stamp: string;
  try {
    const file = await open(path);
    try {
      stamp = stampFrom(await file.stat({ bigint: true }));
      text = await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  return { state: parseState(path, text), stamp };
}

/** The file cannot be read. */
export function readFailure(path: string, cause: unknown): AdminError {
  return failure(`the sandbox state ${path} cannot be read`, path, cause);
}

/** An error of the file's folder as AdminError DATA_FOLDER; any error but the system's unchanged. */
export function folderFailure(path: string, error: unknown): unknown {
  return dataFolderError(dirname(path), error, 'The sandbox was not changed.');
}

/** The file cannot be replaced. */
export function writeFailure(path: string, cause: unknown): AdminError {
  return failure(`the sandbox state ${path} cannot be written`, path, cause);
}

function failure(what: string, path: string, cause: unknown): AdminError {
  const code = isSystemError(cause) ? ` (${cause.code})` : '';
  return new AdminError('SANDBOX_STATE', `${what}${code}`, {
    hint: `Check the permissions of ${path} and of its folder, and the space left on its disk`,
    cause,
  });
}

function parseState(path: string, text: string): SandboxState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(path, 'is not valid JSON', cause);
  }
  if (!isObject(value) || !isRecordOf(value.pools, isPool))
    throw unusable(path, 'is not the state of a sandbox');
  if (value.version !== STATE_VERSION) throw unusable(path, 'was made by another version of sf-admin');
  return value as unknown as SandboxState;
}

function unusable(path: string, why: string, cause?: unknown): AdminError {
  return new AdminError('SANDBOX_STATE', `the sandbox state ${path} ${why}`, {
    hint: 'Start afresh with: sf-admin sandbox reset',
    cause,
  });
}

function isPool(pool: unknown): boolean {
  return (
    isObject(pool) &&
    isObject(pool.settings) &&
    Array.isArray(pool.schema) &&
    Array.isArray(pool.identityProviders) &&
    isRecordOf(pool.clients, (client) => isObject(client) && isObject(client.settings)) &&
    isRecordOf(
      pool.users,
      (user) => isObject(user) && isObject(user.attributes) && isObject(user.refreshTokens),
    ) &&
    (pool.importJobs === undefined ||
      isRecordOf(pool.importJobs, (job) => isObject(job) && Array.isArray(job.log)))
  );
}

function isRecordOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return isObject(value) && Object.values(value).every(isMember);
}

function stampFrom({ ino, size, mtimeNs }: { ino: bigint; size: bigint; mtimeNs: bigint }): string {
  return `${ino}:${size}:${mtimeNs}`;
}
