import type { Finished, Started } from './file/entry.js';
import { parseEntry } from './file/parse-entry.js';
import type { HistoryStores } from './history-stores.js';
import type { FoundRecord, RecordPlace } from './newest-first.js';
import { type ChangeRecord, toRecord } from './record.js';
import type { HistoryStore } from './store.js';

/**
 * A record and those after it, the oldest first. After it are those that follow it in its store, whatever the clock said, and
 * what was written to the pool's own store if that is another. Of the files that other contexts had at the same time, those
 * with a later time count.
 *
 * @param isWanted which records to keep; default: all
 * @throws AdminError HISTORY_UNREADABLE
 */
export function recordsSince(
  { current, earlier }: Pick<HistoryStores, 'current' | 'earlier'>,
  { store, offset, record }: FoundRecord,
  isWanted: (started: Started) => boolean = () => true,
): Promise<readonly ChangeRecord[]> {
  const others = store.name === current.name ? [] : [...earlier.filter(({ name }) => name !== store.name), current];
  const places = [{ store, offset }, ...others.map((other) => ({ store: other, offset: undefined }))];
  const isLater = (started: Started, { name }: HistoryStore) =>
    [store.name, current.name].includes(name) || started.at > record.startedAt;
  return readStores(places, (started, from) => isLater(started, from) && isWanted(started));
}

/** The end of a change may be in a later store than its start. */
async function readStores(
  places: readonly (Pick<RecordPlace, 'store'> & { readonly offset: number | undefined })[],
  isWanted: (started: Started, store: HistoryStore) => boolean,
): Promise<readonly ChangeRecord[]> {
  const found = new Map<string, { started: Started; finished?: Finished }>();
  for (const { store, offset } of places) {
    for await (const { bytes } of store.lines(offset)) {
      const entry = parseEntry(bytes.toString('utf8'));
      if (entry?.entry === 'started') {
        if (isWanted(entry, store)) found.set(entry.id, { started: entry });
      } else if (entry !== undefined) {
        const known = found.get(entry.id);
        if (known !== undefined) known.finished = entry;
      }
    }
  }
  return Array.from(found.values(), ({ started, finished }) => toRecord(started, finished));
}
