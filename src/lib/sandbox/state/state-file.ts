import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AdminError, type ErrorCode } from '../../errors.js';
import { isObject } from '../engine/shape.js';
import { type SandboxState, STATE_VERSION } from './state.js';

/** The path of the state file in sf-admin's data folder. */
export function sandboxFile(dataFolder: string): string {
  return join(dataFolder, 'sandbox.json');
}

/** The folder for the files of import jobs. */
export function uploadFolder(stateFile: string): string {
  return `${stateFile}.uploads`;
}

/** A state, and the stamp of the file that it was read from or written to. */
export interface LoadedState {
  readonly state: SandboxState;
  readonly stamp: string;
}

/** Identifies one version of the file: it is always replaced, so each version has its own inode. Undefined if missing. */
export async function stampOf(path: string): Promise<string | undefined> {
  try {
    return stampFrom(await stat(path, { bigint: true }));
  } catch (error) {
    // ENOTDIR: its folder is a file. A write reports that.
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw readFailure(path, error);
  }
}

/** Reads the file at `path`. Throws AdminError SANDBOX_STATE if it cannot be read or is not a sandbox state. */
export async function loadState(path: string): Promise<LoadedState> {
  const fail = (error: unknown): never => {
    throw readFailure(path, error);
  };
  const file = await open(path).catch(fail);
  try {
    const stamp = stampFrom(await file.stat({ bigint: true }));
    const text = await file.readFile('utf8').catch(fail);
    return { state: parseState(path, text), stamp };
  } finally {
    await file.close();
  }
}

export function readFailure(path: string, cause: unknown): AdminError {
  return failure('SANDBOX_STATE', `cannot read the sandbox state ${path}`, cause);
}

export function writeFailure(path: string, cause: unknown): AdminError {
  return failure('SANDBOX_STATE', `cannot write the sandbox state ${path}`, cause);
}

/** DATA_FOLDER for an error of the file system; any other error, which has no system call, unchanged. */
export function folderFailure(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'syscall' in cause)) return cause;
  return failure('DATA_FOLDER', `cannot create or write to the folder of the sandbox state ${path}`, cause);
}

function failure(code: ErrorCode, message: string, cause: unknown): AdminError {
  const systemCode = codeOf(cause);
  return new AdminError(code, systemCode === undefined ? message : `${message} (${systemCode})`, {
    hint: 'Check the permissions and the free disk space, or set another folder in SF_ADMIN_DATA_DIR',
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
  if (!isObject(value) || !isRecordOf(value.pools, isPool)) throw unusable(path, 'is not a sandbox state');
  if (value.version !== STATE_VERSION) throw unusable(path, 'was written by another version of sf-admin');
  return value as unknown as SandboxState;
}

function unusable(path: string, why: string, cause?: unknown): AdminError {
  return new AdminError('SANDBOX_STATE', `the sandbox state ${path} ${why}`, {
    hint: 'Recreate it with: sf-admin sandbox reset',
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

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
