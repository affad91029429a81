import { AdminError, type ErrorCode } from '../errors.js';
import { counted } from '../text/counted.js';
import type { StepResult } from './take-steps.js';
import { type Answered, requestIds } from './written.js';

/**
 * Takes one step on each of several items, one after the other.
 *
 * @param options.noun what one of them is called
 * @param options.gone the error that means that an item does not exist any more, which is passed over
 * @returns how many were done; with `failed` if a later one could not be
 * @throws AdminError if the first one could not be done
 */
export async function takeEach<Item>(
  items: readonly Item[],
  { noun, gone }: { readonly noun: string; readonly gone: ErrorCode },
  take: (item: Item) => Promise<Answered>,
): Promise<StepResult> {
  const answers: Answered[] = [];
  for (const item of items) {
    try {
      answers.push(await take(item));
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      if (error.code === gone) continue;
      if (answers.length === 0) throw error;
      return { requestIds: requestIds(answers), detail: counted(answers.length, noun), failed: error };
    }
  }
  if (answers.length === 0) return { requestIds: [], detail: `no ${noun}`, wasUnchanged: true };
  return { requestIds: requestIds(answers), detail: counted(answers.length, noun) };
}
