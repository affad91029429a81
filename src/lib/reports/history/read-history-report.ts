import { tmpdir } from 'node:os';

import type { Directory } from '../../directory.js';
import { HeldText } from '../../files/held-text.js';
import { historyStores } from '../../history/history-stores.js';
import type { ChangeRecord } from '../../history/record.js';
import { type PoolVerification, verifyAll } from '../../history/verify-all.js';
import { pointInTime } from '../../text/point-in-time.js';
import { type Origin, originOf } from '../origin.js';
import { type Unread, UnreadParts } from '../unread.js';
import { ChangeCounter, type ChangeNumbers } from './change-numbers.js';
import { readChanges } from './read-changes.js';

/** The changes since a time. The keys are part of the JSON output. */
export interface HistoryReport {
  readonly origin: Origin;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly changes: ChangeNumbers;
  /** Whether the history is as sf-admin wrote it; `null` if that could not be verified. */
  readonly verification: HistoryVerification | null;
  /** Sentences about what could not be read. */
  readonly gaps: readonly string[];
  readonly unread: readonly Unread[];
}

/** The result of a verification of the whole history, of whatever time and tenant. */
export interface HistoryVerification extends Pick<PoolVerification, 'isTorn'> {
  readonly isIntact: boolean;
  /** Records, lines, changes without an outcome, and faults; `null` in a tenant, since other tenants have a part in them. */
  readonly records: number | null;
  readonly lines: number | null;
  readonly unknown: number | null;
  readonly faults: number | null;
  /** The first faults; none in a tenant. */
  readonly firstFaults: PoolVerification['faults'];
}

/** A report, and the changes that it counts. */
export interface HistoryReading {
  readonly report: HistoryReport;
  /** Newest first. They may be read several times, until `close`. */
  readonly records: () => AsyncGenerator<ChangeRecord, void, undefined>;
  readonly close: () => Promise<void>;
}

/** Faults that are listed; `history verify` lists all. */
const LISTED_FAULTS = 20;

/**
 * Reads the changes since a time, newest first, and verifies the history. The changes are read once and held back, in
 * constant memory, so that what is listed later is what was counted, even if another process records a change meanwhile.
 *
 * @param input.since an age such as `30d`, or a time in ISO 8601
 * @throws AdminError USAGE for an invalid time; OUTPUT_UNWRITABLE if the temporary file cannot be written
 */
export async function readHistoryReport(
  directory: Directory,
  input: { readonly since: string; readonly onProgress: (changes: number) => void },
  now: Date,
): Promise<HistoryReading> {
  const { records, gaps } = readChanges(directory, { since: input.since }, now);
  const since = (pointInTime(input.since, now) ?? now).toISOString();
  const origin = await originOf(directory, now);
  const held = new HeldText(tmpdir(), 'Set TMPDIR to a folder with more space.');
  const counter = new ChangeCounter();
  const parts = new UnreadParts();
  let read = 0;
  try {
    for await (const record of records) {
      counter.add(record);
      await held.add(`${JSON.stringify(record)}\n`);
      input.onProgress((read += 1));
    }
    const verification = await parts.read('the verification of the history', () => verified(directory));
    return {
      report: { origin, since, changes: counter.numbers(), verification, gaps: gaps(), unread: parts.list },
      records: () => parsed(held),
      close: () => held.close(),
    };
  } catch (error) {
    await held.close();
    throw error;
  }
}

/** Verifies the whole history. @throws AdminError HISTORY_UNREADABLE */
export async function verified(directory: Directory): Promise<HistoryVerification> {
  const { records, lines, unknown, isTorn, faults } = await verifyAll(historyStores(directory));
  const isIntact = faults.length === 0;
  if (directory.tenant !== undefined) {
    return { isIntact, records: null, lines: null, unknown: null, isTorn, faults: null, firstFaults: [] };
  }
  const firstFaults = faults.slice(0, LISTED_FAULTS);
  return { isIntact, records, lines, unknown, isTorn, faults: faults.length, firstFaults };
}

async function* parsed(held: HeldText): AsyncGenerator<ChangeRecord, void, undefined> {
  let rest = '';
  for await (const piece of held.read()) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as ChangeRecord;
  }
}
