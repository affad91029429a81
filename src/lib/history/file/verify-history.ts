import { parseEntry } from './parse-entry.js';
import { readHead } from './head.js';
import { FIRST_PREV, linkHash } from './link-hash.js';
import { readLines, unreadable } from './read-lines.js';

/** Something in a history file that is not as sf-admin wrote it. */
export interface HistoryFault {
  /** `altered`: a line is not what was written. `missing`: lines are gone. `out-of-order`: a line stands where it was not. */
  readonly problem: 'altered' | 'missing' | 'out-of-order' | 'no-head';
  /** The line, from 1, as the file has it now; where the end is missing, the last one: 0 where there is none. */
  readonly line: number;
  /** The record that the line is of, where that can be read. */
  readonly id: string | null;
  readonly found: string;
}

export interface Verification {
  readonly file: string;
  /** Changes, of which `unknown` have no end. */
  readonly records: number;
  readonly unknown: number;
  readonly lines: number;
  /** The last line is half-written, as a killed process leaves it. The next change cuts it off. */
  readonly isTorn: boolean;
  readonly faults: readonly HistoryFault[];
}

/**
 * Holds every line of a history file against the hash that the next one has of it, and the end against the head that
 * is kept beside it. A process that was killed leaves at most a half line, or a line that the head does not tell of
 * yet: neither is a fault.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function verifyHistory(file: string): Promise<Verification> {
  const faults: HistoryFault[] = [];
  const open = new Set<string>();
  let started = 0;
  let isTorn = false;
  let line = 0;
  /** Out of order. The next line follows the one before it, where this was put in, or else this one. */
  let stray: Seen | undefined;
  let before: Seen = { line: 0, n: 0, hash: FIRST_PREV, id: null };
  // A process may append while this one reads: what the head told first must be there, what came since may be.
  const head = await readHead(file).catch((error: unknown) => {
    throw unreadable(error);
  });
  for await (const { bytes, isWhole } of readLines(file)) {
    if (!isWhole) {
      isTorn = true;
      break;
    }
    const entry = parseEntry(bytes.toString('utf8'));
    line += 1;
    if (entry?.entry === 'started') {
      started += 1;
      open.add(entry.id);
    } else if (entry !== undefined) open.delete(entry.id);
    const here: Seen = { line, n: entry?.n ?? before.n + 1, hash: linkHash(bytes), id: entry?.id ?? null };
    if (stray !== undefined && entry?.prev === stray.hash && here.n === stray.n + 1) before = stray;
    stray = undefined;
    faults.push(...faultsBetween(before, entry, line));
    if (here.n <= before.n) {
      stray = here;
      continue;
    }
    before = here;
    if (before.n === head?.n && before.hash !== head.hash) faults.push(altered(before));
  }
  // Where this began before the first change, the head has come since.
  if (line > 1 && head === undefined && (await readHead(file)) === undefined) {
    const found = 'what tells how far the history goes is gone: its end may be missing';
    faults.push({ problem: 'no-head', line, id: before.id, found });
  }
  if (head !== undefined && before.n < head.n) {
    faults.push({ problem: 'missing', line, id: before.id, found: missingEnd(before, head.n) });
  }
  return { file, records: started, unknown: open.size, lines: line, isTorn, faults: once(faults) };
}

/** What is kept of the line before. */
interface Seen {
  readonly line: number;
  readonly n: number;
  readonly hash: string;
  readonly id: string | null;
}

function faultsBetween(before: Seen, entry: ReturnType<typeof parseEntry>, line: number): HistoryFault[] {
  if (entry === undefined) {
    return [{ problem: 'altered', line, id: null, found: `line ${line} is no entry of a history` }];
  }
  const { id, n, prev } = entry;
  if (n > before.n + 1) {
    return [
      { problem: 'missing', line, id, found: `${lines(before.n + 1, n - 1)} missing before record ${id}` },
    ];
  }
  if (n <= before.n) {
    return [
      {
        problem: 'out-of-order',
        line,
        id,
        found: `line ${line}, of record ${id}, is not where it was written`,
      },
    ];
  }
  return prev === before.hash ? [] : [before.line === 0 ? altered({ line, id }) : altered(before)];
}

function altered({ line, id }: Pick<Seen, 'line' | 'id'>): HistoryFault {
  return {
    problem: 'altered',
    line,
    id,
    found: `line ${line}, of record ${id ?? '(unreadable)'}, is not as it was written`,
  };
}

function missingEnd(last: Seen, n: number): string {
  const gone = `${lines(last.n + 1, n)} missing`;
  return last.line === 0
    ? `nothing is left of the history: ${gone}`
    : `the end is cut off: ${gone} after record ${last.id ?? '(unreadable)'}`;
}

function lines(from: number, to: number): string {
  return from === to ? `line ${from} is` : `lines ${from} to ${to} are`;
}

/** A line whose own text cannot be read fails against the next one too. */
function once(faults: readonly HistoryFault[]): HistoryFault[] {
  return faults.filter(
    (fault, index) =>
      faults.findIndex(({ problem, line }) => problem === fault.problem && line === fault.line) === index,
  );
}
