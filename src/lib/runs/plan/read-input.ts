import { withProgress } from '../with-progress.js';
import { assertNotInterrupted, interrupted } from '../interrupted.js';
import type { RowOperation } from '../operations/row-operation.js';
import type { RunOptions } from '../run.js';
import type { RunFolder } from '../resume/run-folder.js';
import { type ValidatedInput, validateInput } from '../../input/validate-input.js';

/**
 * Reads and checks the input of a run into its folder, and tells of what is left out.
 *
 * @throws AdminError as `takeIn` does; CANCELLED
 */
export async function readInput(
  job: RowOperation,
  { input, skipInvalid, caution, stop, watch }: RunOptions,
  folder: RunFolder,
): Promise<ValidatedInput> {
  const source = await input.open();
  // Whoever writes to a pipe may take for ever.
  const leave = () => source.destroy(interrupted());
  stop.addEventListener('abort', leave, { once: true });
  const phase = { label: 'reading the input', done: 0 };
  const taken = await withProgress({ watch }, phase, (progress) =>
    validateInput(source, input.format, job, { skipInvalid, spool: folder.rows, progress }),
  ).finally(() => {
    stop.removeEventListener('abort', leave);
  });
  for (const repeat of taken.duplicates) caution(`${repeat}: it is taken once`);
  assertNotInterrupted(stop);
  for (const problem of taken.skipped) caution(`${problem}: it is left out`);
  return taken;
}
