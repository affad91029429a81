/**
 * The history: a record of every change, in a store for each user pool and endpoint. `changes/recorder.ts` writes it
 * through this file; `history-stores.ts` says which stores are read, from their end by `newest-first.ts` for lists and
 * single records, from a record on by `read-history.ts`; `file/` is the hash-chained format, and the store that is a
 * file.
 */
import { randomInt } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

import { namedAddress } from '../cognito/client/endpoint.js';
import { assertWritable } from '../cognito/client/assert-writable.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError, EXIT, type ExitCode } from '../errors.js';
import { isSystemError, systemReason } from '../files/system-error.js';
import { visible } from '../output/sanitise.js';
import type { NewEntry } from './file/append.js';
import { type Appender, openAppenders } from './file/appender.js';
import type { Ending, Intent, Operator } from './file/entry.js';
import { poolStore } from './history-stores.js';

/** What is recorded about a change itself. */
export type ChangeIntent = Pick<
  Intent,
  'operation' | 'target' | 'fields' | 'reason' | 'undoes' | 'grant' | 'run' | 'plan'
>;

/** Begins to read what the first record of this process needs, if that takes a request. Does not throw. */
export function prepareRecord(directory: Directory): void {
  if (directory.table !== undefined) appenderOf(directory).prepare();
}

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
    throw unwritable(directory, error, 'Nothing was changed, since the change could not be recorded.');
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
    throw unwritable(directory, error, `The history shows the change as unknown: ${command}`);
  });
}

/** Makes IDs that sort in the order in which they were made, even within a millisecond. */
async function makeIds(): Promise<() => string> {
  const { monotonicFactory } = await import('ulid');
  // Its own source of randomness asks the system for each of the sixteen characters.
  return monotonicFactory(() => randomInt(32) / 32);
}

function append(directory: Directory, entry: NewEntry): Promise<void> {
  return appenderOf(directory)(entry);
}

function appenderOf(directory: Directory): Appender {
  return directory.once(openAppenders)(directory.endpoint, (place) => poolStore(directory, place));
}

/** The person and credentials of this process. @throws AdminError as opening the credentials does */
export async function operator({ once, cognito }: Directory): Promise<Operator> {
  return { accessKeyId: (await cognito.accessKeyId()) ?? null, ...once(person) };
}

/** This process, for the messages of those who wait for it. */
export function holderName({ once }: Pick<Directory, 'once'>): string {
  const { osUser: user, host } = once(person);
  return `${user === null ? '' : `${user} on `}${host} (process ${process.pid})`;
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

const CHECK_FOLDER = 'Check the permissions and disk of the data folder, or use another: SF_ADMIN_DATA_DIR';

/** What to check where the history cannot be written, for an error that does not say. */
export function adviceFor(directory: Pick<Directory, 'table' | 'flagsToRepeat'>): string {
  if (directory.table === undefined) return CHECK_FOLDER;
  const table = commandLine(directory, 'doctor');
  return `Check the network, or allow more time: --timeout SECONDS\nTo check the table: ${table}`;
}

/**
 * The exit status of an error that kept a record from being written, if AWS is the reason: a script should then do what
 * it does after any call that failed so. `undefined` for all else.
 */
export function statusOf(error: unknown): ExitCode | undefined {
  if (!(error instanceof AdminError)) return undefined;
  return error.exitCode === EXIT.credentials || error.exitCode === EXIT.service ? error.exitCode : undefined;
}

function unwritable(directory: Directory, error: unknown, consequence: string): unknown {
  if (!isSystemError(error) && !(error instanceof AdminError)) return error;
  const advice = error instanceof AdminError ? (error.hint ?? adviceFor(directory)) : CHECK_FOLDER;
  // Ctrl-C while a table was asked.
  if (error instanceof AdminError && error.code === 'CANCELLED') return error;
  // What endangers the data folder has a code of its own.
  const code = error instanceof AdminError && error.code === 'UNSAFE_FILE' ? error.code : 'HISTORY_UNWRITABLE';
  return new AdminError(code, `the history cannot be written: ${visible(systemReason(error))}`, {
    hint: `${consequence}\n${advice}`,
    exitCode: statusOf(error),
    cause: error,
  });
}
