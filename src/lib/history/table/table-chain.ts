import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Item, Page, Table } from '../../cognito/table/table.js';
import { AdminError } from '../../errors.js';
import { makeFolder } from '../../files/make-folder.js';
import { isSystemError } from '../../files/system-error.js';
import type { NewEntry } from '../file/append.js';
import { EMPTY_HEAD, type Head, readHead, writeHead } from '../file/head.js';
import type { Line } from '../file/read-lines.js';
import { type Block, blocksAfter, headOf, linesOf, numberOf } from './block.js';
import { END_ONLY, hasBlock, putBlock } from './put-block.js';

/** Where the history of a pool is in a table, and what this machine knows of it. */
export interface TablePlace {
  readonly table: Table;
  /** The key of the pool in the table. */
  readonly pool: string;
  /** The file beside which this machine keeps the last head that it has seen. */
  readonly memory: string;
}

/** How often a writer tries to link a block to the end of the history, while others write. */
const ATTEMPTS = 100;
/** Milliseconds to wait after another has written first: at random, up to the first and at most the last of these. */
const WAIT = { first: 10, most: 300 };
/** Blocks of the first page from the end: enough for the last 20 changes of people, which have two each. */
const FIRST_PAGE = 50;

/**
 * The chain of blocks of one pool in a table. The key of a block is the number of its first line, and it is written
 * only if there is no item of that key. The next writer would use the same key, so there is one chain, however many
 * write: a writer who was late reads the new end and links again. The lines are those of a file, each with the hash of
 * the one before it.
 */
export class TableChain {
  /** The end of the history, as far as this process knows. */
  #end: Head | undefined;
  /** The reading of the end, until the first append takes it. */
  #reading: Promise<Head> | undefined;
  /**
   * Whether the head that this machine remembers is no longer in the table. It is kept, as evidence for `history
   * verify`.
   */
  #isDamaged = false;
  /** The runs of which this process has written a line: each begins with a block of its own, for the index. */
  readonly #begun = new Set<string>();

  constructor(private readonly place: TablePlace) {}

  /** The last head of the history that this machine has seen. */
  remembered(): Promise<Head | undefined> {
    return readHead(this.place.memory);
  }

  /** Begins to read where the history ends, unless that is known. The first append throws if it fails. */
  prepare(): void {
    if (this.#end === undefined) this.#readOnce().catch(() => undefined);
  }

  /**
   * Appends entries in blocks. Returns when all are written.
   *
   * @throws AdminError HISTORY_UNWRITABLE, or as a call does: it is then not known of the last block whether it was
   *   written
   */
  async append(entries: readonly NewEntry[]): Promise<void> {
    let rest = entries;
    for (let attempt = 1; rest.length > 0; attempt += 1) {
      // The end that this process has seen is the end, unless another has written since: then the number is taken. What
      // this machine remembers of earlier is not enough: beyond the end of an older copy, its number would be free too.
      this.#end ??= await this.#readOnce().finally(() => {
        this.#reading = undefined;
      });
      const [block] = blocksAfter(this.#end, rest, this.#begun);
      if (block === undefined) return;
      if (await this.#write(block, attempt)) {
        this.#end = { n: block.last, hash: block.hash };
        if (block.startsRun) this.#begun.add(block.starts ?? '');
        await this.#remember(this.#end);
        rest = rest.slice(block.last - block.first + 1);
        attempt = 0;
        continue;
      }
      if (attempt === ATTEMPTS) throw busy(this.place.table.name);
    }
  }

  /** The lines from a number on. */
  async *lines(from = 1): AsyncGenerator<Line, void, undefined> {
    const start = from === 1 ? 1 : await this.#blockOf(from);
    const remembered = await this.remembered();
    let isKnown = remembered === undefined;
    let end: Head | undefined;
    // From a line on, mostly for the one record that starts there.
    for await (const item of this.#items({ from: start, ...(from > 1 && { limit: FIRST_PAGE }) })) {
      for (const line of linesOf(item)) if (!(line.offset < from)) yield line;
      end = headOf(item);
      isKnown ||= isSame(end, remembered);
    }
    if (isKnown && end !== undefined) await this.#remember(end);
  }

  /** The lines, the last one first. */
  async *linesFromEnd(): AsyncGenerator<Line, void, undefined> {
    const remembered = await this.remembered();
    let end: Head | undefined;
    for await (const item of this.#items({ limit: FIRST_PAGE })) {
      end ??= headOf(item);
      // What was seen before is still there: what comes after it is remembered in its place.
      if (end !== undefined && (remembered === undefined || isSame(headOf(item), remembered)))
        await this.#remember(end);
      yield* linesOf(item).reverse();
    }
  }

  /**
   * Writes a block unless its number is taken. The end of the history is then read again.
   *
   * @param attempt how often it was tried, this time included
   * @returns whether it is in the table; also if the answer to an earlier attempt was lost
   */
  async #write(block: Block, attempt: number): Promise<boolean> {
    try {
      if (await putBlock(this.place, block)) return true;
    } catch (error) {
      this.#end = undefined;
      if (await hasBlock(this.place, block).catch(() => false)) return true;
      throw error;
    }
    // At random, so that those who wait do not all write at the same moment.
    await delay(Math.random() * Math.min(WAIT.first * 2 ** attempt, WAIT.most));
    const [isWritten, end] = await Promise.all([hasBlock(this.place, block), this.#readEnd()]);
    if (isWritten) return true;
    this.#end = end;
    return false;
  }

  /** The last block that starts at a line or before it, without its lines. */
  async #before(n: number): Promise<Item | undefined> {
    const { items } = await this.place.table.query({
      ...END_ONLY,
      KeyConditionExpression: '#pool = :pool AND #first <= :n',
      ExpressionAttributeValues: { ':pool': { S: this.place.pool }, ':n': { N: String(n) } },
      ScanIndexForward: false,
      Limit: 1,
    });
    return items[0];
  }

  async #blockOf(n: number): Promise<number> {
    const block = await this.#before(n);
    return block === undefined ? n : numberOf(block);
  }

  #readOnce(): Promise<Head> {
    return (this.#reading ??= this.#readEnd());
  }

  /** The end of the history in the table. Notes whether the head that this machine remembers is there too. */
  async #readEnd(): Promise<Head> {
    // Read first, since another process of this machine may write a block, and remember it, at the same time.
    const remembered = await this.remembered();
    const [last, known] = await Promise.all([
      this.#before(Number.MAX_SAFE_INTEGER),
      remembered && this.#before(remembered.n),
    ]);
    if (remembered !== undefined && !isSame(known && headOf(known), remembered)) this.#isDamaged = true;
    return this.#endOf(last);
  }

  #endOf(last: Item | undefined): Head {
    if (last === undefined) return EMPTY_HEAD;
    const head = headOf(last);
    if (head !== undefined) return head;
    const message = `the history is damaged: line ${numberOf(last)} of table ${this.place.table.name} was altered`;
    throw new AdminError('HISTORY_UNREADABLE', message, { hint: 'To see all faults: sf-admin history verify' });
  }

  /** A head that cannot be kept, on a full disk for one, is not a reason to refuse what is in the table already. */
  async #remember(head: Head): Promise<void> {
    if (this.#isDamaged) return;
    const { memory } = this.place;
    // Another process of this machine may have seen more.
    const known = await this.remembered();
    if (known !== undefined && known.n >= head.n) return;
    try {
      await makeFolder(dirname(memory));
      await writeHead(memory, head);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /** The blocks from one on, or from the end. A page is read when the one before it was taken. */
  async *#items({ from, limit }: { from?: number; limit?: number }): AsyncGenerator<Item, void, undefined> {
    let next: Item | undefined;
    let pageSize = limit;
    do {
      const page: Page = await this.place.table.query({
        KeyConditionExpression: from === undefined ? '#pool = :pool' : '#pool = :pool AND #first >= :from',
        ExpressionAttributeNames: from === undefined ? { '#pool': 'pool' } : { '#pool': 'pool', '#first': 'first' },
        ExpressionAttributeValues: {
          ':pool': { S: this.place.pool },
          ...(from !== undefined && { ':from': { N: String(from) } }),
        },
        ScanIndexForward: from !== undefined,
        ...(pageSize !== undefined && { Limit: pageSize }),
        ...(next !== undefined && { ExclusiveStartKey: next }),
      });
      yield* page.items;
      next = page.next;
      pageSize = undefined;
    } while (next !== undefined);
  }
}

function isSame(one: Head | undefined, other: Head | undefined): boolean {
  return one !== undefined && one.n === other?.n && one.hash === other.hash;
}

function busy(table: string): AdminError {
  return new AdminError('HISTORY_UNWRITABLE', `others have written to table ${table} first, ${ATTEMPTS} times`, {
    hint: 'Run the command again.',
  });
}
