import { epochSeconds } from './operation.js';
import type { ClientState } from './state.js';

/** A client as DescribeUserPoolClient answers it: `UserPoolClientType`, its secret in clear, times in epoch seconds. */
export function clientAnswer(poolId: string, clientId: string, client: ClientState): object {
  return {
    UserPoolId: poolId,
    ClientId: clientId,
    ...(client.secret === undefined ? {} : { ClientSecret: client.secret }),
    CreationDate: epochSeconds(client.createdAt),
    LastModifiedDate: epochSeconds(client.modifiedAt),
    ...client.settings,
    ClientType: 'REGULAR',
  };
}
