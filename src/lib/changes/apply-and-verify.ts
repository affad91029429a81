import { CHECK_ENDPOINT, isContradiction } from '../cognito/errors/bad-response.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import { type FieldChange, movedFields } from '../model/field-change.js';
import { fieldLabel } from '../text/field-text.js';
import type { Applied, Change, Plan } from './change.js';
import { type Outcome, planOf, unchangedOutcome } from './outcome.js';

/**
 * Writes a change, then reads the target again to verify it. If the answer to the write was lost, looks up whether the
 * change was made.
 *
 * @returns the outcome. Its `error` is PARTIAL if some steps failed, NOT_VERIFIED if the target does not read as it was
 *   written, CHANGED_UNDERNEATH if another writer has reverted it, or BAD_RESPONSE if another target was returned
 *   for it. It is returned and not thrown, since the outcome may hold a new password that nothing else would show.
 * @throws AdminError if the write failed; the hint says whether the change may have been made
 */
export async function applyAndVerify(change: Change): Promise<Outcome> {
  const applied = await change.apply().catch((error: unknown) => lookUpLostAnswer(change, error));
  if (applied.wasUnchanged === true) return { ...unchangedOutcome(change), ...defined({ steps: applied.steps }) };
  const outcome = await verify(change, applied);
  if (change.notesAfter === undefined) return outcome;
  const notes = [...(outcome.plan.notes ?? []), ...(await change.notesAfter())];
  return { ...outcome, plan: { ...outcome.plan, notes } };
}

async function verify(change: Change, applied: Applied): Promise<Outcome> {
  const outcome: Outcome = {
    plan: appliedPlan(change, applied),
    changed: isWritten(applied),
    dryRun: false,
    requestIds: applied.requestIds,
    warnings: [
      ...(change.warnings ?? []),
      ...(applied.wasLookedUp ? ['the response was lost; a check shows that it was done'] : []),
    ],
    ...defined({ steps: applied.steps, password: change.reveal?.() }),
  };
  if (applied.failed !== undefined) return { ...outcome, error: applied.failed };
  let unverified;
  try {
    unverified = await change.unverifiedFields();
    const found = unverified.length === 0 ? await change.lookAgain?.() : undefined;
    if (found === 'reverted') return { ...outcome, error: revertedByAnother(change) };
    if (found === 'overwritten') unverified = movedFields(change.fields);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    if (isContradiction(error)) return { ...outcome, error: contradicted(change, error) };
    // The service accepted the write, so a failed read does not fail the change.
    const warning = `it was done, but could not be read back: ${error.message}`;
    return { ...outcome, warnings: [...outcome.warnings, warning] };
  }
  if (unverified.length === 0) return outcome;
  const message = `${change.target.label} was written, but now has other values: ${namesOf(unverified)}`;
  const hint = `Another writer may be changing it. Check it: ${change.showCommand}`;
  return { ...outcome, error: new AdminError('NOT_VERIFIED', message, { hint }) };
}

function revertedByAnother({ target, fields, showCommand }: Change): AdminError {
  const message = `${target.label} was written, but another writer has reverted it: ${namesOf(movedFields(fields))}`;
  const hint = `Find out who did, and why, before you repeat it. Check it: ${showCommand}`;
  return new AdminError('CHANGED_UNDERNEATH', message, { hint });
}

function namesOf(fields: readonly FieldChange[]): string {
  return fields.map(({ field }) => fieldLabel(field)).join(', ');
}

/** The target reads as another one, so the endpoint's answer to the write is worth no more than this one. */
function contradicted({ target, showCommand }: Change, { message, requestId }: AdminError): AdminError {
  return new AdminError('BAD_RESPONSE', `${target.label} was written, but cannot be verified: ${message}`, {
    hint: `Check it: ${showCommand}\n${CHECK_ENDPOINT}`,
    requestId,
  });
}

/** Of several steps, it may be that none was done. */
function isWritten({ steps, requestIds }: Applied): boolean {
  if (steps === undefined || requestIds.length > 0) return true;
  return steps.some(({ result }) => result === 'done' || result === 'unknown');
}

/** The plan with the ID and the `sub` that the service gave to a new target. */
function appliedPlan(change: Change, { targetId, targetSub }: Applied): Plan {
  const plan = planOf(change);
  const { id, kind, label, tenantId, sub } = plan.target;
  return { ...plan, target: { id: targetId ?? id, kind, label, tenantId, ...defined({ sub: targetSub ?? sub }) } };
}

async function lookUpLostAnswer(change: Change, error: unknown): Promise<Applied> {
  if (!(error instanceof AdminError) || error.mayHaveHappened !== true) throw error;
  const moved = movedFields(change.fields);
  const isReadable = moved.every(({ unreadable }) => unreadable !== true);
  // What an endpoint says after it has contradicted itself proves nothing.
  const unverified = isContradiction(error) ? undefined : await change.unverifiedFields().catch(() => undefined);
  if (isReadable && unverified?.length === 0) return { requestIds: [], wasLookedUp: true };

  // Compared by name: that another field differs does not show that this one was not written.
  const isUntouched =
    isReadable && moved.every(({ field }) => unverified?.some((found) => found.field === field) === true);
  const verdict = isUntouched
    ? 'A check shows that nothing was changed.'
    : `It is not known whether it was done. Check before you repeat it: ${change.showCommand}`;
  throw new AdminError(error.code, error.message, {
    cause: error,
    hint: error.hint === undefined ? verdict : `${verdict}\n${error.hint}`,
    mayHaveHappened: !isUntouched,
    requestId: error.requestId,
  });
}
