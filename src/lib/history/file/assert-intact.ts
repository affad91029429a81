import { AdminError } from '../../errors.js';
import { verifyHistory } from './verify-history.js';

/**
 * Refuses to act on a record whose lines are not as they were written: its values before may be anybody's.
 *
 * @throws AdminError HISTORY_ALTERED
 */
export async function assertIntact(file: string, id: string): Promise<void> {
  const fault = await faultOf(file, id);
  if (fault !== undefined) throw alteredError(id, fault);
}

/** What is wrong with the lines of a record, if anything: see `verifyHistory`. */
export async function faultOf(file: string, id: string): Promise<string | undefined> {
  return (await faultsOf(file)).get(id);
}

/** What is wrong with the lines of each record that something is wrong with, by the record's ID. */
export async function faultsOf(file: string): Promise<ReadonlyMap<string, string>> {
  const { faults } = await verifyHistory(file);
  const ofRecords = faults.filter(({ problem }) => problem !== 'missing');
  // The first of each, as they are found.
  return new Map(
    ofRecords.reverse().flatMap(({ id, found }): [string, string][] => (id === null ? [] : [[id, found]])),
  );
}

/** The error that refuses a record, for what `faultOf` says of it. */
export function alteredError(id: string, fault: string): AdminError {
  return new AdminError('HISTORY_ALTERED', `record ${id} cannot be trusted: ${fault}`, {
    hint: 'Nothing was written. See all that is wrong: sf-admin history verify',
  });
}
