import { batchWrites } from '../../files/batch-writes.js';
import { appendEntries, type NewEntry } from './append.js';

/** Appends an entry to a history file. Settles when it is on the disk; throws as `appendEntries` does. */
export type Appender = (entry: NewEntry) => Promise<void>;

/** Milliseconds to wait for more entries: concurrent changes come in bursts, and each write takes a lock. */
const GATHER_MS = 4;

/** Appends the entries of concurrent changes together, under one lock and with one write; see `batchWrites`. */
export function openAppender(file: string): Appender {
  const writes = batchWrites<NewEntry>((entries) => appendEntries(file, ...entries), GATHER_MS);
  return (entry) => writes.add(entry);
}

/**
 * One appender for each place, so that all changes of this process share it. The name of its file takes a hash, which a run
 * would need twice for each row.
 *
 * @param fileOf called once for a place
 */
export function openAppenders(): <Place extends object>(place: Place, fileOf: (place: Place) => string) => Appender {
  const open = new WeakMap<object, Appender>();
  return (place, fileOf) => {
    const appender = open.get(place) ?? openAppender(fileOf(place));
    open.set(place, appender);
    return appender;
  };
}
