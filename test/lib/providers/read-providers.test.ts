import { expect } from 'chai';

import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { describeProvider } from '../../../src/lib/providers/read-providers.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { mockCognito, serviceError } from '../cognito/cognito-mock.js';
import { rejection } from '../conventions/refusal.js';

describe('describeProvider', () => {
  const cognito = mockCognito();

  it('hides every secret, and nothing else', async () => {
    const details = { client_id: 'app', client_secret: 's3cret', private_key: 'k3y', authorize_scopes: 'openid' };
    cognito.answer('DescribeIdentityProvider', {
      IdentityProvider: { UserPoolId: SANDBOX_POOL_ID, ProviderName: 'Apple', ProviderDetails: details },
    });
    const provider = await describeProvider(openTestDirectory(), 'Apple');
    expect(provider.details).to.deep.equal({ ...details, client_secret: '(hidden)', private_key: '(hidden)' });
  });

  it('refuses an answer about another provider', async () => {
    cognito.answer('DescribeIdentityProvider', {
      IdentityProvider: { UserPoolId: SANDBOX_POOL_ID, ProviderName: 'Google' },
    });
    const { code, message } = await rejection(describeProvider(openTestDirectory(), 'Apple'));
    expect([code, message]).to.deep.equal([
      'BAD_RESPONSE',
      'DescribeIdentityProvider returned an invalid response: it does not describe Apple',
    ]);
  });

  it('says that a provider does not exist even if the providers cannot be listed', async () => {
    cognito.answer('DescribeIdentityProvider', serviceError('ResourceNotFoundException', 'Does not exist.'));
    cognito.answer('ListIdentityProviders', serviceError('AccessDeniedException', 'not authorised'));
    const { code, hint } = await rejection(describeProvider(openTestDirectory(), 'Apple'));
    expect([code, hint]).to.deep.equal([
      'PROVIDER_NOT_FOUND',
      'To list the identity providers: sf-admin providers list',
    ]);
  });
});
