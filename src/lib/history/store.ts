import type { Entry } from './file/entry.js';
import type { NewEntry } from './file/append.js';
import type { Head } from './file/head.js';
import type { Line } from './file/read-lines.js';
import type { Gathering } from '../files/batch-writes.js';

/**
 * The characters of an ID's end by which the list names a record, and an index finds it. Random, so that no two of a
 * history are the same.
 */
export const UNIQUE_END = 10;

/**
 * Where the lines of a history are kept, each chained to the one before it. What the lines say, and whether they can be
 * trusted, is the same for every store: they are read and verified through this interface alone.
 */
export interface HistoryStore {
  /** The file or table, for messages and JSON. */
  readonly name: string;
  /**
   * Whether several machines append to it. The head is then the last that this machine has seen, and lines beyond it
   * are those of others; else a line beyond it is one of a process that was killed before it wrote the head.
   */
  readonly isShared: boolean;
  /** The line before the first one, if those up to it are kept in another store; default: there is none. */
  readonly begin?: Head;
  /** How long to wait for more entries that are appended together: see `batchWrites`. */
  readonly gather: Gathering;
  /**
   * The lines from a position on, which is that of a line that was read before, or `after` it; default: all. None if
   * there is no history.
   *
   * @throws AdminError HISTORY_UNREADABLE
   */
  lines(from?: number): AsyncGenerator<Line, void, undefined>;
  /**
   * The lines, the last one first. Only as many are read as are taken, or a few more.
   *
   * @throws AdminError HISTORY_UNREADABLE
   */
  linesFromEnd(): AsyncGenerator<Line, void, undefined>;
  /**
   * Where a record or run starts, or a few lines before, from an index.
   *
   * @param end the last `UNIQUE_END` characters of its ID
   * @returns undefined if there is no index, or it does not have the ID: the lines may still have it
   */
  find(end: string): Promise<number | undefined>;
  /**
   * Begins a check of the index. The check is called with every line, in order, and says what is wrong, if anything.
   */
  readonly checkIndex?: () => Promise<(line: Line, entry: Entry | undefined) => string | undefined>;
  /** The position after a line, where the next one is or will be. */
  after(line: Line): number;
  /**
   * Begins to read what the first append needs, beside what else is done until then. Does not throw: the append does.
   */
  readonly prepare?: () => void;
  /** The position of the line of a number, if the store knows it without reading the lines before. */
  positionOf(n: number): number | undefined;
  /** The number and the hash of the last line, as they are kept apart from the lines; `undefined` if they are not. */
  head(): Promise<Head | undefined>;
  /**
   * Appends entries, each chained to the line before it, and returns when they are kept for good. A failure leaves
   * none of them, or the first ones: a table takes no more than 300 KB at once.
   *
   * @throws the system's error, or an AdminError
   */
  append(entries: readonly NewEntry[]): Promise<void>;
}

/**
 * The whole lines of a store with their numbers, from a number on; default: all. None if there is no history.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function* numberedLines(
  store: HistoryStore,
  from = 1,
): AsyncGenerator<{ readonly n: number; readonly bytes: Buffer }, void, undefined> {
  const position = from > 1 ? store.positionOf(from) : undefined;
  let n = position === undefined ? (store.begin?.n ?? 0) : from - 1;
  for await (const { bytes, isWhole } of store.lines(position)) {
    if (!isWhole) return;
    n += 1;
    if (n >= from) yield { n, bytes };
  }
}
