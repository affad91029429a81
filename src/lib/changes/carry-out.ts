import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import { type Applied, type Change, isAlreadySo, movedFields, type Plan, samePlan } from './change.js';
import { type Consent, requireConsent } from './consent.js';
import { exclusively } from './exclusively.js';
import { guard } from './guard.js';
import { isUncertain } from './is-uncertain.js';

/** What became of a change. */
export interface Outcome {
  /** What was carried out, or would be: the plan as it was when it was applied. */
  readonly plan: Plan;
  readonly changed: boolean;
  readonly dryRun: boolean;
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  readonly warnings: readonly string[];
  /** A generated password, to be shown once. */
  readonly password?: string;
  /** Why it was not carried out, where it is one of several. */
  readonly error?: AdminError;
}

export interface CarryOutOptions extends Consent {
  /** Plan and check, write nothing. */
  readonly dryRun: boolean;
}

/**
 * The one way by which anything in a directory is written: guard → show → confirm → apply → verify. All changes are
 * guarded and agreed to before the first is applied.
 *
 * @returns an outcome for each change, in order; with several changes one that fails has its error in its outcome
 * @throws AdminError where a guard refuses, where nobody agrees, and where the only change fails
 */
export async function carryOut(
  directory: Directory,
  changes: readonly Change[],
  options: CarryOutOptions,
): Promise<Outcome[]> {
  for (const change of changes) guard(directory, change);
  if (options.dryRun) return changes.map((change) => ({ ...unchanged(change), dryRun: true }));

  const asked = await requireConsent(
    changes.filter((change) => !isAlreadySo(change)),
    directory.context,
    options,
  );
  const outcomes: Outcome[] = [];
  for (const [index, change] of changes.entries()) {
    // A question takes time, and so do the changes before this one.
    const isStale = asked || index > 0;
    // After an interrupt what was done must still be told, and nothing more be begun.
    const isTooLate = changes.length > 1 && directory.endpoint.interrupt.aborted;
    outcomes.push(
      isTooLate
        ? { ...unchanged(change), error: new AdminError('CANCELLED', 'interrupted before it was begun') }
        : await carryOutOne(directory, change, isStale).catch(failed(change, changes)),
    );
  }
  return outcomes;
}

/** Among several, a failure is the outcome of its change; alone, it is the failure of the call. */
function failed(change: Change, changes: readonly Change[]): (error: unknown) => Outcome {
  return (error) => {
    if (changes.length === 1 || !(error instanceof AdminError)) throw error;
    return { ...unchanged(change), error };
  };
}

async function carryOutOne(directory: Directory, change: Change, isStale: boolean): Promise<Outcome> {
  if (isAlreadySo(change)) return unchanged(change);
  if (change.whenMoved === 'rebuild') {
    return exclusively(directory.dataFolder, `${directory.endpoint.poolId}-${change.target.id}`, () =>
      rebuildAndApply(directory, change),
    );
  }
  if (isStale) await refuseIfMoved(directory, change);
  return applyAndProve(change);
}

/** What was guarded and agreed to is the plan that was made: a user may have been moved to another tenant since. */
async function refuseIfMoved(directory: Directory, change: Change): Promise<void> {
  const fresh = await change.replan();
  guard(directory, fresh);
  if (samePlan(change, fresh)) return;
  throw new AdminError('CHANGED_UNDERNEATH', `${change.target.label} has changed since this was planned`, {
    hint: `Nothing was written. Look (${change.look}), then run the command again.`,
  });
}

/** Times that a change whose effect another writer undid is planned anew. */
const REBUILDS = 3;

/**
 * Plans on what stands right before the write. The service has no version check, so a writer on another machine can
 * still overwrite this one between its read and its write; the proof shows that, and the change is made again.
 */
async function rebuildAndApply(directory: Directory, change: Change): Promise<Outcome> {
  let lost: AdminError | undefined;
  for (let round = 1; ; round++) {
    const fresh = await change.replan();
    guard(directory, fresh);
    // What was asked for stands, and still the proof failed: something else moved, and that must be told.
    if (isAlreadySo(fresh) && lost?.code === 'NOT_VERIFIED') throw lost;
    if (isAlreadySo(fresh)) return unchanged(fresh);
    try {
      return await applyAndProve(fresh);
    } catch (error) {
      const isRace = error instanceof AdminError && RACES.has(error.code);
      if (!isRace || round === REBUILDS) throw error;
      lost = error;
    }
  }
}

const RACES = new Set<ErrorCode>(['CHANGED_UNDERNEATH', 'NOT_VERIFIED']);

async function applyAndProve(change: Change): Promise<Outcome> {
  const applied = await change.apply().catch((error: unknown) => whetherItHappened(change, error));
  if (applied.wasAlreadySo === true) return unchanged(change);
  const { plan } = unchanged(change);
  const outcome: Outcome = {
    plan: { ...plan, target: { ...plan.target, id: applied.targetId ?? plan.target.id } },
    changed: true,
    dryRun: false,
    requestIds: applied.requestIds,
    warnings:
      applied.requestIds.length === 0 ? ['the answer was lost; looking it up shows that it was done'] : [],
    ...(change.reveal === undefined ? {} : { password: change.reveal() }),
  };
  let unproven;
  try {
    unproven = await change.unproven();
  } catch (error) {
    // The service said yes. A generated password must not be lost because a reading failed.
    if (!(error instanceof AdminError)) throw error;
    return {
      ...outcome,
      warnings: [...outcome.warnings, `it was done, but could not be read back: ${error.message}`],
    };
  }
  if (unproven.length === 0) return outcome;
  const fields = unproven.map(({ field }) => field).join(', ');
  throw new AdminError(
    'NOT_VERIFIED',
    `${change.target.label} was written, and reads otherwise now: ${fields}`,
    {
      hint: `Somebody else may be changing it. Look: ${change.look}`,
    },
  );
}

/** A lost answer is looked up, not guessed. */
async function whetherItHappened(change: Change, error: unknown): Promise<Applied> {
  if (!(error instanceof AdminError) || !isUncertain(error)) throw error;
  const moved = movedFields(change.fields);
  const isReadable = moved.every(({ unreadable }) => unreadable !== true);
  const unproven = await change.unproven().catch(() => undefined);
  if (isReadable && unproven?.length === 0) return { requestIds: [] };

  // By name: another field that somebody else moved is no sign that this one did not.
  const isUntouched =
    isReadable && moved.every(({ field }) => unproven?.some((found) => found.field === field) === true);
  const verdict = isUntouched
    ? 'Looked it up: nothing was changed.'
    : `Whether it was done is not known. Look before you repeat it: ${change.look}`;
  throw new AdminError(error.code, error.message, {
    cause: error,
    hint: error.hint === undefined ? verdict : `${verdict}\n${error.hint}`,
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
  });
}

function unchanged(change: Change): Outcome {
  const { operation, target, fields, done, alreadySo, disruption, irreversible, notes } = change;
  const optional = { disruption, irreversible, notes };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  const plan: Plan = { operation, target, fields, done, alreadySo, ...present };
  return { plan, changed: false, dryRun: false, requestIds: [], warnings: [] };
}
