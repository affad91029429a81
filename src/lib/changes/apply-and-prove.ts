import { defined } from '../model/defined.js';
import { AdminError } from '../errors.js';
import { type Applied, type Change, type Plan } from './change.js';
import { movedFields } from '../model/field-change.js';
import { mayHaveHappened } from './may-have-happened.js';
import { type Outcome, planOf, untouched } from './outcome.js';

/**
 * Writes a change, and proves by reading afresh that it stands. A lost answer is looked up, not guessed.
 *
 * @returns what became of it; with an `error` PARTIAL where some of its steps failed, or NOT_VERIFIED where it was
 *   written and reads otherwise, beside the password that was set, which nothing else would ever show
 * @throws AdminError where the write failed, whose hint says whether it may have happened all the same
 */
export async function applyAndProve(change: Change): Promise<Outcome> {
  const applied = await change.apply().catch((error: unknown) => whetherItHappened(change, error));
  if (applied.wasUnchanged === true) return { ...untouched(change), ...stepsOf(applied) };
  return withNotes(change, await prove(change, applied));
}

async function prove(change: Change, applied: Applied): Promise<Outcome> {
  const outcome: Outcome = {
    plan: planDone(change, applied),
    changed: isWritten(applied),
    dryRun: false,
    requestIds: applied.requestIds,
    warnings: applied.wasLookedUp ? ['the answer was lost; looking it up shows that it was done'] : [],
    ...stepsOf(applied),
    ...(change.reveal === undefined ? {} : { password: change.reveal() }),
  };
  if (applied.failed !== undefined) return { ...outcome, error: applied.failed };
  let unproven;
  try {
    unproven = await change.unproven();
  } catch (error) {
    // The service said yes: that reading it back failed does not make it a failure.
    if (!(error instanceof AdminError)) throw error;
    return {
      ...outcome,
      warnings: [...outcome.warnings, `it was done, but could not be read back: ${error.message}`],
    };
  }
  if (unproven.length === 0) return outcome;
  const fields = unproven.map(({ field }) => field).join(', ');
  return {
    ...outcome,
    error: new AdminError(
      'NOT_VERIFIED',
      `${change.target.label} was written, and reads otherwise now: ${fields}`,
      { hint: `Somebody else may be changing it. Look: ${change.look}` },
    ),
  };
}

function stepsOf({ steps }: Applied): Pick<Outcome, 'steps'> {
  return steps === undefined ? {} : { steps };
}

/** Of several steps none may have been done. */
function isWritten({ steps, requestIds }: Applied): boolean {
  if (steps === undefined || requestIds.length > 0) return true;
  return steps.some(({ result }) => result === 'done' || result === 'unknown');
}

function planDone(change: Change, { targetId, targetSub }: Applied): Plan {
  const plan = planOf(change);
  const { id, ...target } = plan.target;
  const sub = targetSub === undefined ? {} : { sub: targetSub };
  return { ...plan, target: { ...target, ...sub, id: targetId ?? id } };
}

/** What is worth knowing now that it is done, the last thing to be read. */
async function withNotes(change: Change, outcome: Outcome): Promise<Outcome> {
  if (change.notesAfter === undefined) return outcome;
  const notes = [...(outcome.plan.notes ?? []), ...(await change.notesAfter())];
  return { ...outcome, plan: { ...outcome.plan, notes } };
}

/** A lost answer is looked up, not guessed. */
async function whetherItHappened(change: Change, error: unknown): Promise<Applied> {
  if (!(error instanceof AdminError) || !mayHaveHappened(error)) throw error;
  const moved = movedFields(change.fields);
  const isReadable = moved.every(({ unreadable }) => unreadable !== true);
  const unproven = await change.unproven().catch(() => undefined);
  if (isReadable && unproven?.length === 0) return { requestIds: [], wasLookedUp: true };

  // By name: another field that somebody else moved is no sign that this one did not.
  const isUntouched =
    isReadable && moved.every(({ field }) => unproven?.some((found) => found.field === field) === true);
  const verdict = isUntouched
    ? 'Looked it up: nothing was changed.'
    : `Whether it was done is not known. Look before you repeat it: ${change.look}`;
  throw new AdminError(error.code, error.message, {
    cause: error,
    hint: error.hint === undefined ? verdict : `${verdict}\n${error.hint}`,
    mayHaveHappened: !isUntouched,
    ...defined({ requestId: error.requestId }),
  });
}
