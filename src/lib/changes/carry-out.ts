import { join } from 'node:path';

import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import { withLock } from '../files/lock.js';
import { dataFolderError } from '../files/system-error.js';
import { applyAndProve } from './apply-and-prove.js';
import { type Change, isUnchanged, samePlan } from './change.js';
import { type Consent, requireConsent } from './consent.js';
import { guard } from './guard.js';
import { perKey } from './per-key.js';
import { type Outcome, untouched } from './outcome.js';
import { type Recorder, recorderFor } from './recorder.js';

export interface CarryOutOptions extends Consent {
  /** Plan and check, write nothing. */
  readonly dryRun: boolean;
  /** Why, in the person's words: kept in the history. */
  readonly reason?: string | undefined;
  /** Targets that are worked on at once; 1 unless said. */
  readonly width?: number | undefined;
  /** No further change is begun once this aborts; an interrupt of the directory's calls does the same. */
  readonly stop?: AbortSignal | undefined;
  /** Is told of each change that has ended, as it ends. */
  readonly ended?: ((outcome: Outcome) => void) | undefined;
  /** Whether an error is one that every further change would meet: none is begun then. */
  readonly endsAll?: ((error: AdminError) => boolean) | undefined;
}

/**
 * The one way by which anything in a directory is written: guard → show → confirm → apply → verify → record. All
 * changes are guarded and agreed to before the first is applied, and each is planned and guarded once more right before
 * its write.
 *
 * @returns an outcome for each change, in order; one that was written and cannot be proven has its error in its
 *   outcome, and so has, of several changes, one that fails
 * @throws AdminError where a guard refuses, where nobody agrees, and where the only change fails; HISTORY_UNWRITABLE
 *   where it cannot be recorded, before it is made
 */
export async function carryOut(
  directory: Directory,
  changes: readonly Change[],
  options: CarryOutOptions,
): Promise<Outcome[]> {
  for (const change of changes) guard(directory, change);
  if (options.dryRun) return changes.map((change) => ({ ...untouched(change), dryRun: true }));

  await requireConsent(
    changes.filter((change) => !isUnchanged(change)),
    directory.context,
    options,
  );
  return carryOutAll(directory, changes, options);
}

async function carryOutAll(
  directory: Directory,
  changes: readonly Change[],
  { reason, width = 1, stop, ended, endsAll }: CarryOutOptions,
): Promise<Outcome[]> {
  let last: AdminError | undefined;
  const carryOutNext = async (change: Change): Promise<Outcome> => {
    const isStopped = directory.endpoint.interrupt.aborted || stop?.aborted === true;
    // After an interrupt what was done must still be told, and nothing more be begun.
    if (changes.length > 1 && isStopped)
      return notBegun(change, 'CANCELLED', 'interrupted before it was begun');
    if (last !== undefined) return notBegun(change, last.code, `not begun: ${last.message}`);
    const recorder = recorderFor(directory, reason);
    const outcome = await carryOutOne(directory, change, recorder).catch(failed(change, changes));
    if (outcome.error !== undefined && endsAll?.(outcome.error) === true) last ??= outcome.error;
    ended?.(outcome);
    return outcome;
  };
  return perKey(changes, carryOutNext, { width, laneOf: ({ target }) => target.id });
}

function notBegun(change: Change, code: ErrorCode, message: string): Outcome {
  return { ...untouched(change), error: new AdminError(code, message), isNotStarted: true };
}

/** Among several, a failure is the outcome of its change; alone, it is the failure of the call. */
function failed(change: Change, changes: readonly Change[]): (error: unknown) => Outcome {
  return (error) => {
    if (changes.length === 1 || !(error instanceof AdminError)) throw error;
    return { ...untouched(change), error };
  };
}

async function carryOutOne(directory: Directory, change: Change, recorder: Recorder): Promise<Outcome> {
  if (isUnchanged(change)) return untouched(change);
  return carryOutAgreed(directory, agreedTo(change), recorder);
}

/** What was agreed to be done to a target, and how to plan it again on what stands. */
export interface Agreed {
  readonly targetId: string;
  readonly plan: () => Promise<Change>;
  /** Whether a plan is what was agreed to. */
  readonly isSame: (fresh: Change) => boolean;
  /** The service itself refuses the write where what it was planned on has moved: nobody else need be kept away. */
  readonly isRefusedWhereMoved?: boolean;
}

function agreedTo(change: Change): Agreed {
  const { isRefusedWhereMoved = false } = change;
  return {
    targetId: change.target.id,
    plan: isRefusedWhereMoved ? () => Promise.resolve(change) : change.replan,
    isSame: (fresh) => {
      const asksAnew = fresh.disruption !== undefined && change.disruption === undefined;
      return samePlan(change, fresh) && !asksAnew;
    },
    isRefusedWhereMoved,
  };
}

/**
 * Carries out what was agreed to: planned and guarded once more on what stands, recorded, applied and proven, while no
 * other sf-admin on this machine changes the same target.
 *
 * @throws AdminError where a guard refuses, where what stands is no longer what was agreed on, and where the write fails
 */
export async function carryOutAgreed(
  directory: Directory,
  agreed: Agreed,
  recorder: Recorder,
): Promise<Outcome> {
  const work = (assertHeld: () => void): Promise<Outcome> =>
    applyToWhatStands(directory, agreed, { assertHeld, recorder }).then(
      recorder.end,
      async (error: unknown) => {
        await recorder.fail(error);
        throw error;
      },
    );
  if (agreed.isRefusedWhereMoved === true) return work(() => undefined);
  return withTargetLock(directory, agreed.targetId, work);
}

/**
 * Runs `work` while no other sf-admin on this machine changes the same target. It cannot hold off other machines: the
 * service has no lock, which is why a change is planned again right before its write and verified after it.
 *
 * @throws AdminError DATA_FOLDER if the data folder cannot be written; CHANGED_UNDERNEATH if the lock cannot be had;
 *   whatever `work` throws
 */
function withTargetLock<T>(
  { dataFolder, endpoint }: Directory,
  targetId: string,
  work: (assertHeld: () => void) => Promise<T>,
): Promise<T> {
  const name = `${endpoint.poolId}-${targetId}`.replace(/[^\w.-]/g, '_');
  return withLock(join(dataFolder, 'locks', name), work, {
    explain: (error) => dataFolderError(dataFolder, error, 'Nothing was changed.'),
  });
}

/** Times that a change whose effect another writer undid is planned anew. */
const REBUILDS = 3;

/**
 * Plans on what stands right before the write. The service has no version check, so a writer on another machine can
 * still overwrite this one between its read and its write; the proof shows that, and a change that adds to what stands
 * or takes from it is made again.
 */
async function applyToWhatStands(
  directory: Directory,
  agreed: Agreed,
  { assertHeld, recorder }: { assertHeld: () => void; recorder: Recorder },
): Promise<Outcome> {
  let lost: Outcome | undefined;
  try {
    for (let round = 1; ; round++) {
      const fresh = await plannedAnew(directory, agreed);
      // What was asked for stands, and still the proof failed: something else moved, and that must be told.
      if (isUnchanged(fresh)) return lost ?? untouched(fresh);
      await recorder.start(fresh);
      assertHeld();
      const isLast = round === REBUILDS || !isRelative(fresh);
      const outcome = await applyAndProve(fresh).catch((error: unknown) => {
        if (isLast || !isRace(error)) throw error;
        return undefined;
      });
      if (outcome !== undefined && (isLast || outcome.error === undefined)) return outcome;
      lost = outcome ?? lost;
    }
  } catch (error) {
    // An earlier round has written, and the record must not say that nothing was.
    if (lost !== undefined && error instanceof AdminError) return lost;
    throw error;
  }
}

/**
 * What is applied is what was guarded and agreed to: a user may have been moved to another tenant, or disabled by
 * somebody else, since the plan was made.
 */
async function plannedAnew(directory: Directory, agreed: Agreed): Promise<Change> {
  const fresh = await agreed.plan();
  guard(directory, fresh);
  // Somebody else did the same: what was asked for stands.
  if (isUnchanged(fresh) || agreed.isSame(fresh)) return fresh;
  throw new AdminError('CHANGED_UNDERNEATH', `${fresh.target.label} has changed since this was planned`, {
    hint: `Nothing was written. Look (${fresh.look}), then run the command again.`,
  });
}

/** Whether the change adds to what stands, or takes from it, so that it holds whatever stands. */
function isRelative(change: Change): boolean {
  return change.fields.some(({ relative }) => relative === true);
}

const RACES = new Set<ErrorCode>(['CHANGED_UNDERNEATH', 'NOT_VERIFIED']);

function isRace(error: unknown): boolean {
  return error instanceof AdminError && RACES.has(error.code);
}
