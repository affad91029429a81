import { AdminError } from '../../errors.js';
import { verifyHistory } from './verify-history.js';

/**
 * Refuses to act on a record whose lines were altered, since its values before the change cannot be trusted.
 *
 * @throws AdminError HISTORY_ALTERED
 */
export async function assertIntact(file: string, id: string): Promise<void> {
  const fault = await faultOf(file, id);
  if (fault !== undefined) throw alteredError(id, fault);
}

/** The fault of a record's lines, if any: see `verifyHistory`. */
export async function faultOf(file: string, id: string): Promise<string | undefined> {
  return (await faultsOf(file)).get(id);
}

/** The first fault of each record, by its ID. */
export async function faultsOf(file: string): Promise<ReadonlyMap<string, string>> {
  const { faults } = await verifyHistory(file);
  const ofRecords = faults.filter(({ problem }) => problem !== 'missing');
  // Reversed, since the last entry of a key counts in a Map.
  return new Map(
    ofRecords.reverse().flatMap(({ id, found }): [string, string][] => (id === null ? [] : [[id, found]])),
  );
}

/** The error for a record with a fault. */
export function alteredError(id: string, fault: string): AdminError {
  return new AdminError('HISTORY_ALTERED', `record ${id} cannot be trusted: ${fault}`, {
    hint: 'Nothing was written. To see all faults: sf-admin history verify',
  });
}
