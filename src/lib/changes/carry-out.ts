/**
 * Changes: what a change is (`change.ts`), and the one path that carries it out: guard → show → confirm → apply →
 * verify → record. Nothing in a directory is written in any other way, so no command can skip a step. Dry run, history,
 * undo and runs use the same path.
 */
import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import type { PlanApproval } from '../history/file/entry.js';
import { defined } from '../model/defined.js';
import type { Target } from '../model/target.js';
import { applyAndVerify } from './apply-and-verify.js';
import { type Change, isRelative, isSameTarget, isUnchanged, samePlan, writesList } from './change.js';
import { type Consent, requireConsent } from './consent.js';
import { guard } from './guard.js';
import { NO_LOCK, type TargetLock, withTargetLock } from './lock/target-lock.js';
import { type Outcome, unchangedOutcome } from './outcome.js';
import { type Recorder, recorderFor, type RecorderOptions } from './recorder.js';

export interface CarryOutOptions extends Consent {
  /** Plan and check, write nothing. */
  readonly dryRun: boolean;
  /** Why the change is made, as the operator wrote it. Kept in the history. */
  readonly reason?: string | undefined;
  /** For each change how it is recorded, if the changes are those of a saved plan. */
  readonly recordAs?: readonly RecorderOptions[] | undefined;
  /** A change that fails has the error in its outcome even if it is the only one. */
  readonly isList?: boolean | undefined;
}

/**
 * Carries changes out. All of them are guarded and confirmed before the first is applied, and each is planned and
 * guarded again right before its write.
 *
 * @returns an outcome for each change, in order. A change that was written but not verified has an error in its
 *   outcome; so has each of several changes that fails.
 * @throws AdminError if a guard refuses, if the changes are not confirmed, or if the only change fails;
 *   HISTORY_UNWRITABLE, before the write, if the only change cannot be recorded
 */
export async function carryOut(
  directory: Directory,
  changes: readonly Change[],
  options: CarryOutOptions,
): Promise<Outcome[]> {
  for (const change of changes) guard(directory, change);
  if (options.dryRun) return changes.map((change) => ({ ...unchangedOutcome(change), dryRun: true }));

  const toConfirm = changes.filter((change) => !isUnchanged(change));
  const approval = await requireConsent(directory, toConfirm, options);
  return carryOutAll(directory, changes, { ...options, recordAs: withApproval(options.recordAs, approval) });
}

/** How the changes are recorded, with who approved the plan that they come from. */
function withApproval(
  recordAs: CarryOutOptions['recordAs'],
  approval: PlanApproval | undefined,
): CarryOutOptions['recordAs'] {
  return recordAs?.map(({ plan, ...others }) => ({ ...others, plan: plan && { ...plan, ...defined({ approval }) } }));
}

async function carryOutAll(
  directory: Directory,
  changes: readonly Change[],
  { reason, together, isList, recordAs }: CarryOutOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, change] of changes.entries()) {
    // Not thrown: what the changes before it did must still be reported.
    if (changes.length > 1 && directory.endpoint.interrupt.aborted) {
      outcomes.push(notStarted(change, new AdminError('CANCELLED', 'not started: interrupted')));
      continue;
    }
    if (together !== undefined && outcomes.some(({ error }) => error !== undefined)) {
      outcomes.push(notStarted(change, new AdminError('PARTIAL', 'not started, because an earlier change failed')));
      continue;
    }
    const recorder = recorderFor(directory, reason, recordAs?.[index]);
    const outcome = await carryOutOne(directory, change, recorder).catch((error: unknown) => {
      // One of several changes fails by itself; a single change fails the call.
      if ((changes.length === 1 && isList !== true) || !(error instanceof AdminError)) throw error;
      return { ...unchangedOutcome(change), error };
    });
    outcomes.push(outcome);
  }
  return outcomes;
}

function notStarted(change: Change, error: AdminError): Outcome {
  return { ...unchangedOutcome(change), error, isNotStarted: true };
}

async function carryOutOne(directory: Directory, change: Change, recorder: Recorder): Promise<Outcome> {
  // Completes the record of an attempt that was cut off after its write.
  if (isUnchanged(change)) return recorder.end(unchangedOutcome(change));
  const { isRejectedIfStale = false } = change;
  const approved: ApprovedChange = {
    target: change.target,
    plan: isRejectedIfStale ? () => Promise.resolve(change) : change.replan,
    matchesPlan: (fresh) => {
      const needsNewConsent = fresh.disruption !== undefined && change.disruption === undefined;
      return samePlan(change, fresh) && !needsNewConsent;
    },
    isRejectedIfStale,
    writesList: writesList(change),
  };
  return carryOutApproved(directory, approved, recorder);
}

/** A change that was guarded and confirmed, and how to plan it again on the current state. */
export interface ApprovedChange {
  readonly target: Target;
  readonly plan: () => Promise<Change>;
  /** Whether a new plan is the one that was confirmed. */
  readonly matchesPlan: (fresh: Change) => boolean;
  /** The service itself rejects the write if the state has changed since the plan, so no lock is needed. */
  readonly isRejectedIfStale?: boolean;
  /** See `writesList` in `change.ts`. */
  readonly writesList?: boolean | undefined;
}

/**
 * Carries out an approved change: plans and guards it again, records it, applies it and verifies it, while no other
 * sf-admin process changes the same target: see `withTargetLock`.
 *
 * @throws AdminError if a guard refuses, if the new plan is not the approved one, or if the write fails
 */
export async function carryOutApproved(
  directory: Directory,
  approved: ApprovedChange,
  recorder: Recorder,
): Promise<Outcome> {
  const work = async (lock: TargetLock): Promise<Outcome> => {
    let outcome;
    recorder.prepare();
    try {
      outcome = await applyToCurrentState(directory, approved, { lock, recorder });
    } catch (error) {
      await recorder.fail(error);
      throw error;
    }
    const [recorded] = await Promise.all([recorder.end(outcome), lock.release()]);
    return recorded;
  };
  if (approved.isRejectedIfStale === true) return work(NO_LOCK);
  return withTargetLock(directory, approved, work);
}

/** Attempts at a change whose effect another writer undid. */
const ATTEMPTS = 3;

/**
 * Plans on the current state, right before the write. The service has no version check, so a writer on another machine
 * can still overwrite this change between its read and its write. Verification finds that, and a change that adds to
 * the current value or removes from it is then made again.
 */
async function applyToCurrentState(
  directory: Directory,
  approved: ApprovedChange,
  { lock, recorder }: { lock: TargetLock; recorder: Recorder },
): Promise<Outcome> {
  let unverified: Outcome | undefined;
  try {
    for (let attempt = 1; ; attempt++) {
      const fresh = await lock.read(() => replanned(directory, approved));
      // Nothing is left to write. If an attempt before was not verified, another field changed, which must be reported.
      if (isUnchanged(fresh)) return unverified ?? unchangedOutcome(fresh);
      const renewed = lock.renew();
      // Thrown when the record is written: one that was started would else have no end.
      renewed.catch(() => undefined);
      await recorder.start(fresh);
      await renewed;
      await lock.assertHeld();
      const isLast = attempt === ATTEMPTS || !isRelative(fresh);
      const outcome = await applyAndVerify(fresh).catch((error: unknown) => {
        if (isLast || !isRace(error)) throw error;
        return undefined;
      });
      if (outcome !== undefined && (isLast || outcome.error?.code !== 'NOT_VERIFIED')) return outcome;
      unverified = outcome ?? unverified;
    }
  } catch (error) {
    // An earlier attempt has written, so the record must not say that nothing was.
    if (unverified !== undefined && error instanceof AdminError) return unverified;
    throw error;
  }
}

/**
 * The plan on the current state, if it is still what was guarded and confirmed: another writer may have been faster.
 */
async function replanned(directory: Directory, approved: ApprovedChange): Promise<Change> {
  const { target, isRejectedIfStale = false } = approved;
  const fresh = await approved.plan().catch((error: unknown) => {
    if (isRejectedIfStale || !(error instanceof AdminError) || error.code !== 'USER_NOT_FOUND') throw error;
    throw new AdminError('CHANGED_UNDERNEATH', `${target.label} was deleted since this was planned`, {
      cause: error,
      hint: 'Nothing was written. If a user has this address now, it is another account: check it, then plan again.',
    });
  });
  guard(directory, fresh);
  // A target to create has no identity yet.
  const isSame = isRejectedIfStale || isSameTarget(target, fresh);
  // Unchanged: another writer did the same.
  if (isSame && (isUnchanged(fresh) || approved.matchesPlan(fresh))) return fresh;
  throw new AdminError('CHANGED_UNDERNEATH', `${fresh.target.label} has changed since this was planned`, {
    hint: `Nothing was written. Check it (${fresh.showCommand}), then run the command again.`,
  });
}

const RACES = new Set<ErrorCode>(['CHANGED_UNDERNEATH', 'NOT_VERIFIED']);

function isRace(error: unknown): boolean {
  return error instanceof AdminError && RACES.has(error.code);
}
