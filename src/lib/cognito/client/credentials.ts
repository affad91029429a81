import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

import { defined } from '../../model/defined.js';
import type { Endpoint } from './endpoint.js';

export type Credentials = NonNullable<CognitoIdentityProviderClientConfig['credentials']>;

/**
 * The credentials to sign with: AWS's default chain (environment, profile, SSO, container, instance), then the context's
 * role if it has one. The sandbox gets a fixed pair that is valid nowhere else.
 */
export async function credentialsFor(endpoint: Endpoint): Promise<Credentials> {
  const source = endpoint.credentials;
  if (source.kind === 'sandbox') return { accessKeyId: 'SANDBOX', secretAccessKey: 'sandbox' };

  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const shared = { mfaCodeProvider: endpoint.mfaCode, clientConfig: { region: endpoint.region } };
  const chain = fromNodeProviderChain({ ...shared, ...defined({ profile: source.profile }) });
  if (source.roleArn === undefined) return chain;
  return fromTemporaryCredentials({
    ...shared,
    masterCredentials: chain,
    params: {
      RoleArn: source.roleArn,
      RoleSessionName: 'sf-admin',
      ...defined({ ExternalId: source.externalId, SerialNumber: source.mfaSerial }),
    },
  });
}
