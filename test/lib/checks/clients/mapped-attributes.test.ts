import { expect } from 'chai';

import { mappedAttributes } from '../../../../src/lib/checks/clients/mapped-attributes.js';
import type { AppClient } from '../../../../src/lib/model/app-client.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { GOOD } from '../good-pool.js';

describe('mappedAttributes', () => {
  const cognito = mockCognito();
  const client = {
    ...GOOD.client,
    WriteAttributes: ['custom:tenant_id'],
    SupportedIdentityProviders: ['COGNITO', 'AzureAD', 'Old'],
  } as AppClient;

  for (const error of ['AccessDeniedException', 'ResourceNotFoundException']) {
    it(`takes those of a provider for not mapped if reading it ends with ${error}`, async () => {
      cognito.answer('DescribeIdentityProvider', ({ ProviderName }) => {
        if (ProviderName === 'Old') throw serviceError(error, 'Identity provider Old does not exist.');
        const found = { UserPoolId: SANDBOX_POOL_ID, ProviderName: 'AzureAD' };
        return { IdentityProvider: { ...found, AttributeMapping: { 'custom:tenant_id': 'tenant' } } };
      });
      expect([...(await mappedAttributes(openTestDirectory(), client))]).to.deep.equal(['custom:tenant_id']);
    });
  }
});
