import { unchangedOutcome } from '../../changes/outcome.js';
import { mapConcurrently } from '../execute/map-concurrently.js';
import { planAgain } from './plan-rows.js';
import type { PlannedRow } from './planned-row.js';
import type { RunState } from '../run.js';
import { type RowOutcome, untouchedRow } from '../execute/execute-rows.js';
import { readSpool } from '../../input/spool.js';

/** What would be done, planned once more row by row, so that no plan need be kept. */
export function dryRun({
  directory,
  job,
  folder,
  options,
}: RunState): AsyncGenerator<RowOutcome, void, undefined> {
  const work = async (planned: PlannedRow): Promise<RowOutcome> => {
    const { n, row, target } = planned;
    if (planned.planned.kind === 'failed') return { ...untouchedRow(job, planned), dryRun: true, n, row };
    return { ...unchangedOutcome(await planAgain(directory, job, planned, target.id)), dryRun: true, n, row };
  };
  async function* rows(): AsyncGenerator<PlannedRow, void, undefined> {
    for await (const row of readSpool<PlannedRow>(folder.plans)) if (row.planned.kind !== 'repeat') yield row;
  }
  return mapConcurrently(rows(), work, { width: options.width, ordered: true });
}
