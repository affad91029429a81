import type { Entry } from './entry.js';
import { parseEntry } from './parse-entry.js';
import type { HistoryStore } from '../store.js';
import { EMPTY_HEAD, linkHash } from './head.js';
import { type Line, unreadable } from './read-lines.js';

/** A part of a history file that is not as sf-admin wrote it. */
export interface HistoryFault {
  /** `altered`: a line was changed. `missing`: lines are gone. `out-of-order`: a line was moved or inserted. */
  readonly problem: 'altered' | 'missing' | 'out-of-order' | 'no-head';
  /**
   * The line, from 1, in the file as it is now, or its number in the table; if the end is missing, the last line, or 0
   * if there is none.
   */
  readonly line: number;
  /** The ID of the line's record, if it can be read. */
  readonly id: string | null;
  readonly found: string;
}

export interface Verification {
  readonly file: string;
  /** Number of changes, of which `unknown` have no end. */
  readonly records: number;
  readonly unknown: number;
  readonly lines: number;
  /** Whether a killed process left the last line half-written. The next change cuts it off. */
  readonly isTorn: boolean;
  readonly faults: readonly HistoryFault[];
}

/** What a check of a part of a history file has found. */
export interface Check extends Omit<Verification, 'unknown'> {
  /** The IDs of the records of which a line is beyond the head: their process was killed before it wrote the head. */
  readonly uncovered: ReadonlySet<string>;
}

export interface CheckOptions {
  /**
   * Where the line to start with is, in bytes, which starts a change; default: the first line. Those before it are not
   * read.
   */
  readonly from?: number;
  /** The IDs of the changes without an end: those that start are added, those that end are removed. */
  readonly open?: Set<string>;
}

/**
 * Compares every line of a history with its hash in the next line, and the end with the head.
 * A killed process may leave half a line, or a line after the head; neither is a fault.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function checkLines(
  store: HistoryStore,
  { from = 0, open = new Set() }: CheckOptions = {},
): Promise<Check> {
  const faults: HistoryFault[] = [];
  let beyond: Pick<Seen, 'n' | 'id'>[] = [];
  let started = 0;
  let isTorn = false;
  const { begin = EMPTY_HEAD } = store;
  let count = begin.n;
  /** Where the line is: as many lines are before it in a file. A table says the number itself, whatever is missing. */
  let line = begin.n;
  /** A line out of order. The next line follows either it, or the line before it if this one was inserted. */
  let stray: Seen | undefined;
  let before: Seen = { line, n: line, hash: begin.hash, id: null };
  // Read first, since another process may append at the same time: the lines that this head counts must exist.
  const head = await store.head().catch((error: unknown) => {
    throw unreadable(error);
  });
  const checkIndex = from === 0 ? await store.checkIndex?.() : undefined;
  for await (const read of store.lines(from)) {
    const { bytes, isWhole, expected } = read;
    if (!isWhole) {
      isTorn = true;
      break;
    }
    const entry = parseEntry(bytes.toString('utf8'));
    if (from > 0 && started === 0 && entry?.entry === 'started') {
      // What comes before is taken as intact. There, the lines were numbered without a gap from 1.
      count = line = entry.n - 1;
      before = { line, n: line, hash: entry.prev, id: null };
    }
    count += 1;
    line = expected !== undefined && Number.isSafeInteger(expected.n) ? expected.n : count;
    if (entry?.entry === 'started') {
      started += 1;
      open.add(entry.id);
    } else if (entry !== undefined) open.delete(entry.id);
    const here: Seen = { line, n: entry?.n ?? before.n + 1, hash: linkHash(bytes), id: entry?.id ?? null };
    if (stray !== undefined && entry?.prev === stray.hash && here.n === stray.n + 1) before = stray;
    stray = undefined;
    faults.push(...faultsBetween(before, entry, line), ...faultsOf(here, entry, expected));
    const wrong = checkIndex?.(read, entry);
    // After another fault, blocks may be missing with which the index would be right.
    if (wrong !== undefined && faults.length === 0) {
      faults.push({ problem: 'altered', line, id: here.id, found: wrong });
    }
    if (here.n <= before.n) {
      stray = here;
      continue;
    }
    before = here;
    if (!store.isShared && here.n > (head?.n ?? 0)) beyond.push(here);
    if (before.n === head?.n && before.hash !== head.hash) faults.push(altered(before));
  }
  // Another process may have written lines, and then their head, since.
  const latest = beyond.length === 0 ? head : await store.head();
  beyond = beyond.filter(({ n }) => n > (latest?.n ?? 0));
  if (!store.isShared && count > 1 && latest === undefined) {
    const found = 'the head file is missing or invalid: the end of the history may be missing';
    faults.push({ problem: 'no-head', line, id: before.id, found });
  }
  if (head !== undefined && before.n < head.n) {
    faults.push({ problem: 'missing', line, id: before.id, found: missingEnd(before, head.n) });
  }
  const uncovered = new Set(beyond.flatMap(({ id }) => id ?? []));
  return { file: store.name, records: started, lines: count - begin.n, isTorn, faults: once(faults), uncovered };
}

/** The parts of a line that later lines are compared with. */
interface Seen {
  readonly line: number;
  readonly n: number;
  readonly hash: string;
  readonly id: string | null;
}

function faultsBetween(before: Seen, entry: Entry | undefined, line: number): HistoryFault[] {
  if (entry === undefined) {
    return [{ problem: 'altered', line, id: null, found: `line ${line} is not a valid entry` }];
  }
  const { id, n, prev } = entry;
  if (n > before.n + 1) {
    const found = `${lines(before.n + 1, n - 1)} missing before record ${id}`;
    return [{ problem: 'missing', line, id, found }];
  }
  if (n <= before.n) {
    return [moved({ line, id })];
  }
  return prev === before.hash ? [] : [before.line === 0 ? altered({ line, id }) : altered(before)];
}

/** A line that is not what its store says of it apart from the line. */
function faultsOf(here: Seen, entry: Entry | undefined, expected: Line['expected']): HistoryFault[] {
  if (entry === undefined || expected === undefined) return [];
  if (entry.n !== expected.n) return [moved(here)];
  return expected.hash === undefined || expected.hash === here.hash ? [] : [altered(here)];
}

function moved({ line, id }: Pick<Seen, 'line' | 'id'>): HistoryFault {
  return {
    problem: 'out-of-order',
    line,
    id,
    found: `line ${line}, of record ${id ?? '(unreadable)'}, was moved or inserted`,
  };
}

function altered({ line, id }: Pick<Seen, 'line' | 'id'>): HistoryFault {
  const found = `line ${line}, of record ${id ?? '(unreadable)'}, was altered`;
  return { problem: 'altered', line, id, found };
}

function missingEnd(last: Seen, n: number): string {
  const gone = `${lines(last.n + 1, n)} missing`;
  return last.line === 0
    ? `the whole history is missing: ${gone}`
    : `the end is cut off: ${gone} after record ${last.id ?? '(unreadable)'}`;
}

function lines(from: number, to: number): string {
  return from === to ? `line ${from} is` : `lines ${from} to ${to} are`;
}

/** Without duplicates: a line that cannot be parsed does not match its hash either. */
function once(faults: readonly HistoryFault[]): HistoryFault[] {
  const byLine = new Map<string, HistoryFault>();
  for (const fault of faults) {
    const key = `${fault.problem} ${fault.line}`;
    if (!byLine.has(key)) byLine.set(key, fault);
  }
  return [...byLine.values()];
}
