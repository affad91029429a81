import type { Line } from './file/read-lines.js';
import { type HistoryStore, UNIQUE_END } from './store.js';

/**
 * The position in a store at which a record or run starts, or a few lines before, if an index has it.
 *
 * @param id the ID, or enough of its end
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function indexedPosition(store: HistoryStore, id: string): Promise<number | undefined> {
  return id.length < UNIQUE_END ? undefined : store.find(id.slice(-UNIQUE_END).toUpperCase());
}

/** The lines from that position on; none if no index has it. @throws AdminError HISTORY_UNREADABLE */
export async function* indexedLines(store: HistoryStore, id: string): AsyncGenerator<Line, void, undefined> {
  const from = await indexedPosition(store, id);
  if (from !== undefined) yield* store.lines(from);
}
