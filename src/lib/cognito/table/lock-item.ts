import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';

import type { Item, Table } from './table.js';

/** Who takes a lock. */
export interface Holder {
  /** Names one taking of the lock. */
  readonly token: string;
  /** The person, machine and process, for messages. */
  readonly by: string;
  /** Milliseconds after which others may take the lock if it is not renewed. */
  readonly leaseMs: number;
}

/** A lock as the table has it. */
export interface Lock extends Holder {
  readonly isHeld: boolean;
  /** How often the lock was taken. */
  readonly fence: number;
  /** How often it was renewed since. */
  readonly renewed: number;
}

/**
 * The item of a lock, with a partition of its own so that no query of a history reads it. It is never deleted, which a
 * policy may forbid: a lock that is free is an item without `held`.
 */
export class LockItem {
  readonly #key: { readonly pool: { S: string }; readonly first: { N: string } };

  constructor(
    private readonly table: Table,
    key: string,
  ) {
    this.#key = { pool: { S: key }, first: { N: '0' } };
  }

  /**
   * Takes the lock if it is free, or in place of a holder that has not renewed it since it was read.
   *
   * @returns the lock as it was before, of which the token is empty if it was never taken; `undefined` if others hold
   *   it, or the answer to an earlier attempt was lost
   */
  async take({ token, by, leaseMs }: Holder, from?: Lock): Promise<Lock | undefined> {
    const before = await this.#update({
      ConditionExpression: from === undefined ? 'attribute_not_exists(#held)' : '#token = :from AND #renewed = :seen',
      UpdateExpression:
        'SET #token = :token, #by = :by, #lease = :lease, #renewed = :none, #held = :held ADD #fence :one',
      ExpressionAttributeNames: {
        ...{ '#token': 'token', '#by': 'by', '#lease': 'leaseMs' },
        ...{ '#renewed': 'renewed', '#held': 'held', '#fence': 'fence' },
      },
      ExpressionAttributeValues: {
        ...{ ':token': { S: token }, ':by': { S: by }, ':lease': { N: String(leaseMs) } },
        ...{ ':none': { N: '0' }, ':held': { BOOL: true }, ':one': { N: '1' } },
        ...(from !== undefined && { ':from': { S: from.token }, ':seen': { N: String(from.renewed) } }),
      },
      ReturnValues: 'ALL_OLD',
    });
    return before && lockOf(before);
  }

  /** @returns whether it was held until now, and is renewed */
  async renew({ token }: Holder): Promise<boolean> {
    const answer = await this.#update({
      ConditionExpression: '#token = :token AND attribute_exists(#held)',
      UpdateExpression: 'ADD #renewed :one',
      ExpressionAttributeNames: { '#token': 'token', '#held': 'held', '#renewed': 'renewed' },
      ExpressionAttributeValues: { ':token': { S: token }, ':one': { N: '1' } },
    });
    return answer !== undefined;
  }

  async release({ token }: Holder): Promise<void> {
    await this.#update({
      ConditionExpression: '#token = :token',
      UpdateExpression: 'REMOVE #held',
      ExpressionAttributeNames: { '#token': 'token', '#held': 'held' },
      ExpressionAttributeValues: { ':token': { S: token } },
    });
  }

  /** The lock now; `undefined` if it was never taken. */
  async read(): Promise<Lock | undefined> {
    const { items } = await this.table.query({
      KeyConditionExpression: '#pool = :pool',
      ExpressionAttributeNames: { '#pool': 'pool' },
      ExpressionAttributeValues: { ':pool': this.#key.pool },
    });
    return items[0] && lockOf(items[0]);
  }

  #update(input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>): Promise<Item | undefined> {
    return this.table.update({ ...input, Key: this.#key });
  }
}

/** @param item without attributes for a lock that was never taken */
function lockOf({ token, by, leaseMs, held, fence, renewed }: Item): Lock {
  return {
    token: token?.S ?? '',
    by: by?.S ?? '',
    leaseMs: Number(leaseMs?.N ?? 0),
    isHeld: held?.BOOL === true,
    fence: Number(fence?.N ?? 0),
    renewed: Number(renewed?.N ?? 0),
  };
}
