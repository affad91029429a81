import { SANDBOX_ACCOUNT } from '../../../model/sandbox-ids.js';
import { epochSeconds } from '../../engine/operation.js';
import type { PoolState } from '../../state/state.js';

/** A pool as DescribeUserPool and CreateUserPool answer it: `UserPoolType`, times in epoch seconds. */
export function poolAnswer(id: string, pool: PoolState): object {
  return {
    Id: id,
    Arn: `arn:aws:cognito-idp:${id.split('_')[0] ?? ''}:${SANDBOX_ACCOUNT}:userpool/${id}`,
    ...pool.settings,
    ...times(pool),
    SchemaAttributes: pool.schema,
    EstimatedNumberOfUsers: Object.keys(pool.users).length,
  };
}

/** A pool as ListUserPools answers it: `UserPoolDescriptionType`. */
export function poolDescription(id: string, pool: PoolState): object {
  return { Id: id, Name: pool.settings.Name, LambdaConfig: pool.settings.LambdaConfig ?? {}, ...times(pool) };
}

function times(pool: PoolState): object {
  return { CreationDate: epochSeconds(pool.createdAt), LastModifiedDate: epochSeconds(pool.modifiedAt) };
}
