import { fileStore } from '../../src/lib/history/file/file-store.js';
import { checkLines, type Verification } from '../../src/lib/history/file/verify-history.js';
import { newestFirst } from '../../src/lib/history/newest-first.js';
import type { ChangeRecord } from '../../src/lib/history/record.js';

/** The changes of one history file, the oldest first, and the number of its lines that cannot be read. */
export async function readHistory(file: string): Promise<{ records: readonly ChangeRecord[]; unreadable: number }> {
  const records: ChangeRecord[] = [];
  let unreadable = 0;
  const options = { onUnreadable: () => (unreadable += 1) };
  for await (const { record } of newestFirst({ current: fileStore(file), earlier: [] }, options))
    records.unshift(record);
  return { records, unreadable };
}

/** What `history verify` finds in one file. */
export async function verifyHistory(file: string): Promise<Verification> {
  const open = new Set<string>();
  const { uncovered: _uncovered, ...check } = await checkLines(fileStore(file), { open });
  return { ...check, unknown: open.size };
}
