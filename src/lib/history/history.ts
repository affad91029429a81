import { userInfo, hostname } from 'node:os';
import { join } from 'node:path';

import { UNNAMED } from '../config/resolve-context.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { isSystemError } from '../files/system-error.js';
import { visible } from '../output/sanitise.js';
import type { NewEntry } from './file/append.js';
import { openAppenders } from './file/appender.js';
import type { Ending, Intent, Operator } from './file/entry.js';

/** The file that holds a context's history; a pool that no context names has one of its own. */
export function historyFile(dataFolder: string, context: string, poolId: string | undefined): string {
  // No context can be called like that: see `edit-contexts`.
  const name = context === UNNAMED ? `@${poolId ?? ''}` : context;
  return join(dataFolder, 'history', `${name.replace(/[^\w@.-]/g, '_')}.ndjson`);
}

/** What a change is recorded with, beside where and by whom it is made. */
export type ChangeIntent = Pick<Intent, 'operation' | 'target' | 'fields' | 'reason' | 'undoes' | 'run'>;

/**
 * Notes that a change is about to be made, and returns when that is on the disk.
 *
 * @returns the ID of its record
 * @throws AdminError HISTORY_UNWRITABLE: the change must then not be made
 */
export async function recordStart(directory: Directory, change: ChangeIntent): Promise<string> {
  const { context, endpoint } = directory;
  const newId = await directory.once(makeIds);
  const id = newId();
  const intent: Intent = {
    context: context.name,
    poolId: endpoint.poolId,
    region: endpoint.region,
    endpoint: endpoint.url ?? null,
    operator: await operator(directory),
    ...change,
  };
  await append(directory, { entry: 'started', id, at: new Date().toISOString(), ...intent }).catch(
    (error: unknown) => {
      throw unwritable(error, 'Nothing was changed: no change is made that cannot be recorded.');
    },
  );
  return id;
}

/**
 * Notes how a change ended.
 *
 * @throws AdminError HISTORY_UNWRITABLE: the record then shows the change as unknown
 */
export async function recordEnd(directory: Directory, id: string, ending: Ending): Promise<void> {
  await append(directory, { entry: 'finished', id, at: new Date().toISOString(), ...ending }).catch(
    (error: unknown) => {
      throw unwritable(
        error,
        `The history shows the change as unknown: ${commandLine(directory, `history show ${id}`)}`,
      );
    },
  );
}

/** Makes IDs that sort by the order in which they were asked for, within a millisecond too. */
async function makeIds(): Promise<() => string> {
  const { monotonicFactory } = await import('ulid');
  return monotonicFactory();
}

function append({ once, dataFolder, context, endpoint }: Directory, told: NewEntry): Promise<void> {
  return once(openAppenders)(historyFile(dataFolder, context.name, endpoint.poolId))(told);
}

async function operator({ once, cognito }: Directory): Promise<Operator> {
  return { ...once(person), accessKeyId: (await cognito.accessKeyId()) ?? null };
}

/** Looked up once: a system may read files, or ask over the network, to name a user. */
function person(): Pick<Operator, 'osUser' | 'host'> {
  return { osUser: osUser(), host: hostname() };
}

/** A process in a container may run as a user ID that has no name. */
function osUser(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}

function unwritable(error: unknown, consequence: string): unknown {
  if (!isSystemError(error) && !(error instanceof AdminError)) return error;
  return new AdminError('HISTORY_UNWRITABLE', `the history cannot be written: ${visible(error.message)}`, {
    hint: `${consequence}\nCheck the data folder's permissions and disk, or name another: SF_ADMIN_DATA_DIR`,
    cause: error,
  });
}
