import type { Table } from '../../cognito/table/table.js';
import { AdminError } from '../../errors.js';
import { UNIQUE_END } from '../store.js';

/** The index of what starts in which block. It may be missing, or not have the newest blocks. */
export const INDEX = 'starts';

/** The key in the index. @param id of a record or run, or at least the last `UNIQUE_END` characters */
export function startsKey(pool: string, id: string): string {
  return `${pool}#${id.slice(-UNIQUE_END)}`;
}

/**
 * The number of the first line of the first block in which a record or run starts: see `HistoryStore.find`.
 *
 * @returns undefined without the index, or a permission for it: the table is read then
 */
export async function findInIndex(table: Table, pool: string, id: string): Promise<number | undefined> {
  try {
    const { items } = await table.query({
      IndexName: INDEX,
      KeyConditionExpression: '#starts = :starts',
      ExpressionAttributeNames: { '#starts': 'starts' },
      ExpressionAttributeValues: { ':starts': { S: startsKey(pool, id) } },
      Limit: 1,
    });
    const number = Number(items[0]?.first?.N);
    return Number.isSafeInteger(number) ? number : undefined;
  } catch (error) {
    if (error instanceof AdminError && error.code !== 'CANCELLED') return undefined;
    throw error;
  }
}
