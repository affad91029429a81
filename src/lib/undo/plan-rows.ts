import type { Change } from '../changes/change.js';
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

/**
 * Plans to undo each row. One whose target has moved since, or is gone, is refused by itself: the others are as sound
 * without it.
 *
 * @throws AdminError what fails for every row alike: credentials, the service, an interrupt
 */
export async function planRows(rows: readonly UndoRow[]): Promise<PlannedRows> {
  const changes: Change[] = [];
  const refused: Outcome[] = [];
  for (const { record, plan } of rows) {
    try {
      changes.push(await plan());
    } catch (error) {
      if (!(error instanceof AdminError) || isFatal(error)) throw error;
      refused.push(refusal(record, error));
    }
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
      done: `Undid ${operation.replace('.', ' ')} of ${target.label}.`,
      alreadySo: `${target.label} is as before ${operation.replace('.', ' ')} already.`,
    },
    changed: false,
    dryRun: false,
    requestIds: [],
    warnings: [],
    error,
  };
}
