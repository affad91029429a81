import { createHash, type Hash } from 'node:crypto';

import { AdminError } from '../errors.js';
import { assertMissing, writeNewFile } from '../files/new-file.js';
import { MAX_PLAN_BYTES, type PlanHead, type SavedPlan } from './plan-document.js';

/**
 * Refuses what no plan can be saved to, before anything is planned.
 *
 * @throws AdminError USAGE for stdout, FILE_EXISTS, FILE_UNWRITABLE
 */
export async function assertPlanFile(file: string): Promise<void> {
  if (file === '-' || file === '') {
    throw new AdminError('USAGE', '--plan-out needs the name of a file', {
      hint: 'A plan is approved and applied by the bytes of its file: --plan-out FILE',
    });
  }
  await assertMissing(file);
}

/**
 * Writes a plan to a file that must not exist, readable by its user only. The plans are written as they come, one on each line.
 *
 * @returns the SHA-256 of the bytes that were written, in hex
 * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE; USAGE if the plan is larger than `MAX_PLAN_BYTES`; whatever `plans` throws
 */
export async function writePlan(
  file: string,
  head: PlanHead,
  plans: AsyncIterable<SavedPlan> | Iterable<SavedPlan>,
): Promise<string> {
  const hash = createHash('sha256');
  await writeNewFile(file, bounded(piecesOf(head, plans), hash));
  return hash.digest('hex');
}

async function* piecesOf(
  head: PlanHead,
  plans: AsyncIterable<SavedPlan> | Iterable<SavedPlan>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "plans": [`;
  let separator = '\n';
  for await (const plan of plans) {
    yield `${separator}    ${JSON.stringify(plan)}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

/** The pieces as they are, also added to a hash, up to the most that a plan may have. */
async function* bounded(pieces: AsyncIterable<string>, hash: Hash): AsyncGenerator<string> {
  let size = 0;
  for await (const piece of pieces) {
    size += Buffer.byteLength(piece);
    if (size > MAX_PLAN_BYTES) {
      throw new AdminError('USAGE', `the plan is larger than ${MAX_PLAN_BYTES / 1_000_000} MB`, {
        hint: 'No plan was saved. Divide the rows among several plans.',
      });
    }
    hash.update(piece);
    yield piece;
  }
}
