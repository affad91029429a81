import { defined } from '../model/defined.js';
import { AdminError } from '../errors.js';
import type { Step } from '../model/step.js';
import { counted } from '../text/counted.js';
import type { Applied } from './change.js';
import { mayHaveHappened } from './may-have-happened.js';

/** One of several things to do, each of which is worth doing whatever becomes of the others. */
export interface StepToTake {
  readonly step: string;
  readonly take: () => Promise<StepsResult>;
  /** Looks up whether it was done after all, where its answer was lost; left out where no reading tells. */
  readonly isDone?: () => Promise<boolean>;
}

/** What a step came to. */
export interface StepsResult {
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** How much was done: `2 sessions`. */
  readonly detail?: string;
  readonly wasUnchanged?: true;
  /** Why the rest of it was not, where some was done. */
  readonly failed?: AdminError;
}

/**
 * Takes every step. One that the pool's tier or the endpoint does not have is skipped; one that fails does not keep the
 * next from being taken.
 *
 * @param label what the steps are taken on
 * @returns what became of each, with `failed` PARTIAL (CANCELLED after an interrupt) where one failed and another was
 *   done, or the first failure where none was
 */
export async function takeSteps(label: string, steps: readonly StepToTake[]): Promise<Applied> {
  const taken: Step[] = [];
  const requestIds: string[] = [];
  const failures: AdminError[] = [];
  for (const step of steps) {
    const { requestIds: written, failed, ...became } = await takeStep(step);
    taken.push(became);
    requestIds.push(...written);
    if (failed !== undefined) failures.push(failed);
  }
  const [first] = failures;
  const isDone =
    taken.some(({ result }) => result === 'done' || result === 'unknown') || requestIds.length > 0;
  if (first === undefined) return { requestIds, steps: taken, ...(isDone ? {} : { wasUnchanged: true }) };
  return { requestIds, steps: taken, failed: isDone ? partial(label, failures, first) : first };
}

type Became = Step & Pick<StepsResult, 'requestIds' | 'failed'>;

async function takeStep({ step, take, isDone }: StepToTake): Promise<Became> {
  try {
    const { requestIds, detail, wasUnchanged, failed } = await take();
    const said = [detail, failed?.message].filter((part) => part !== undefined).join(', then ');
    const result = failed !== undefined ? 'failed' : wasUnchanged ? 'unchanged' : 'done';
    return {
      step,
      result,
      requestIds,
      ...(said === '' ? {} : { detail: said }),
      ...defined({ failed }),
    };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    if (error.code === 'UNSUPPORTED_OPERATION') {
      return { step, result: 'skipped', detail: error.message, requestIds: [] };
    }
    if (!mayHaveHappened(error))
      return { step, result: 'failed', detail: error.message, requestIds: [], failed: error };
    // A lost answer is looked up, not guessed.
    const wasDone = await isDone?.().catch(() => undefined);
    if (wasDone === true) {
      return { step, result: 'done', detail: 'the answer was lost; looked up', requestIds: [] };
    }
    const result = wasDone === false ? 'failed' : 'unknown';
    return { step, result, detail: error.message, requestIds: [], failed: error };
  }
}

function partial(label: string, failures: readonly AdminError[], first: AdminError): AdminError {
  const wasInterrupted = failures.some(({ code }) => code === 'CANCELLED');
  return new AdminError(
    wasInterrupted ? 'CANCELLED' : 'PARTIAL',
    `${label}: ${counted(failures.length, 'step')} failed`,
    {
      cause: first,
      hint: 'Run the same command again: it does what is left.',
      ...defined({ requestId: first.requestId }),
    },
  );
}
