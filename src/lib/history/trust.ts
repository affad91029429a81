import { AdminError } from '../errors.js';
import { checkLines } from './file/verify-history.js';
import type { HistoryFiles } from './history-files.js';
import type { RecordPlace } from './newest-first.js';

/** What is wrong with a history from a record to the head. What comes before the record is not looked at. */
export interface Trust {
  /** The first fault of a record's own lines. */
  readonly faultOf: (id: string) => string | undefined;
  /** Whether a line of a record is beyond the head. */
  readonly isUncovered: (id: string) => boolean;
  /** The first fault of any line. */
  readonly fault: string | undefined;
}

/**
 * Verifies a history from a record to the head: the lines from it on, and if it is in a file of an earlier version, those
 * that were written since.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function checkSince({ current }: Pick<HistoryFiles, 'current'>, place: RecordPlace): Promise<Trust> {
  const checks = [await checkLines(place.file, { from: place.offset })];
  if (place.file !== current) checks.push(await checkLines(current));
  const faults = checks.flatMap((check) => check.faults);
  return {
    faultOf: (id) => faults.find((fault) => fault.id === id && fault.problem !== 'missing')?.found,
    isUncovered: (id) => checks.some(({ uncovered }) => uncovered.has(id)),
    fault: faults[0]?.found,
  };
}

/** Why a record cannot be trusted; `undefined` if it can. */
export function distrust({ faultOf, isUncovered }: Trust, id: string): string | undefined {
  return faultOf(id) ?? (isUncovered(id) ? 'the head of the history does not cover it' : undefined);
}

/**
 * Refuses to act on a record whose values before the change cannot be trusted: its lines were altered, or the head does not
 * cover them. Their process was killed while it wrote them, or somebody else has added them.
 *
 * @throws AdminError HISTORY_ALTERED
 */
export function assertTrusted(trust: Trust, id: string): void {
  const why = distrust(trust, id);
  if (why === undefined) return;
  throw new AdminError('HISTORY_ALTERED', `record ${id} cannot be trusted: ${why}`, {
    hint:
      trust.faultOf(id) === undefined
        ? `Nothing was written. To compare it with the current state: sf-admin history show ${id}\n` +
          'The next change that is recorded covers it.'
        : 'Nothing was written. To see all faults: sf-admin history verify',
  });
}

/**
 * Refuses to act on a record that is followed by damaged lines: they may hide later changes of the same target.
 *
 * @throws AdminError HISTORY_ALTERED
 */
export function assertIntactSince({ fault }: Trust, id: string): void {
  if (fault === undefined) return;
  throw new AdminError('HISTORY_ALTERED', `the history is damaged after record ${id}: ${fault}`, {
    hint: 'Nothing was written. To see all faults: sf-admin history verify\nTo undo the change although later ones may be missing: --force',
  });
}
