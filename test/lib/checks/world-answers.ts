import type { Directory } from '../../../src/lib/directory.js';
import type { mockCognito } from '../cognito/cognito-mock.js';
import { serviceError } from '../cognito/cognito-mock.js';
import type { World } from './good-pool.js';

/** Makes the service answer as in a world. */
export function answerAs(mock: ReturnType<typeof mockCognito>, { pool, mfa, client, mapped, blocks }: World): void {
  mock.answer('DescribeUserPool', { UserPool: pool });
  mock.answer('GetUserPoolMfaConfig', mfa);
  mock.answer('DescribeUserPoolDomain', { DomainDescription: { Domain: pool.Domain } });
  mock.answer('GetUICustomization', { UICustomization: {} });
  mock.answer('ListUserPoolClients', {
    UserPoolClients: [{ ClientId: client.ClientId, ClientName: client.ClientName }],
  });
  mock.answer('DescribeUserPoolClient', { UserPoolClient: client });
  mock.answer('DescribeIdentityProvider', ({ UserPoolId, ProviderName }) => ({
    IdentityProvider: {
      UserPoolId: String(UserPoolId),
      ProviderName: String(ProviderName),
      AttributeMapping: Object.fromEntries(mapped.map((name) => [name, 'claim'])),
    },
  }));
  mock.answer(
    'DescribeRiskConfiguration',
    blocks === undefined
      ? serviceError('AccessDeniedException')
      : {
          RiskConfiguration: {
            CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: blocks ? 'BLOCK' : 'NO_ACTION' } },
          },
        },
  );
}

/** The directory, whose service sends what the SDK does not model too. */
export function withUnmodelled(directory: Directory, { unmodelled = {} }: World): Directory {
  const { cognito } = directory;
  const callRaw: typeof cognito.callRaw = async (operation, input) => {
    const answer = await cognito.callRaw(operation, input);
    if (operation !== 'DescribeUserPoolClient') return answer;
    const { UserPoolClient } = answer.raw as { UserPoolClient: object };
    return { ...answer, raw: { UserPoolClient: { ...UserPoolClient, ...unmodelled } } };
  };
  return { ...directory, cognito: { ...cognito, callRaw } };
}
