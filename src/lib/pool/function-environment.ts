import { defined } from '../model/defined.js';

/** What a function that is joined to a user pool gets to know about it. */
export interface JoinedPool {
  readonly poolId: string;
  readonly poolArn: string;
  /** Set if the function is joined to an app client too. */
  readonly clientId: string | undefined;
}

/** The environment variables of a function that is joined to a pool, by the names that Stackery gives them. */
export function functionEnvironment({ poolId, poolArn, clientId }: JoinedPool): Record<string, string> {
  return { USER_POOL_ID: poolId, USER_POOL: poolArn, ...defined({ USER_POOL_CLIENT_ID: clientId }) };
}
