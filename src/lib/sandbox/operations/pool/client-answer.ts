import { defined } from '../../../model/defined.js';
import { epochSeconds } from '../../engine/operation.js';
import type { ClientState } from '../../state/state.js';

/** A client as DescribeUserPoolClient answers it: `UserPoolClientType`, its secret in clear, times in epoch seconds. */
export function clientAnswer(poolId: string, clientId: string, client: ClientState): object {
  return {
    UserPoolId: poolId,
    ClientId: clientId,
    ...defined({ ClientSecret: client.secret }),
    CreationDate: epochSeconds(client.createdAt),
    LastModifiedDate: epochSeconds(client.modifiedAt),
    ...client.settings,
    ClientType: 'REGULAR',
  };
}
