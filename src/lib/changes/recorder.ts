import { defined } from '../model/defined.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { Ending, Result, RowOfRun } from '../history/file/entry.js';
import { recordEnd, recordStart } from '../history/history.js';
import type { Plan } from './change.js';
import type { Outcome } from './outcome.js';

/** Keeps the record of one change: noted before its first write, completed when it is known how it ended. */
export interface Recorder {
  /** @throws AdminError HISTORY_UNWRITABLE: nothing may then be written */
  readonly start: (plan: Plan) => Promise<void>;
  /** Completes the record, if one was started, and returns the outcome with its ID. */
  readonly end: (outcome: Outcome) => Promise<Outcome>;
  /** Completes the record of a change that failed, if one was started. */
  readonly fail: (error: unknown) => Promise<void>;
}

/** What a change is recorded as, where it is one row of a batch. */
export interface RecordedAs {
  readonly run?: RowOfRun | undefined;
  /** The ID of a record that a killed process left without an end: it is completed, and no other is begun. */
  readonly resumes?: string | undefined;
}

/** @param reason what the person gave for one */
export function recorderFor(
  directory: Directory,
  reason: string | undefined,
  { run, resumes }: RecordedAs = {},
): Recorder {
  let id = resumes;
  let begun: Plan | undefined;
  return {
    start: async (plan) => {
      begun = plan;
      const { operation, target, fields, undoes } = plan;
      id ??= await recordStart(directory, {
        operation,
        target,
        fields,
        reason: reason ?? null,
        undoes: undoes ?? null,
        ...defined({ run }),
      });
    },
    end: async (outcome) => {
      if (id === undefined) return outcome;
      const recorded = { ...outcome, recordId: id };
      // The change is made, and whoever asked must hear of that whatever becomes of the record.
      return recordEnd(
        directory,
        id,
        resumes === undefined ? endingOf(outcome) : endingOfResumed(outcome),
      ).then(
        () => recorded,
        (error: unknown) => {
          if (!(error instanceof AdminError)) throw error;
          return { ...recorded, warnings: [...outcome.warnings, `${error.message}\n${error.hint ?? ''}`] };
        },
      );
    },
    fail: async (error) => {
      if (id === undefined) return;
      // The failure itself is the news; a record without an end shows as unknown.
      const ending = endingOfFailure(error);
      const isTold = resumes === undefined || (begun !== undefined && isReadable(begun));
      await recordEnd(
        directory,
        id,
        isTold || ending.result !== 'failed' ? ending : { ...ending, result: 'unknown' },
      ).catch(() => undefined);
    },
  };
}

function endingOf({ changed, plan, steps, requestIds, error }: Outcome): Ending {
  return {
    result: resultOf(changed, error),
    targetId: plan.target.id,
    ...defined({ targetSub: plan.target.sub }),
    fields: plan.fields,
    requestIds,
    ...defined({ steps }),
    ...(error === undefined ? {} : { error: told(error) }),
  };
}

/**
 * What was begun before stands now, and the answer to it was lost with the process: as for any lost answer that is
 * looked up, it was done. The fields are those that it was begun with, since by now they no longer move.
 */
function endingOfResumed(outcome: Outcome): Ending {
  const ending = endingOf(outcome);
  if (ending.result !== 'unchanged') return ending;
  const { fields: _fields, ...told } = ending;
  return { ...told, result: 'done' };
}

/** Whether a reading tells if an earlier try has moved it: otherwise nobody knows, however this try ended. */
function isReadable({ fields }: Plan): boolean {
  return fields.every(({ unreadable }) => unreadable !== true);
}

function resultOf(changed: boolean, error: AdminError | undefined): Result {
  if (!changed) return error === undefined ? 'unchanged' : 'failed';
  if (error === undefined) return 'done';
  // What reads otherwise than written has moved once more, or was never so.
  return error.code === 'NOT_VERIFIED' ? 'unknown' : 'partly';
}

function endingOfFailure(error: unknown): Ending {
  if (!(error instanceof AdminError)) return { result: 'unknown', requestIds: [] };
  const result = error.code === 'PARTIAL' ? 'partly' : error.mayHaveHappened === true ? 'unknown' : 'failed';
  return { result, requestIds: error.requestId === undefined ? [] : [error.requestId], error: told(error) };
}

function told({ code, message }: AdminError) {
  return { code, message };
}
