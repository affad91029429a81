import { AdminError } from '../errors.js';
import { verifyHistory } from './verify-history.js';

/**
 * Refuses to act on a record whose lines are not as they were written: its values before may be anybody's.
 *
 * @throws AdminError HISTORY_ALTERED
 */
export async function assertIntact(file: string, id: string): Promise<void> {
  const problem = await faultOf(file, id);
  if (problem === undefined) return;
  throw new AdminError('HISTORY_ALTERED', `record ${id} cannot be trusted: ${problem}`, {
    hint: 'Nothing was written. See all that is wrong: sf-admin history verify',
  });
}

/** What is wrong with the lines of a record, if anything: see `verifyHistory`. */
export async function faultOf(file: string, id: string): Promise<string | undefined> {
  const { faults } = await verifyHistory(file);
  return faults.find((fault) => fault.id === id && fault.problem !== 'missing')?.found;
}
