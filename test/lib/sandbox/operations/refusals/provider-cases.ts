import { ANA, BEN } from '../../harness.js';
import { onPool, type OperationCases } from './operation-case.js';

const PARTNER = {
  ProviderName: 'Partner',
  ProviderType: 'SAML',
  ProviderDetails: { MetadataURL: 'https://partner.example' },
  IdpIdentifiers: ['partner.example'],
};
const AZURE = { ProviderName: 'AzureAD' };
const COGNITO = { ProviderName: 'COGNITO' };
const IDENTITY = { ...AZURE, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 'subject-1' };
const NOBODY = { ProviderName: 'Cognito', ProviderAttributeValue: 'nobody' };

const link = (user: string) => ({
  DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: user },
  SourceUser: IDENTITY,
});

export const providerCases: OperationCases = {
  CreateIdentityProvider: {
    request: onPool(PARTNER),
    refusals: {
      async DuplicateProviderException(sandbox) {
        await sandbox.call('CreateIdentityProvider', PARTNER);
      },
      LimitExceededException(sandbox) {
        sandbox.pool.identityProviders = Array.from({ length: 300 }, (_, index) => `P${index}`);
      },
    },
  },
  DescribeIdentityProvider: { request: onPool(AZURE) },
  UpdateIdentityProvider: {
    request: onPool({ ...AZURE, IdpIdentifiers: ['tenant-two.example'] }),
    refusals: { UnsupportedIdentityProviderException: (_, request) => ({ ...request, ...COGNITO }) },
  },
  DeleteIdentityProvider: {
    request: onPool(AZURE),
    refusals: { UnsupportedIdentityProviderException: (_, request) => ({ ...request, ...COGNITO }) },
  },
  ListIdentityProviders: { request: onPool() },
  GetIdentityProviderByIdentifier: {
    async request(sandbox) {
      await sandbox.call('CreateIdentityProvider', PARTNER);
      return onPool({ IdpIdentifier: 'partner.example' })(sandbox);
    },
  },
  AdminLinkProviderForUser: {
    request: onPool(link(ANA)),
    refusals: {
      UserNotFoundException: (_, request) => ({ ...request, DestinationUser: NOBODY }),
      async AliasExistsException(sandbox) {
        await sandbox.call('AdminLinkProviderForUser', link(BEN));
      },
      async LimitExceededException(sandbox, request) {
        for (const ProviderAttributeValue of ['1', '2', '3', '4', '5']) {
          const SourceUser = { ...IDENTITY, ProviderAttributeValue };
          await sandbox.call('AdminLinkProviderForUser', { ...request, SourceUser });
        }
      },
    },
  },
  AdminDisableProviderForUser: {
    request: onPool({ User: { ProviderName: 'Cognito', ProviderAttributeValue: ANA } }),
    refusals: { UserNotFoundException: (_, request) => ({ ...request, User: NOBODY }) },
  },
};
