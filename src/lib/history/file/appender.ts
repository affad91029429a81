import { batchWrites } from '../../files/batch-writes.js';
import { appendEntries, type NewEntry } from './append.js';

/** Appends an entry to a history file. Settles when it is on the disk; throws as `appendEntries` does. */
export type Appender = (entry: NewEntry) => Promise<void>;

/** Milliseconds to wait for more entries: concurrent changes come in bursts, and each write takes a lock. */
const GATHER_MS = 8;

/** Appends the entries of concurrent changes together, under one lock and with one write; see `batchWrites`. */
export function openAppender(file: string): Appender {
  const writes = batchWrites<NewEntry>((entries) => appendEntries(file, ...entries), GATHER_MS);
  return (entry) => writes.add(entry);
}

/** One appender for each file, so that all changes of this process share it. */
export function openAppenders(): (file: string) => Appender {
  const open = new Map<string, Appender>();
  return (file) => {
    const appender = open.get(file) ?? openAppender(file);
    open.set(file, appender);
    return appender;
  };
}
