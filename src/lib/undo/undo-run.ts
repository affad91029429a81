import type { Change } from '../changes/change.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { alteredError, faultsOf } from '../history/file/assert-intact.js';
import { historyFile } from '../history/history.js';
import { readHistory } from '../history/read-history.js';
import type { ChangeRecord } from '../history/record.js';
import { findRunId } from '../history/find-by-id.js';
import { assertSamePlace } from './assert-undoable.js';
import { laterChanges } from './later-changes.js';
import { planUndo } from './plan-undo.js';
import { undoability } from './undoability.js';

export interface UndoRunInput {
  /** The ID of the run, or enough of it. */
  readonly run: string;
  /** Put back what stood before although a target has moved since. */
  readonly force: boolean;
}

/** A change of the run that can be undone. */
export interface UndoRow {
  readonly record: ChangeRecord;
  /** @throws AdminError HISTORY_ALTERED; CHANGED_UNDERNEATH where its target has moved since, unless forced */
  readonly plan: () => Promise<Change>;
}

/** What undoing a run comes to, before a target was looked at. */
export interface UndoOfRun {
  /** The run's whole ID. */
  readonly run: string;
  /** The newest first. */
  readonly rows: readonly UndoRow[];
  /** What of the run is not undone, and why: a sentence for each reason, without a full stop. */
  readonly leftOut: readonly string[];
}

/**
 * Finds what can be undone of the changes that a run made. What changed nothing is left out, and what cannot be undone.
 *
 * @throws AdminError RUN_NOT_FOUND; NOT_UNDOABLE where nothing is left to undo, with the reasons, or where the run was
 *   on another pool or endpoint
 */
export async function undoRun(directory: Directory, { run: asked, force }: UndoRunInput): Promise<UndoOfRun> {
  const { dataFolder, context, endpoint } = directory;
  const file = historyFile(dataFolder, context.name, endpoint.poolId);
  const { records } = await readHistory(file);
  const run = findRunId(records, asked);
  const ofRun = records.filter((record) => record.run?.id === run);
  for (const record of ofRun) assertSamePlace(directory, record);
  const leftOut = reasons(ofRun);
  const undoable = ofRun.filter((record) => whyNot(record) === undefined);
  if (undoable.length === 0) throw nothingToUndo(directory, run, leftOut);
  const faults = await faultsOf(file);
  const options = { force, laterChanges: laterChanges(records) };
  return {
    run,
    leftOut,
    rows: undoable
      .sort((one, other) => (one.id < other.id ? 1 : -1))
      .map((record) => ({
        record,
        plan: async () => {
          const fault = faults.get(record.id);
          if (fault !== undefined) throw alteredError(record.id, fault);
          return planUndo(directory, record, options);
        },
      })),
  };
}

function whyNot({ result, ...record }: ChangeRecord): string | undefined {
  if (result === 'failed' || result === 'unchanged') return 'changed nothing';
  const { fields, lost } = undoability(record);
  if (fields.length > 0) return undefined;
  return `cannot be undone: ${lost.join('; ') || 'no field moved'}`;
}

/** Each reason once, with how many changes it holds for. */
function reasons(records: readonly ChangeRecord[]): string[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const reason = whyNot(record);
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `${count} of the ${records.length} rows ${reason}`);
}

function nothingToUndo(directory: Directory, run: string, leftOut: readonly string[]): AdminError {
  return new AdminError('NOT_UNDOABLE', `no row of run ${run} can be undone`, {
    hint: [...leftOut, `What it did: ${commandLine(directory, `history list --run ${run}`)}`].join('\n'),
  });
}
