import { parseEntry } from './file/parse-entry.js';
import { type Check, checkLines, type HistoryFault, type Verification } from './file/verify-history.js';
import type { HistoryStores } from './history-stores.js';
import type { HistoryStore } from './store.js';

/** What was found in all files of a user pool's history. The counts are their sums. */
export interface PoolVerification extends Omit<Verification, 'faults'> {
  /** The files of earlier versions that have changes of the pool. */
  readonly earlier: readonly string[];
  readonly faults: readonly (HistoryFault & { readonly file: string })[];
}

/**
 * Verifies the file of a user pool, and every file of an earlier version that has a change of the pool, completely.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function verifyAll({ current, earlier: candidates, isOwn }: HistoryStores): Promise<PoolVerification> {
  const earlier: HistoryStore[] = [];
  for (const store of candidates) if (await concerns(store, isOwn)) earlier.push(store);
  // A change that an earlier version started may have been completed in the current file.
  const open = new Set<string>();
  const checks: Check[] = [];
  for (const store of [...earlier, current]) checks.push(await checkLines(store, { open }));
  const sum = (count: 'records' | 'lines') => checks.reduce((total, check) => total + check[count], 0);
  return {
    file: current.name,
    earlier: earlier.map(({ name }) => name),
    records: sum('records'),
    unknown: open.size,
    lines: sum('lines'),
    isTorn: checks.some(({ isTorn }) => isTorn),
    faults: checks.flatMap(({ file, faults }) => faults.map((fault) => ({ ...fault, file }))),
  };
}

/** Whether a store has a change of the pool. One of which nothing can be read may have had some. */
async function concerns(store: HistoryStore, isOwn: HistoryStores['isOwn']): Promise<boolean> {
  let isReadable = false;
  for await (const { bytes } of store.lines()) {
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry === undefined) continue;
    isReadable = true;
    if (entry.entry === 'started' && isOwn(entry)) return true;
  }
  return !isReadable;
}
