import { AdminError } from '../errors.js';
import { checkLines, type HistoryFault } from './file/verify-history.js';
import type { HistoryStores } from './history-stores.js';
import type { FoundRecord } from './newest-first.js';

/** What is wrong with a history from a record to the head. What comes before the record is not looked at. */
export interface Trust {
  /** The first fault of a record's own lines. */
  readonly faultOf: (id: string) => string | undefined;
  /** Whether a line of a record is beyond the head. */
  readonly isUncovered: (id: string) => boolean;
  /** The first fault that is not of the lines of these records. */
  readonly faultBesides: (ids: ReadonlySet<string>) => string | undefined;
}

/**
 * Verifies a history from a record to the head: the lines from it on, and if it is in a file of an earlier version, those
 * that were written since.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function checkSince({ current }: Pick<HistoryStores, 'current'>, place: FoundRecord): Promise<Trust> {
  const checks = [await checkLines(place.store, { from: place.offset })];
  if (place.store.name !== current.name) checks.push(await checkLines(current));
  const faults = checks.flatMap((check) => check.faults);
  // What is missing is named after the record beside it.
  const isOf = ({ id, problem }: HistoryFault, ids: ReadonlySet<string>) =>
    problem !== 'missing' && id !== null && ids.has(id);
  return {
    faultOf: (id) => faults.find((fault) => isOf(fault, new Set([id])))?.found,
    isUncovered: (id) => checks.some(({ uncovered }) => uncovered.has(id)),
    faultBesides: (ids) => faults.find((fault) => !isOf(fault, ids))?.found,
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
 * Like `checkSince`, for an undo: refuses damaged lines after the record, since they may hide later changes of the same
 * targets. Whether a record that is to be undone can itself be trusted, `assertTrusted` decides.
 *
 * @param found the record, or the first one of the run
 * @param options.ids the records that are to be undone
 * @throws AdminError HISTORY_ALTERED, unless `force` is set; HISTORY_UNREADABLE
 */
export async function checkForUndo(
  stores: Pick<HistoryStores, 'current'>,
  found: FoundRecord,
  { ids, force }: { readonly ids: ReadonlySet<string>; readonly force: boolean },
): Promise<Trust> {
  const trust = await checkSince(stores, found);
  const fault = trust.faultBesides(ids);
  if (fault === undefined || force) return trust;
  throw new AdminError('HISTORY_ALTERED', `the history is damaged after record ${found.record.id}: ${fault}`, {
    hint: 'Nothing was written. To see all faults: sf-admin history verify\nTo undo it although later changes may be hidden: --force',
  });
}
