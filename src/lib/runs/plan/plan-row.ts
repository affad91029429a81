import { type Change, isUnchanged, writesList } from '../../changes/change.js';
import { guard } from '../../changes/guard.js';
import { isFatal } from '../../changes/plan-all.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { Row } from '../../input/rows/row.js';
import type { NumberedRow } from '../../input/validate-input.js';
import { defined } from '../../model/defined.js';
import { movedFields } from '../../model/field-change.js';
import type { Target } from '../../model/target.js';
import type { RowOperation } from '../operations/row-operation.js';
import type { PreviousRowAttempt } from '../resume/previous-attempt.js';
import { type Planned, type PlannedRow, planDigest } from './planned-row.js';

/** A planned row, with its change if it has one to count in the summary. */
export type RowAndChange = PlannedRow & { readonly change?: Change };

/**
 * Plans the change of one row, and guards it. Writes nothing.
 *
 * @param attempt what a previous attempt left of the row; undefined if no attempt started it
 * @returns the row with its plan, or with the error that makes it fail
 * @throws AdminError for failures that every row would meet alike: credentials, the service, an interrupt
 */
export async function planRow(
  directory: Directory,
  operation: RowOperation,
  { n, row }: NumberedRow,
  attempt: PreviousRowAttempt | undefined,
): Promise<RowAndChange> {
  // What the next attempt needs again if this one is interrupted too. For a row whose outcome is unknown that is the
  // modification time from before the row was first started, however often it is planned since.
  const modifiedBefore = attempt?.isUnknown === true ? attempt.modifiedAt : undefined;
  const carriedOver = defined({ recordId: attempt?.recordId, modifiedAt: modifiedBefore });
  const retried = attempt === undefined ? {} : { isRetried: true as const, ...carriedOver };
  const namedTarget = attempt?.target ?? targetNamedBy(operation, row);
  try {
    const change = await planAgain(directory, operation, { row, ...retried });
    guard(directory, change);
    const { target, modifiedAt, unchangedMessage: message } = change;
    const known = { n, row, target, ...defined({ modifiedAt }), ...retried };
    if (attempt?.isUnknown === true && wasDone(operation, change, attempt)) {
      return { planned: { kind: 'was-done', message }, ...known };
    }
    return { change, planned: plannedChange(change), ...known };
  } catch (error) {
    if (!(error instanceof AdminError) || isFatal(error)) throw error;
    const { recovery } = operation;
    const isDone = attempt?.isUnknown === true && recovery.kind !== 'repeat' && recovery.isDone?.(error, row) === true;
    const { code, message, hint } = error;
    const planned: Planned = isDone
      ? { kind: 'was-done', message }
      : { kind: 'failed', error: { code, message, ...defined({ hint }) } };
    return { n, row, target: namedTarget, ...retried, planned };
  }
}

/**
 * Plans the change of a row once more, or, if a previous attempt may have made a part of it, the rest of it.
 *
 * @param targetId the canonical name of the user, if an earlier plan found it
 */
export function planAgain(
  directory: Directory,
  { plan, recovery }: RowOperation,
  { row, isRetried }: Pick<PlannedRow, 'row' | 'isRetried'>,
  targetId?: string,
): Promise<Change> {
  if (isRetried === true && recovery.kind === 'complete') return recovery.plan(directory, row);
  return plan(directory, row, targetId);
}

/** The target of a row whose user was not looked up. */
export function targetNamedBy(operation: RowOperation, row: Row): Target {
  const name = operation.nameOf(row);
  return { kind: 'user', id: name, label: name, tenantId: null };
}

/** What a run remembers of a change until it carries it out. */
export function plannedChange(change: Change): Planned {
  if (isUnchanged(change)) return { kind: 'unchanged', message: change.unchangedMessage };
  return {
    kind: 'change',
    digest: planDigest(change),
    asks: change.disruption !== undefined,
    ...(writesList(change) && { writesList: true }),
  };
}

/** Whether the current state shows that the previous attempt, whose outcome is unknown, made the change. */
function wasDone({ recovery }: RowOperation, change: Change, { modifiedAt }: PreviousRowAttempt): boolean {
  if (isUnchanged(change)) return true;
  if (recovery.kind !== 'look') return false;
  const readable = change.fields.filter(({ unreadable }) => unreadable !== true);
  if (readable.length > 0) return movedFields(readable).length === 0;
  return modifiedAt !== undefined && change.modifiedAt !== modifiedAt;
}
