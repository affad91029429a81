import type { StepResult } from '../../changes/take-steps.js';
import { AdminError, type ErrorCode } from '../../errors.js';
import { counted } from '../../text/counted.js';
import { type Answered, requestIds } from './user-change.js';

/**
 * Ends each of a user's sessions or devices. What has gone in the meantime, by a sign-out for one, is as good as ended.
 *
 * @param noun what one of them is called
 * @returns how many were ended; with `failed` where one after the first could not be
 * @throws AdminError where the first one that is still there cannot be ended
 */
export async function revokeEach<Item>(
  items: readonly Item[],
  noun: string,
  end: (item: Item) => Promise<Answered>,
): Promise<StepResult> {
  const answers: Answered[] = [];
  for (const item of items) {
    try {
      answers.push(await end(item));
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      if (GONE.has(error.code)) continue;
      if (answers.length === 0) throw error;
      return { requestIds: requestIds(answers), detail: counted(answers.length, noun), failed: error };
    }
  }
  if (answers.length === 0) return { requestIds: [], detail: `no ${noun}`, wasUnchanged: true };
  return { requestIds: requestIds(answers), detail: counted(answers.length, noun) };
}

const GONE = new Set<ErrorCode>(['SESSION_NOT_FOUND', 'DEVICE_NOT_FOUND']);

/** Every item of a list. All are read before one is ended, which may shift the pages of a list still being read. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
