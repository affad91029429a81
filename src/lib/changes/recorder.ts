import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import type { Ending, PlanOrigin, Result, RowOfRun } from '../history/file/entry.js';
import { prepareRecord, recordEnd, recordStart } from '../history/history.js';
import { defined } from '../model/defined.js';
import { movedFields } from '../model/field-change.js';
import type { Plan } from './change.js';
import type { Outcome } from './outcome.js';

/** Keeps the record of one change: started before its first write, completed when its result is known. */
export interface Recorder {
  /** To be called beside the first read, so that the record of the start takes less time. Does not throw. */
  readonly prepare: () => void;
  /** @throws AdminError HISTORY_UNWRITABLE: nothing may then be written */
  readonly start: (plan: Plan) => Promise<void>;
  /** Completes the record, if one was started, and returns the outcome with its ID. */
  readonly end: (outcome: Outcome) => Promise<Outcome>;
  /** Completes the record of a change that failed, if one was started. */
  readonly fail: (error: unknown) => Promise<void>;
}

export interface RecorderOptions {
  /** The row of a run that the change is. */
  readonly run?: RowOfRun | undefined;
  /** The saved plan that the change is applied from. */
  readonly plan?: PlanOrigin | undefined;
  /** The ID of a record that a killed process left without an end. It is completed, and no new one is started. */
  readonly resumes?: string | undefined;
}

/** @param reason why the change is made, as the operator wrote it */
export function recorderFor(
  directory: Directory,
  reason: string | undefined,
  { run, plan: origin, resumes }: RecorderOptions = {},
): Recorder {
  let id = resumes;
  let started: Plan | undefined;
  return {
    prepare: () => {
      prepareRecord(directory);
    },
    start: async (plan) => {
      started = plan;
      const { operation, target, fields, undoes = null, grant } = plan;
      const intent = {
        operation,
        target,
        fields,
        reason: reason ?? null,
        undoes,
        ...defined({ grant, run, plan: origin }),
      };
      id ??= await recordStart(directory, intent);
    },
    end: async (outcome) => {
      if (id === undefined) return outcome;
      const recorded = { recordId: id, ...outcome };
      const ending = resumes === undefined ? endingOf(outcome) : endingOfResumed(outcome);
      try {
        await recordEnd(directory, id, ending);
        return recorded;
      } catch (error) {
        if (!(error instanceof AdminError)) throw error;
        // The change is made, which must be reported whether or not it could be recorded.
        return { ...recorded, warnings: [...outcome.warnings, `${error.message}\n${error.hint ?? ''}`] };
      }
    },
    fail: async (error) => {
      if (id === undefined) return;
      const ending = endingOfFailure(error);
      // An earlier attempt may have made the change, unless reading the target has shown that it did not.
      const isKnown = resumes === undefined || (started !== undefined && isUntouched(started));
      const result = isKnown || ending.result !== 'failed' ? ending.result : 'unknown';
      // The failure itself is thrown; a record that cannot be completed shows as unknown.
      await recordEnd(directory, id, { ...ending, result }).catch(() => undefined);
    },
  };
}

function endingOf({ changed, plan, steps, requestIds, error }: Outcome): Ending {
  return {
    result: resultOf(changed, error),
    targetId: plan.target.id,
    fields: plan.fields,
    requestIds,
    ...defined({ targetSub: plan.target.sub, steps, error: error && errorFields(error) }),
  };
}

/**
 * The ending of a resumed change, which keeps the fields of its start: the new plan shows what the earlier attempt has made
 * as unchanged, and by it an undo would leave that as it is. If nothing is left to do, the earlier attempt made all of it and
 * its answer was lost with the process: it is recorded as done.
 */
function endingOfResumed(outcome: Outcome): Ending {
  const { fields: _, ...ending } = endingOf(outcome);
  if (ending.result === 'unchanged') return { ...ending, result: 'done' };
  return ending.result === 'failed' && !isUntouched(outcome.plan) ? { ...ending, result: 'unknown' } : ending;
}

/** Whether the plan of a resumed change shows that the earlier attempt wrote nothing. */
function isUntouched({ fields }: Plan): boolean {
  return movedFields(fields).length === fields.length && fields.every(({ unreadable }) => unreadable !== true);
}

function resultOf(changed: boolean, error: AdminError | undefined): Result {
  if (!changed) return error === undefined ? 'unchanged' : 'failed';
  if (error === undefined) return 'done';
  // The value now read may be another writer's, or the write may have had no effect.
  return UNPROVEN.has(error.code) ? 'unknown' : 'partly';
}

const UNPROVEN = new Set<ErrorCode>(['NOT_VERIFIED', 'CHANGED_UNDERNEATH', 'BAD_RESPONSE']);

function endingOfFailure(error: unknown): Ending {
  if (!(error instanceof AdminError)) return { result: 'unknown', requestIds: [] };
  const result = error.code === 'PARTIAL' ? 'partly' : error.mayHaveHappened === true ? 'unknown' : 'failed';
  const requestIds = error.requestId === undefined ? [] : [error.requestId];
  return { result, requestIds, error: errorFields(error) };
}

function errorFields({ code, message }: AdminError) {
  return { code, message };
}
