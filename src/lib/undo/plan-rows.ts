import type { Change } from '../changes/change.js';
import { perKey } from '../changes/per-key.js';
import type { Outcome } from '../changes/outcome.js';
import { isFatal } from '../changes/plan-all.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import type { UndoRow } from './undo-run.js';
import { undoability, undoMessages } from './undoability.js';

export interface PlanRowsOptions {
  /** How many rows are planned at once. */
  readonly width: number;
  /** Stops the planning. */
  readonly stop: AbortSignal;
  /** Called after each row that was planned or refused. */
  readonly planned: () => void;
}

/**
 * Plans to undo each row. A row whose target has changed since, or is gone, is refused without affecting the others.
 *
 * @throws AdminError for what would fail for every row: credentials, the service, an interrupt
 */
export async function planRows(
  rows: readonly UndoRow[],
  { width, stop, planned }: PlanRowsOptions,
): Promise<{ changes: readonly Change[]; refused: readonly Outcome[] }> {
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
  return { changes: all.filter((one) => 'apply' in one), refused: all.filter((one) => 'plan' in one) };
}

/** The outcome of a refused row, with a plan made from its record. */
function refusal(record: ChangeRecord, error: AdminError): Outcome {
  const { operation, target, id } = record;
  const restored = undoability(record).fields;
  const fields = restored.map(({ field, before, after }) => ({ field, before: after, after: before }));
  return {
    plan: {
      operation: 'history.undo',
      target,
      fields,
      undoes: id,
      ...undoMessages(operation, target.label),
    },
    changed: false,
    dryRun: false,
    requestIds: [],
    warnings: [],
    error,
  };
}
