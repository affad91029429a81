import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { AdminError } from '../../errors.js';
import { assertOwn } from '../../files/own-file.js';
import { dataFolderError, isSystemError, systemReason } from '../../files/system-error.js';
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
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw stateFailure('read', path, error);
  }
}

/** Reads the file at `path`. Throws AdminError SANDBOX_STATE if it cannot be read or is not a sandbox state; UNSAFE_FILE. */
export async function loadState(path: string): Promise<LoadedState> {
  const fail = (error: unknown): never => {
    throw stateFailure('read', path, error);
  };
  try {
    assertOwn(path);
  } catch (error) {
    fail(error);
  }
  const file = await open(path).catch(fail);
  try {
    const stamp = stampFrom(await file.stat({ bigint: true }));
    const text = await file.readFile('utf8').catch(fail);
    return { state: parseState(path, text), stamp };
  } finally {
    await file.close();
  }
}

/** An error of the file system as AdminError DATA_FOLDER; any other error unchanged. */
export function folderFailure(path: string, error: unknown): unknown {
  return dataFolderError(dirname(path), error, 'The sandbox was not changed.');
}

/** AdminError SANDBOX_STATE for a file that cannot be read or written. */
export function stateFailure(verb: 'read' | 'write', path: string, cause: unknown): AdminError {
  if (cause instanceof AdminError) return cause;
  const reason = isSystemError(cause) ? `: ${systemReason(cause)}` : '';
  return new AdminError('SANDBOX_STATE', `cannot ${verb} the sandbox state ${path}${reason}`, {
    hint: `Check the permissions of ${path} and of its folder, and the free disk space`,
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
    isRecordOf(pool.users, (user) => isObject(user) && isObject(user.attributes) && isObject(user.refreshTokens)) &&
    (pool.importJobs === undefined || isRecordOf(pool.importJobs, (job) => isObject(job) && Array.isArray(job.log)))
  );
}

function isRecordOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return isObject(value) && Object.values(value).every(isMember);
}

function stampFrom({ ino, size, mtimeNs }: { ino: bigint; size: bigint; mtimeNs: bigint }): string {
  return `${ino}:${size}:${mtimeNs}`;
}
