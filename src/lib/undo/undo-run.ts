import type { Change } from '../changes/change.js';
import { countUp } from '../changes/plan-summary.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { findRun } from '../history/find-by-id.js';
import { historyFiles } from '../history/history-files.js';
import { recordsSince } from '../history/read-history.js';
import type { ChangeRecord } from '../history/record.js';
import { assertTrusted, checkForUndo } from '../history/trust.js';
import { assertSamePlace } from './assert-undoable.js';
import { laterChanges, planUndo } from './plan-undo.js';
import { whyNotUndoable } from './undoability.js';

export interface UndoRunInput {
  /** The ID of the run, or an unambiguous part of it. */
  readonly run: string;
  /** Undo changes even if their targets have changed since. */
  readonly force: boolean;
}

/** A change of the run that can be undone. */
export interface UndoRow {
  readonly record: ChangeRecord;
  /** @throws AdminError HISTORY_ALTERED; CHANGED_UNDERNEATH if its target has changed since and `force` is not set */
  readonly plan: () => Promise<Change>;
}

/** The changes of a run that can be undone according to its records. */
export interface UndoOfRun {
  /** The full ID of the run. */
  readonly run: string;
  /** The newest first. */
  readonly rows: readonly UndoRow[];
  /** Why the other changes are not undone: a sentence for each reason, without a full stop. */
  readonly leftOut: readonly string[];
}

/**
 * Finds the changes of a run that can be undone. Those that changed nothing and those that cannot be undone are left
 * out.
 *
 * @throws AdminError RUN_NOT_FOUND; NOT_UNDOABLE if no change of the run can be undone, with the reasons, or if the run
 *   was on another pool or endpoint; HISTORY_ALTERED if other lines after its first record are damaged and `force` is not set
 */
export async function undoRun(directory: Directory, { run: asked, force }: UndoRunInput): Promise<UndoOfRun> {
  const files = await historyFiles(directory);
  const { run, first } = await findRun(files, asked);
  const records = await recordsSince(files, first);
  const ofRun = records.filter((record) => record.run?.id === run);
  for (const record of ofRun) assertSamePlace(directory, record);
  const leftOut = reasons(ofRun);
  const undoable = ofRun.filter((record) => whyNotUndoable(record) === undefined);
  if (undoable.length === 0) {
    throw new AdminError('NOT_UNDOABLE', `no row of run ${run} can be undone`, {
      hint: [...leftOut, `To see the run: ${commandLine(directory, `history list --run ${run}`)}`].join('\n'),
    });
  }
  const trust = await checkForUndo(files, first, { ids: new Set(ofRun.map(({ id }) => id)), force });
  const options = { force, laterChanges: laterChanges(records.filter(files.isOwn)) };
  return {
    run,
    leftOut,
    rows: undoable.reverse().map((record) => ({
      record,
      plan: async () => {
        assertTrusted(trust, record.id);
        return planUndo(directory, record, options);
      },
    })),
  };
}

/** Each reason once, with the number of changes that it applies to. */
function reasons(records: readonly ChangeRecord[]): string[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const reason = whyNotUndoable(record);
    if (reason !== undefined) countUp(counts, reason);
  }
  return [...counts].map(([reason, count]) => `${count} of the ${records.length} rows ${reason}`);
}
