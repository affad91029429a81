import { type CognitoMock, mockCognito } from '../cognito/cognito-mock.js';

/**
 * Stands in for a pool of native users only, so that no address belongs to a second one, with an app client whose
 * access tokens last an hour.
 */
export function mockUsers(): CognitoMock {
  const cognito = mockCognito();
  beforeEach(() => {
    cognito.answer('ListUsers', { Users: [] });
    cognito.answer('ListUserPoolClients', { UserPoolClients: [{ ClientId: 'web' }] });
    cognito.answer('DescribeUserPoolClient', {
      UserPoolClient: { AccessTokenValidity: 60, TokenValidityUnits: { AccessToken: 'minutes' } },
    });
  });
  return cognito;
}
