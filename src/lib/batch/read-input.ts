import { during } from './during.js';
import { assertGoingOn, interrupted } from './interrupted.js';
import type { Job } from './job.js';
import type { BatchOptions } from './run.js';
import type { RunFolder } from './run-folder.js';
import { type TakenIn, takeIn } from './take-in.js';
import { toldLines } from './told.js';

/**
 * Reads and checks the input of a run into its folder, and tells of what is left out.
 *
 * @throws AdminError as `takeIn` does; CANCELLED
 */
export async function readInput(
  job: Job,
  { input, skipInvalid, caution, stop, watch }: BatchOptions,
  folder: RunFolder,
): Promise<TakenIn> {
  const source = await input.open();
  // Whoever writes to a pipe may take for ever.
  const leave = () => source.destroy(interrupted());
  stop.addEventListener('abort', leave, { once: true });
  const phase = { label: 'reading the input', done: 0 };
  const taken = await during({ watch }, phase, (progress) =>
    takeIn(source, input.format, job, { skipInvalid, spool: folder.rows, progress }),
  ).finally(() => {
    stop.removeEventListener('abort', leave);
  });
  for (const repeat of taken.repeats) caution(`${repeat}: it is taken once`);
  assertGoingOn(stop);
  for (const problem of toldLines(taken.invalid)) caution(`${problem}: it is left out`);
  return taken;
}
