import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type CognitoMock, mockCognito } from '../cognito/cognito-mock.js';

const WEB = { ClientId: 'web', UserPoolId: SANDBOX_POOL_ID };

/**
 * Stands in for a pool of native users only, so that no address belongs to a second one, with an app client whose
 * access tokens last an hour.
 */
export function mockUsers(): CognitoMock {
  const cognito = mockCognito();
  beforeEach(() => {
    cognito.answer('ListUsers', { Users: [] });
    cognito.answer('ListUserPoolClients', { UserPoolClients: [WEB] });
    cognito.answer('DescribeUserPoolClient', {
      UserPoolClient: { ...WEB, AccessTokenValidity: 60, TokenValidityUnits: { AccessToken: 'minutes' } },
    });
  });
  return cognito;
}
