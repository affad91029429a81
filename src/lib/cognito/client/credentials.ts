import { defined } from '../../model/defined.js';
import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

import type { Endpoint } from './endpoint.js';

type Credentials = NonNullable<CognitoIdentityProviderClientConfig['credentials']>;

/**
 * The credentials to sign with: AWS's default chain (environment, profile, SSO, container, instance), with the
 * context's role assumed on top where it names one. The sandbox gets a fixed pair that means nothing anywhere else.
 */
export async function credentialsFor(endpoint: Endpoint): Promise<Credentials> {
  const source = endpoint.credentials;
  if (source.kind === 'sandbox') return { accessKeyId: 'SANDBOX', secretAccessKey: 'sandbox' };

  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const profile = source.profile === undefined ? {} : { profile: source.profile };
  const chain = fromNodeProviderChain({
    ...profile,
    mfaCodeProvider: endpoint.mfaCode,
    clientConfig: { region: endpoint.region },
  });
  if (source.roleArn === undefined) return chain;
  return fromTemporaryCredentials({
    masterCredentials: chain,
    mfaCodeProvider: endpoint.mfaCode,
    clientConfig: { region: endpoint.region },
    params: {
      RoleArn: source.roleArn,
      RoleSessionName: 'sf-admin',
      ...defined({ ExternalId: source.externalId, SerialNumber: source.mfaSerial }),
    },
  });
}
