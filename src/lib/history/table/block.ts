import type { Item } from '../../cognito/table/table.js';
import { defined } from '../../model/defined.js';
import type { NewEntry } from '../file/append.js';
import { formatEntry, tooLarge } from '../file/format-entry.js';
import { type Head, linkHash } from '../file/head.js';
import type { Line } from '../file/read-lines.js';
import { startsKey } from './table-index.js';

/** Lines of a history that were written at once: an item of the table. */
export interface Block {
  /** The numbers of its first and last line. The first is its sort key. */
  readonly first: number;
  readonly last: number;
  /** The hash of the last line, which covers all lines before it. */
  readonly hash: string;
  /** The lines, each with its line feed but for the last. */
  readonly lines: string;
  /**
   * The ID of the run whose first line is the block's first; else that of the only record that starts in it, if it is
   * of no run.
   */
  readonly starts?: string;
  /** Whether `starts` is a run. */
  readonly startsRun: boolean;
}

/** A line of a history, with the record if it is the start of one. */
export interface NumberedLine {
  readonly text: string;
  readonly end: Head;
  readonly started: { readonly id: string; readonly run: string | undefined } | undefined;
}

/** The most bytes of a block: DynamoDB takes 400 KB with the names of the attributes, and bills by the KB. */
export const MAX_BLOCK = 300 * 1024;
/** The most bytes of one line: with the other attributes, less than DynamoDB takes. */
export const MAX_LINE = 390 * 1024;

/**
 * The entries as blocks that follow a head: see `blocksOf`.
 *
 * @throws AdminError HISTORY_UNWRITABLE for a record that is too large for the table
 */
export function blocksAfter(head: Head, entries: readonly NewEntry[], begun: ReadonlySet<string>): Block[] {
  let end = head;
  const lines = entries.map((entry): NumberedLine => {
    const text = formatEntry({ v: 1, n: end.n + 1, ...entry, prev: end.hash });
    end = { n: end.n + 1, hash: linkHash(text) };
    return { text, end, started: entry.entry === 'started' ? { id: entry.id, run: entry.run?.id } : undefined };
  });
  return blocksOf(lines, begun);
}

/**
 * Lines as blocks, as few as their size allows. A run begins with a block of its own, by which the index finds it.
 *
 * @param begun the IDs of the runs that have begun in blocks before
 * @throws AdminError HISTORY_UNWRITABLE for a line that is too large for the table
 */
export function blocksOf(lines: readonly NumberedLine[], begun: ReadonlySet<string>): Block[] {
  const blocks: Block[] = [];
  const known = new Set(begun);
  let gathered: NumberedLine[] = [];
  let size = 0;
  let run: string | undefined;
  const close = () => {
    const last = gathered.at(-1);
    if (last === undefined) return;
    const started = gathered.flatMap((line) => line.started ?? []);
    const only = started.length === 1 && started[0]?.run === undefined ? started[0]?.id : undefined;
    blocks.push({
      first: last.end.n - gathered.length + 1,
      last: last.end.n,
      hash: last.end.hash,
      lines: gathered.map(({ text }) => text).join('\n'),
      ...defined({ starts: run ?? only }),
      startsRun: run !== undefined,
    });
    [gathered, size, run] = [[], 0, undefined];
  };
  for (const line of lines) {
    const length = Buffer.byteLength(line.text) + 1;
    if (length > MAX_LINE) {
      throw tooLarge(`${MAX_LINE / 1024} KB`);
    }
    const ofRun = line.started?.run;
    const isBegin = ofRun !== undefined && !known.has(ofRun);
    if (isBegin || size + length > MAX_BLOCK) close();
    if (isBegin) {
      known.add(ofRun);
      run = ofRun;
    }
    gathered.push(line);
    size += length;
  }
  close();
  return blocks;
}

/** A block as an item of the table. */
export function toItem(pool: string, { first, last, hash, lines, starts }: Block): Item {
  return {
    pool: { S: pool },
    first: { N: String(first) },
    last: { N: String(last) },
    hash: { S: hash },
    lines: { S: lines },
    ...(starts !== undefined && { starts: { S: startsKey(pool, starts) } }),
  };
}

/** The number of an item, which is its key; NaN if it is not a whole number. */
export function numberOf({ first }: Item): number {
  const number = Number(first?.N);
  return Number.isSafeInteger(number) ? number : NaN;
}

/** The end of an item's block; `undefined` if the item was altered so that it has none. */
export function headOf({ last, hash }: Item): Head | undefined {
  const n = Number(last?.N);
  return Number.isSafeInteger(n) && hash?.S !== undefined ? { n, hash: hash.S } : undefined;
}

/** The lines of an item. One without valid lines has an empty one, which verification reports as altered. */
export function linesOf(item: Item): Line[] {
  const texts = (item.lines?.S ?? '').split('\n');
  const first = numberOf(item);
  const end = headOf(item);
  return texts.map((text, index) => {
    const n = first + index;
    const isLast = index === texts.length - 1;
    return {
      bytes: Buffer.from(text),
      offset: n,
      isWhole: true,
      expected: isLast
        ? { n, hash: n === end?.n ? end.hash : '', ...defined({ starts: item.starts?.S }) }
        : { n, hash: undefined },
    };
  });
}
