import type { Table } from '../../cognito/table/table.js';
import { type Block, headOf, toItem } from './block.js';

/** A table, and the key of a pool in it. */
interface Place {
  readonly table: Table;
  readonly pool: string;
}

/** The attributes that say where the history ends, without its lines. */
export const END_ONLY = {
  ProjectionExpression: '#pool, #first, #last, #hash',
  ExpressionAttributeNames: { '#pool': 'pool', '#first': 'first', '#last': 'last', '#hash': 'hash' },
};

/**
 * Writes a block unless there is one of its number.
 *
 * @returns whether it was written; false too if only the answer to an earlier attempt of the SDK was lost
 */
export function putBlock({ table, pool }: Place, block: Block): Promise<boolean> {
  return table.putNew({
    Item: toItem(pool, block),
    ConditionExpression: 'attribute_not_exists(#pool)',
    ExpressionAttributeNames: { '#pool': 'pool' },
  });
}

/** Whether the table has this block. Its hash covers the IDs of its records, so no block of another writer has it. */
export async function hasBlock({ table, pool }: Place, { first, hash }: Block): Promise<boolean> {
  const { items } = await table.query({
    ...END_ONLY,
    KeyConditionExpression: '#pool = :pool AND #first = :first',
    ExpressionAttributeValues: { ':pool': { S: pool }, ':first': { N: String(first) } },
  });
  return items[0] !== undefined && headOf(items[0])?.hash === hash;
}
