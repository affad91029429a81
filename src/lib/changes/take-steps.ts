import { AdminError } from '../errors.js';
import { counted } from '../text/counted.js';
import type { Applied } from './change.js';
import type { Step } from '../model/step.js';

/** One of several things to do, each of which is worth doing whatever becomes of the others. */
export interface StepToTake {
  readonly step: string;
  readonly take: () => Promise<Taken>;
}

/** What a step came to. */
export interface Taken {
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** How much was done: `2 sessions`. */
  readonly detail?: string;
  readonly wasAlreadySo?: true;
}

/**
 * Takes every step. One that the pool's tier or the endpoint does not have is skipped; one that fails does not keep the
 * next from being taken.
 *
 * @param label what the steps are taken on
 * @returns what became of each, with `failed` PARTIAL (CANCELLED after an interrupt) where one failed
 * @throws AdminError the first failure, where nothing at all was done
 */
export async function takeSteps(label: string, steps: readonly StepToTake[]): Promise<Applied> {
  const taken: Step[] = [];
  const requestIds: string[] = [];
  const failures: AdminError[] = [];
  for (const { step, take } of steps) {
    try {
      const { detail, wasAlreadySo, ...written } = await take();
      requestIds.push(...written.requestIds);
      taken.push({
        step,
        result: wasAlreadySo ? 'already-so' : 'done',
        ...(detail === undefined ? {} : { detail }),
      });
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      const isMissing = error.code === 'UNSUPPORTED_OPERATION';
      if (!isMissing) failures.push(error);
      taken.push({ step, result: isMissing ? 'skipped' : 'failed', detail: error.message });
    }
  }
  const [first] = failures;
  if (first === undefined) return { requestIds, steps: taken };
  if (!taken.some(({ result }) => result === 'done')) throw first;
  return { requestIds, steps: taken, failed: partial(label, failures, first) };
}

function partial(label: string, failures: readonly AdminError[], first: AdminError): AdminError {
  const wasInterrupted = failures.some(({ code }) => code === 'CANCELLED');
  return new AdminError(
    wasInterrupted ? 'CANCELLED' : 'PARTIAL',
    `${label}: ${counted(failures.length, 'step')} failed`,
    {
      cause: first,
      hint: 'Run the same command again: it does what is left.',
      ...(first.requestId === undefined ? {} : { requestId: first.requestId }),
    },
  );
}
