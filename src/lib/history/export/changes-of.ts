import { AdminError } from '../../errors.js';
import type { Finished, Started } from '../file/entry.js';
import { EMPTY_HEAD, type Head, linkHash } from '../file/head.js';
import { parseEntry } from '../file/parse-entry.js';
import { type HistoryStore, numberedLines } from '../store.js';

/** Where an export begins in a store: after this line, whose hash is compared if it is known. */
export type Position = Pick<Head, 'n'> & Partial<Head>;

/** What is exported of a store. */
export interface Part {
  readonly store: HistoryStore;
  /** Default: from the first line on. */
  readonly from: Position | undefined;
  /** The last line. Another process may append at the same time: what it writes is left to the next export. */
  readonly last: Head;
  /** How many changes are started in it. */
  readonly started: number;
  /** The IDs of those that have no end in this store. */
  readonly open: ReadonlySet<string>;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** The IDs of the changes that have no end in any of the stores. */
  readonly open: ReadonlySet<string>;
  /** Ends that do not follow their start in the same store: that may be in another one, from before the team had a table. */
  readonly ends: ReadonlyMap<string, Finished>;
  /** Lines that could not be read. */
  readonly unreadable: number;
}

/**
 * What is left to export of stores, each after a position.
 *
 * @throws AdminError HISTORY_ALTERED if a line at a position is missing or is another one; HISTORY_UNREADABLE
 */
export async function partsOf(
  positions: readonly { readonly store: HistoryStore; readonly from: Position | undefined }[],
): Promise<Parts> {
  const parts: Part[] = [];
  const ends = new Map<string, Finished>();
  let unreadable = 0;
  for (const { store, from } of positions) {
    const open = new Set<string>();
    let started = 0;
    let last = startOf(from);
    for await (const { n, bytes } of linesAfter(store, from)) {
      last = { n, hash: linkHash(bytes) };
      const entry = parseEntry(bytes.toString('utf8'));
      if (entry === undefined) unreadable += 1;
      else if (entry.entry === 'started') {
        started += 1;
        open.add(entry.id);
      } else if (!open.delete(entry.id)) ends.set(entry.id, entry);
    }
    parts.push({ store, from, last, started, open });
  }
  const open = new Set(parts.flatMap((part) => [...part.open]).filter((id) => !ends.has(id)));
  return { parts, open, ends, unreadable };
}

export interface FoundChange {
  readonly started: Started;
  readonly finished: Finished | undefined;
  /** The line before the one that starts it. */
  readonly before: Head;
  /** The latest time in the lines up to the one that starts it. ISO 8601, UTC. */
  readonly latest: string;
  /** How many changes started before it, from 0. */
  readonly index: number;
}

/** The changes of a part in the order of their starts. Those that wait for the end of an earlier one are held in memory. */
export async function* changesOf(
  { store, from, last }: Part,
  { open, ends }: Parts,
): AsyncGenerator<FoundChange, void, undefined> {
  const waiting = new Map<string, FoundChange>();
  let before = startOf(from);
  let latest = '';
  let count = 0;
  for await (const { n, bytes } of linesAfter(store, from)) {
    if (n > last.n) break;
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry !== undefined && entry.at > latest) latest = entry.at;
    if (entry?.entry === 'started') {
      waiting.set(entry.id, { started: entry, finished: ends.get(entry.id), before, latest, index: count });
      count += 1;
    } else if (entry !== undefined) {
      const known = waiting.get(entry.id);
      if (known !== undefined) waiting.set(entry.id, { ...known, finished: known.finished ?? entry });
    }
    before = { n, hash: linkHash(bytes) };
    for (const [id, change] of waiting) {
      if (change.finished === undefined && !open.has(id)) break;
      waiting.delete(id);
      yield change;
    }
  }
  yield* waiting.values();
}

function startOf(from: Position | undefined): Head {
  return { n: from?.n ?? 0, hash: from?.hash ?? EMPTY_HEAD.hash };
}

/** The whole lines of a store after a position. @throws AdminError HISTORY_ALTERED */
async function* linesAfter(store: HistoryStore, from: Position | undefined) {
  const start = from?.n ?? 0;
  let isThere = start <= (store.begin?.n ?? 0);
  for await (const line of numberedLines(store, Math.max(1, start))) {
    if (line.n === start) {
      if (from?.hash !== undefined && linkHash(line.bytes) !== from.hash) {
        throw notTheSame(store, start, 'is another one now');
      }
      isThere = true;
    }
    if (line.n > start) yield line;
  }
  if (!isThere) throw notTheSame(store, start, 'is missing');
}

function notTheSame({ name }: HistoryStore, n: number, what: string): AdminError {
  return new AdminError('HISTORY_ALTERED', `line ${n} of ${name}, which was exported last, ${what}`, {
    hint: 'To see all faults: sf-admin history verify\nTo export everything again, omit --after and use another --head-file.',
  });
}
