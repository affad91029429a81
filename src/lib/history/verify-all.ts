import { parseEntry } from './file/parse-entry.js';
import { readLines } from './file/read-lines.js';
import { type Check, checkLines, type HistoryFault, type Verification } from './file/verify-history.js';
import type { HistoryFiles } from './history-files.js';

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
export async function verifyAll({ current, earlier: candidates, isOwn }: HistoryFiles): Promise<PoolVerification> {
  const earlier: string[] = [];
  for (const file of candidates) if (await concerns(file, isOwn)) earlier.push(file);
  // A change that an earlier version started may have been completed in the current file.
  const open = new Set<string>();
  const checks: Check[] = [];
  for (const file of [...earlier, current]) checks.push(await checkLines(file, { open }));
  const sum = (count: 'records' | 'lines') => checks.reduce((total, check) => total + check[count], 0);
  return {
    file: current,
    earlier,
    records: sum('records'),
    unknown: open.size,
    lines: sum('lines'),
    isTorn: checks.some(({ isTorn }) => isTorn),
    faults: checks.flatMap(({ file, faults }) => faults.map((fault) => ({ ...fault, file }))),
  };
}

/** Whether a file has a change of the pool. One of which nothing can be read may have had some. */
async function concerns(file: string, isOwn: HistoryFiles['isOwn']): Promise<boolean> {
  let isReadable = false;
  for await (const { bytes } of readLines(file)) {
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry === undefined) continue;
    isReadable = true;
    if (entry.entry === 'started' && isOwn(entry)) return true;
  }
  return !isReadable;
}
