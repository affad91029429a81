/**
 * undo/ undoes what a run has changed, by the machinery of a run: the rows are found in the history (this file), planned
 * (plan-undo-rows.ts), confirmed at once and carried out (execute-undo-rows.ts). None of them holds all rows in memory. Its
 * records are those of single changes, so it is not resumed but repeated.
 */
import { countUp } from '../../changes/plan-summary.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { PlanApproval } from '../../history/file/entry.js';
import { findRun } from '../../history/find-by-id.js';
import { type HistoryStores, historyStores } from '../../history/history-stores.js';
import { newestFirst, type FoundRecord } from '../../history/newest-first.js';
import type { ChangeRecord } from '../../history/record.js';
import { checkForUndo, type Trust } from '../../history/trust.js';
import { writeSpool } from '../../input/spool.js';
import { assertSamePlace } from '../../undo/assert-undoable.js';
import { ChangesSince, type LaterChange } from '../../undo/later-changes.js';
import { whyNotUndoable } from '../../undo/undoability.js';

export interface UndoRunInput {
  /** The ID of the run, or an unambiguous part of it. */
  readonly run: string;
  /** Undo changes even if their targets have changed since. */
  readonly force: boolean;
}

/** A change of the run that can be undone, as it is kept in the spool of rows. */
export interface UndoRow {
  readonly record: ChangeRecord;
  /** See `ChangesSince`. */
  readonly later: readonly LaterChange[];
}

/** The changes of a run that can be undone according to its records. They are in the spool, the newest first. */
export interface UndoOfRun {
  /** The full ID of the run. */
  readonly run: string;
  readonly rows: number;
  /** Why the other changes are not undone: a sentence for each reason, without a full stop. */
  readonly leftOut: readonly string[];
  /** Set if the run was that of a plan that was approved. */
  readonly approval: PlanApproval | undefined;
  readonly trust: Trust;
}

/**
 * Finds the changes of a run that can be undone. Those that changed nothing and those that cannot be undone are left
 * out.
 *
 * @param spool the file to write the rows to
 * @throws AdminError RUN_NOT_FOUND; NOT_UNDOABLE if no change of the run can be undone, with the reasons, or if the run
 *   was on another pool or endpoint; HISTORY_ALTERED if other lines after its first record are damaged and `force` is not
 *   set
 */
export async function findUndoRows(
  directory: Directory,
  { run: asked, force }: UndoRunInput,
  spool: string,
): Promise<UndoOfRun> {
  const stores = historyStores(directory);
  const { run, first } = await findRun(stores, asked);
  const since = new ChangesSince();
  const leftOut = new Map<string, number>();
  const ids = new Set<string>();
  let rows = 0;
  const writer = writeSpool<UndoRow>(spool);
  try {
    for await (const record of recordsBackTo(stores, first)) {
      if (record.run?.id === run) {
        assertSamePlace(directory, record);
        ids.add(record.id);
        const whyNot = whyNotUndoable(record);
        if (whyNot === undefined) {
          rows += 1;
          await writer.add({ record, later: since.of(record) });
        } else countUp(leftOut, whyNot);
      }
      if (stores.isOwn(record)) since.add(record);
    }
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  await writer.close();
  const reasons = [...leftOut].map(([reason, count]) => `${count} of the ${ids.size} rows ${reason}`).reverse();
  if (rows === 0) {
    throw new AdminError('NOT_UNDOABLE', `no row of run ${run} can be undone`, {
      hint: [...reasons, `To see the run: ${commandLine(directory, `history list --run ${run}`)}`].join('\n'),
    });
  }
  const { approval } = first.record.plan ?? {};
  return { run, rows, leftOut: reasons, approval, trust: await checkForUndo(stores, first, { ids, force }) };
}

/** The changes since a record and that record, the newest first. */
async function* recordsBackTo(stores: HistoryStores, first: FoundRecord): AsyncGenerator<ChangeRecord> {
  for await (const { record } of newestFirst(stores)) {
    yield record;
    if (record.id === first.record.id) return;
  }
}
