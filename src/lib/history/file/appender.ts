import { batchWrites } from '../../files/batch-writes.js';
import type { HistoryStore } from '../store.js';
import type { NewEntry } from './append.js';

export interface Appender {
  /** Appends an entry to a history. Settles when it is kept for good; throws as `append` of the store does. */
  (entry: NewEntry): Promise<void>;
  /** See `prepare` of the store. */
  readonly prepare: () => void;
}

/** Appends the entries of concurrent changes together, with one write; see `batchWrites`. */
export function openAppender(store: HistoryStore): Appender {
  const writes = batchWrites<NewEntry>((entries) => store.append(entries), store.gather);
  return Object.assign((entry: NewEntry) => writes.add(entry), { prepare: () => store.prepare?.() });
}

/**
 * One appender for each place, so that all changes of this process share it. The name of its file takes a hash, which a run
 * would need twice for each row.
 *
 * @param storeOf called once for a place
 */
export function openAppenders(): <Place extends object>(
  place: Place,
  storeOf: (place: Place) => HistoryStore,
) => Appender {
  const open = new WeakMap<object, Appender>();
  return (place, storeOf) => {
    const appender = open.get(place) ?? openAppender(storeOf(place));
    open.set(place, appender);
    return appender;
  };
}
