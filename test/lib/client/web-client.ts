import { parseClientUrl } from '../../../src/lib/conventions/client-url.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { AppClient } from '../../../src/lib/model/app-client.js';
import type { MockAnswer } from '../cognito/cognito-mock.js';

export const APP = parseClientUrl('https://app.example.com/callback');
export const LOCAL = parseClientUrl('http://localhost:3000/callback');
export const NEW = parseClientUrl('https://new.example.com/callback');

/** What UpdateUserPoolClient must be sent so that the client stays as it is. */
export const SETTINGS = {
  UserPoolId: SANDBOX_POOL_ID,
  ClientId: SANDBOX_CLIENT_ID,
  ClientName: 'web',
  RefreshTokenValidity: 30,
  AccessTokenValidity: 15,
  IdTokenValidity: 1,
  TokenValidityUnits: { AccessToken: 'minutes' as const, IdToken: 'hours' as const },
  ReadAttributes: ['email', 'custom:role'],
  WriteAttributes: ['given_name'],
  ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH' as const],
  SupportedIdentityProviders: ['COGNITO', 'AzureAD'],
  CallbackURLs: [APP, LOCAL],
  LogoutURLs: ['https://app.example.com/'],
  DefaultRedirectURI: APP,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ['openid', 'email'],
  AllowedOAuthFlowsUserPoolClient: true,
  PreventUserExistenceErrors: 'ENABLED' as const,
  EnableTokenRevocation: true,
  EnablePropagateAdditionalUserContextData: false,
  AuthSessionValidity: 3,
};

/** The client with `changes`, as DescribeUserPoolClient answers it. */
export function webClient(changes: Partial<AppClient> = {}): AppClient {
  return {
    ...SETTINGS,
    ClientSecret: 'not-to-be-sent',
    CreationDate: new Date('2026-01-01T00:00:00Z'),
    LastModifiedDate: new Date('2026-02-01T00:00:00Z'),
    ClientType: 'REGULAR',
    ...changes,
  };
}

export function clientAnswer(changes: Partial<AppClient> = {}): MockAnswer<'DescribeUserPoolClient'> {
  return { UserPoolClient: webClient(changes) };
}
