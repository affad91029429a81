import { isContradiction } from '../cognito/errors/bad-response.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import type { Step } from '../model/step.js';
import { counted } from '../text/counted.js';
import type { Applied } from './change.js';

/** One of several independent steps of a change. */
export interface StepToTake {
  readonly step: string;
  readonly take: () => Promise<StepResult>;
  /** Looks up whether the step was done if its answer was lost. Left out if it cannot be looked up. */
  readonly isDone?: () => Promise<boolean>;
}

export interface StepResult {
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** How much was done: `2 sessions`. */
  readonly detail?: string;
  readonly wasUnchanged?: true;
  /** Why the rest was not done, if a part was. */
  readonly failed?: AdminError;
}

/**
 * Takes every step, whatever the result of those before it. A step that the pool's tier or the endpoint does not support
 * is skipped.
 *
 * @param label the target, for the error message
 * @param options.isBegun whether the change has written something before these steps
 * @returns the result of each step. If a step failed, `failed` is PARTIAL (CANCELLED after an interrupt) if another step
 *   was done, and the first failure if none was; BAD_RESPONSE if an answer contradicts its request.
 */
export async function takeSteps(
  label: string,
  steps: readonly StepToTake[],
  { isBegun = false } = {},
): Promise<Applied> {
  const taken: Step[] = [];
  const requestIds: string[] = [];
  const failures: AdminError[] = [];
  for (const step of steps) {
    const { requestIds: ids, failed, ...result } = await takeStep(step);
    taken.push(result);
    requestIds.push(...ids);
    if (failed !== undefined) failures.push(failed);
  }
  const [first] = failures;
  const isDone =
    isBegun || requestIds.length > 0 || taken.some(({ result }) => result === 'done' || result === 'unknown');
  if (first === undefined) return { requestIds, steps: taken, ...(isDone ? {} : { wasUnchanged: true }) };
  return { requestIds, steps: taken, failed: isDone ? partialError(label, failures, first) : first };
}

type StepOutcome = Step & Pick<StepResult, 'requestIds' | 'failed'>;

async function takeStep({ step, take, isDone }: StepToTake): Promise<StepOutcome> {
  try {
    const { requestIds, detail: done, wasUnchanged, failed } = await take();
    const detail = [done, failed?.message].filter((part) => part !== undefined).join(', then ');
    const result = failed !== undefined ? 'failed' : wasUnchanged ? 'unchanged' : 'done';
    return { step, result, requestIds, ...(detail === '' ? {} : { detail }), ...defined({ failed }) };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const detail = error.message;
    if (error.code === 'UNSUPPORTED_OPERATION') return { step, result: 'skipped', detail, requestIds: [] };
    const wasDone = error.mayHaveHappened === true ? await isDone?.().catch(() => undefined) : false;
    if (wasDone === true) {
      return { step, result: 'done', detail: 'the response was lost; a check shows that it was done', requestIds: [] };
    }
    const result = wasDone === false ? 'failed' : 'unknown';
    return { step, result, detail, requestIds: [], failed: error };
  }
}

function partialError(label: string, failures: readonly AdminError[], first: AdminError): AdminError {
  const wasInterrupted = failures.some(({ code }) => code === 'CANCELLED');
  const code = failures.some(isContradiction) ? 'BAD_RESPONSE' : 'PARTIAL';
  const message = `${label}: ${counted(failures.length, 'step')} failed`;
  return new AdminError(wasInterrupted ? 'CANCELLED' : code, message, {
    cause: first,
    hint: 'Run the same command again: it does the remaining steps.',
    requestId: first.requestId,
  });
}
