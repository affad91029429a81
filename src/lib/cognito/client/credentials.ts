import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

import { defined } from '../../model/defined.js';
import { clientSettings, serviceSettings } from './client-settings.js';
import type { Endpoint } from './endpoint.js';

type Credentials = NonNullable<CognitoIdentityProviderClientConfig['credentials']>;

/**
 * The credentials to sign with, as the AWS CLI chooses them: AWS's default chain (environment, profile, SSO, container, instance),
 * then the context's role if it has one. The sandbox gets a fixed pair that is valid nowhere else.
 *
 * @throws AdminError USAGE if the certificates of AWS_CA_BUNDLE cannot be read
 */
export async function credentialsFor(endpoint: Endpoint): Promise<Credentials> {
  const { credentials: source, aws, mfaCode } = endpoint;
  if (source.kind === 'sandbox') return { accessKeyId: 'SANDBOX', secretAccessKey: 'sandbox' };

  const { fromEnv, fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const shared = await clientSettings(endpoint);
  const sts = await serviceSettings(endpoint, aws?.stsUrl);
  const { logger } = shared;
  const chain =
    aws?.hasKeys === true
      ? // The SDK's chain would prefer the profile of AWS_PROFILE.
        fromEnv({ logger })
      : fromNodeProviderChain({
          logger,
          mfaCodeProvider: mfaCode,
          ...defined({ profile: source.profile ?? aws?.profile }),
          // Without the region: the provider of SSO would ask in this one instead of the session's.
          clientConfig: shared,
          parentClientConfig: { region: endpoint.region },
          // A role of the profile, whose code was asked for before. The SDK's own takes the address of another profile.
          roleAssumer: (masterCredentials, params) =>
            fromTemporaryCredentials({
              masterCredentials,
              params,
              clientConfig: sts,
              mfaCodeProvider: () => Promise.resolve(params.TokenCode ?? ''),
            })(),
        });
  if (source.roleArn === undefined) return chain;
  return fromTemporaryCredentials({
    masterCredentials: chain,
    logger,
    mfaCodeProvider: mfaCode,
    clientConfig: sts,
    params: {
      RoleArn: source.roleArn,
      RoleSessionName: 'sf-admin',
      ...defined({ ExternalId: source.externalId, SerialNumber: source.mfaSerial }),
    },
  });
}
