/**
 * The history: a record of every change, in a file for each user pool and endpoint. `changes/recorder.ts` writes it through
 * this file; `history-files.ts` says which files are read, from their end by `newest-first.ts` for lists and single records,
 * from a record on by `read-history.ts`; `file/` is the hash-chained format.
 */
import { randomInt } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

import { namedAddress } from '../cognito/client/endpoint.js';
import { assertWritable } from '../cognito/client/assert-writable.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { isSystemError, systemReason } from '../files/system-error.js';
import { visible } from '../output/sanitise.js';
import type { NewEntry } from './file/append.js';
import { openAppenders } from './file/appender.js';
import type { Ending, Intent, Operator } from './file/entry.js';
import { historyFile } from './history-files.js';

/** What is recorded about a change itself. */
export type ChangeIntent = Pick<Intent, 'operation' | 'target' | 'fields' | 'reason' | 'undoes' | 'run'>;

/**
 * Records that a change is about to be made, and returns when the record is on the disk.
 *
 * @returns the ID of its record
 * @throws AdminError HISTORY_UNWRITABLE, READ_ONLY: the change must then not be made
 */
export async function recordStart(directory: Directory, change: ChangeIntent): Promise<string> {
  const { context, endpoint } = directory;
  assertWritable(endpoint, change.operation.replace('.', ' '));
  const newId = await directory.once(makeIds);
  const id = newId();
  const intent: Intent = {
    context: context.name,
    poolId: endpoint.poolId,
    region: endpoint.region,
    endpoint: namedAddress(endpoint) ?? null,
    operator: await operator(directory),
    ...change,
  };
  await append(directory, { entry: 'started', id, at: new Date().toISOString(), ...intent }).catch((error: unknown) => {
    throw unwritable(error, 'Nothing was changed, since the change could not be recorded.');
  });
  return id;
}

/**
 * Records the result of a change.
 *
 * @throws AdminError HISTORY_UNWRITABLE: the record then shows the change as unknown
 */
export async function recordEnd(directory: Directory, id: string, ending: Ending): Promise<void> {
  const entry = { entry: 'finished', id, at: new Date().toISOString(), ...ending } as const;
  await append(directory, entry).catch((error: unknown) => {
    const command = commandLine(directory, `history show ${id}`);
    throw unwritable(error, `The history shows the change as unknown: ${command}`);
  });
}

/** Makes IDs that sort in the order in which they were made, even within a millisecond. */
async function makeIds(): Promise<() => string> {
  const { monotonicFactory } = await import('ulid');
  // Its own source of randomness asks the system for each of the sixteen characters.
  return monotonicFactory(() => randomInt(32) / 32);
}

function append({ once, dataFolder, endpoint }: Directory, entry: NewEntry): Promise<void> {
  return once(openAppenders)(endpoint, (place) => historyFile(dataFolder, place))(entry);
}

/** The person and credentials of this process. @throws AdminError as opening the credentials does */
export async function operator({ once, cognito }: Directory): Promise<Operator> {
  return { accessKeyId: (await cognito.accessKeyId()) ?? null, ...once(person) };
}

/** Looked up once, since the system may read files or ask over the network for a user's name. */
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
  const advice =
    (error instanceof AdminError ? error.hint : undefined) ??
    'Check the permissions and disk of the data folder, or use another: SF_ADMIN_DATA_DIR';
  // What endangers the data folder has a code of its own.
  const code = error instanceof AdminError && error.code === 'UNSAFE_FILE' ? error.code : 'HISTORY_UNWRITABLE';
  return new AdminError(code, `the history cannot be written: ${visible(systemReason(error))}`, {
    hint: `${consequence}\n${advice}`,
    cause: error,
  });
}
