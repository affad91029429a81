import type { Change } from '../changes/change.js';
import { perKey } from '../changes/per-key.js';
import type { Outcome } from '../changes/outcome.js';
import { isFatal } from '../changes/plan-all.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import type { UndoRow } from './undo-run.js';
import { undoability } from './undoability.js';

/** The rows of a run that were planned, and those that are refused, each with its error. */
export interface PlannedRows {
  readonly changes: readonly Change[];
  readonly refused: readonly Outcome[];
}

export interface PlanRowsOptions {
  /** Rows that are planned at once. */
  readonly width: number;
  /** Ends the planning. */
  readonly stop: AbortSignal;
  /** Is told of each row that was planned or refused. */
  readonly planned: () => void;
}

/**
 * Plans to undo each row. One whose target has moved since, or is gone, is refused by itself: the others are as sound
 * without it.
 *
 * @throws AdminError what fails for every row alike: credentials, the service, an interrupt
 */
export async function planRows(
  rows: readonly UndoRow[],
  { width, stop, planned }: PlanRowsOptions,
): Promise<PlannedRows> {
  const changes: Change[] = [];
  const refused: Outcome[] = [];
  const planOne = async ({ record, plan }: UndoRow): Promise<Change | Outcome> => {
    if (stop.aborted) throw new AdminError('CANCELLED', 'interrupted');
    try {
      return await plan();
    } catch (error) {
      if (!(error instanceof AdminError) || isFatal(error)) throw error;
      return refusal(record, error);
    } finally {
      planned();
    }
  };
  const all = await perKey(rows, planOne, { width, keyOf: ({ record }) => record.id });
  for (const planOrRefusal of all) {
    if ('apply' in planOrRefusal) changes.push(planOrRefusal);
    else refused.push(planOrRefusal);
  }
  return { changes, refused };
}

/** What would have been done, as far as the record tells. */
function refusal(record: ChangeRecord, error: AdminError): Outcome {
  const { operation, target, id } = record;
  return {
    plan: {
      operation: 'history.undo',
      target,
      fields: undoability(record).fields.map(({ field, before, after }) => ({
        field,
        before: after,
        after: before,
      })),
      undoes: id,
      doneMessage: `Undid ${operation.replace('.', ' ')} of ${target.label}.`,
      unchangedMessage: `${target.label} is as before ${operation.replace('.', ' ')} already.`,
    },
    changed: false,
    dryRun: false,
    requestIds: [],
    warnings: [],
    error,
  };
}
