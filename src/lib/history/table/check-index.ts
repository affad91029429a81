import type { Entry } from '../file/entry.js';
import type { Line } from '../file/read-lines.js';
import { startsKey } from './table-index.js';

/**
 * Begins a check of what blocks say in the index of what starts in them: see `HistoryStore.checkIndex`. The rule is that
 * of `blocksOf`.
 *
 * @param pool the key of the pool in the table
 */
export function checkIndex(pool: string): (line: Line, entry: Entry | undefined) => string | undefined {
  const begun = new Set<string>();
  /** The lines of the block so far, each with what starts in it. */
  let block: (Entry | undefined)[] = [];
  return ({ expected }, entry) => {
    block.push(entry);
    if (expected?.hash === undefined) return undefined;
    const [first] = block;
    const started = block.flatMap((one) => (one?.entry === 'started' ? one : []));
    const isReadable = !block.includes(undefined);
    block = [];
    const run = first?.entry === 'started' ? first.run?.id : undefined;
    const only = started.length === 1 && started[0]?.run === undefined ? started[0]?.id : undefined;
    const id = run ?? only;
    // A process that resumes a run names it again, in a block of its own. The other blocks of a run name none.
    const isOptional = run !== undefined && begun.has(run);
    for (const one of started) if (one.run !== undefined) begun.add(one.run.id);
    // An altered line is reported as such.
    if (!isReadable || (expected.starts === undefined && isOptional)) return undefined;
    if (expected.starts === (id && startsKey(pool, id))) return undefined;
    const what = id === undefined ? 'nothing' : `${run === undefined ? 'record' : 'run'} ${id}`;
    return `the block that ends at line ${expected.n} starts ${what}, but the index says ${expected.starts ?? 'nothing'}`;
  };
}
