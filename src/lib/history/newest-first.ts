import type { Entry, Finished } from './file/entry.js';
import { recordIdOf } from './file/read-lines.js';
import type { HistoryStores } from './history-stores.js';
import { type ChangeRecord, toRecord } from './record.js';
import type { HistoryStore } from './store.js';

/** Where a record starts: the store, and the position of its line in it. */
export interface RecordPlace {
  readonly store: HistoryStore;
  readonly offset: number;
}

export interface FoundRecord extends RecordPlace {
  readonly record: ChangeRecord;
}

export interface NewestFirstOptions {
  /** Which lines to parse; default: all. The others are passed over, except for the start of a change whose end is wanted. */
  readonly wants?: ((line: Buffer) => boolean) | undefined;
  /** Called for each line that cannot be read. */
  readonly onUnreadable?: (() => void) | undefined;
  /** Reads a line; undefined if it is none of the history. Default: by the schema, which takes a moment to load. */
  readonly parse?: ((line: string) => Entry | undefined) | undefined;
}

/**
 * The changes of a history, the newest first. Only as much of each store is read as changes are taken. Changes of one
 * store are in the order in which they were started, whatever the clock said; only between stores does the time decide.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function* newestFirst(
  { current, earlier }: Pick<HistoryStores, 'current' | 'earlier'>,
  options: NewestFirstOptions = {},
): AsyncGenerator<FoundRecord, void, undefined> {
  /** Ends whose starts have not been met so far: a start may be in an earlier store than its end. */
  const ends = new Map<string, Finished>();
  yield* ofStore(current, ends, options);
  const iterators = earlier.map((store) => ofStore(store, ends, options));
  try {
    const next = await Promise.all(iterators.map(async (iterator) => (await iterator.next()).value ?? undefined));
    for (;;) {
      const latest = next.reduce<FoundRecord | undefined>(later, undefined);
      if (latest === undefined) return;
      yield latest;
      const index = next.indexOf(latest);
      next[index] = (await iterators[index]?.next())?.value ?? undefined;
    }
  } finally {
    for (const iterator of iterators) await iterator.return();
  }
}

function later(one: FoundRecord | undefined, other: FoundRecord | undefined): FoundRecord | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.record.startedAt > one.record.startedAt ? other : one;
}

async function* ofStore(
  store: HistoryStore,
  ends: Map<string, Finished>,
  { wants, onUnreadable, parse }: NewestFirstOptions,
): AsyncGenerator<FoundRecord, void, undefined> {
  const parseLine = parse ?? (await import('./file/parse-entry.js')).parseEntry;
  for await (const { bytes, offset, isWhole } of store.linesFromEnd()) {
    if (wants !== undefined && !wants(bytes) && !(ends.size > 0 && ends.has(recordIdOf(bytes)))) continue;
    const entry = parseLine(bytes.toString('utf8'));
    if (entry?.entry === 'started') {
      yield { record: toRecord(entry, ends.get(entry.id)), store, offset };
      ends.delete(entry.id);
    } else if (entry === undefined) {
      if (isWhole) onUnreadable?.();
      // The last end of a record counts.
    } else if (!ends.has(entry.id)) ends.set(entry.id, entry);
  }
}
