import { rename } from 'node:fs/promises';

import type { Directory } from '../../directory.js';
import { readSpool, writeSpool } from '../../input/spool.js';
import type { NumberedRow } from '../../input/validate-input.js';
import type { DerivedRows, RowOperation } from '../operations/row-operation.js';
import { assertSameNumbers } from '../resume/previous-attempt.js';
import type { RunFolder } from '../resume/run-folder.js';
import type { RunState } from '../run.js';

/** What became of the rows of the input, if others were derived from them. */
export interface Derived extends Partial<Pick<DerivedRows, 'addresses' | 'about' | 'unchanged'>> {
  /** Rows in the run's folder. */
  readonly rows: number;
}

/**
 * Puts the rows to work on into the folder of the run: those of the input, or those that the operation derives from them. A
 * resumed run keeps those that it has derived, since the history knows them by their numbers.
 *
 * @throws AdminError INPUT_CHANGED; as `derive` does
 */
export async function rowsToWorkOn(
  directory: Directory,
  { derive }: RowOperation,
  {
    options,
    newFolder,
    interrupted,
    progress,
  }: Pick<RunState, 'options' | 'interrupted'> & {
    readonly newFolder: RunFolder;
    readonly progress: { done: number };
  },
): Promise<Derived | undefined> {
  if (derive === undefined || options.plan !== undefined) {
    if (interrupted === undefined) return undefined;
    await assertSameNumbers(newFolder.rows, interrupted.folder);
    await rename(newFolder.rows, interrupted.folder.rows);
    return undefined;
  }
  if (interrupted !== undefined) {
    let rows = 0;
    for await (const { n } of readSpool<NumberedRow>(interrupted.folder.rows)) rows = n;
    return { rows };
  }
  const { rows, ...derived } = await derive(directory, {
    rows: readSpool<NumberedRow>(newFolder.rows),
    progress,
    stop: options.stop,
  });
  const writer = writeSpool<NumberedRow>(newFolder.rows);
  for (const [index, row] of rows.entries()) await writer.add({ n: index + 1, row });
  await writer.close();
  return { rows: rows.length, ...derived };
}
