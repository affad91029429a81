/** What one flag of `client set` may be given, and the members of DescribeUserPoolClient that it moves. */
export interface ClientValue {
  readonly flag: string;
  readonly values: readonly string[];
  readonly moves: readonly string[];
}

const ANALYTICS = 'AnalyticsConfiguration';
const switched = ['on', 'off'] as const;

const value = (flag: string, values: readonly string[], ...moves: readonly string[]): ClientValue => ({
  flag,
  values,
  moves,
});

/** Every setting with values that Cognito accepts. */
export const CLIENT_VALUES: readonly ClientValue[] = [
  value('name', ['web', 'another app'], 'ClientName'),
  value(
    'access-token-validity',
    ['5m', '90m', '1h', '1d', '3601s'],
    'AccessTokenValidity',
    'TokenValidityUnits.AccessToken',
  ),
  value('id-token-validity', ['30m', '2h'], 'IdTokenValidity', 'TokenValidityUnits.IdToken'),
  value('refresh-token-validity', ['1d', '3650d', '36h'], 'RefreshTokenValidity', 'TokenValidityUnits.RefreshToken'),
  value('session-validity', ['3m', '15m'], 'AuthSessionValidity'),
  value('token-revocation', switched, 'EnableTokenRevocation'),
  value('refresh-token-rotation', switched, 'RefreshTokenRotation'),
  value('refresh-token-grace', ['0', '60'], 'RefreshTokenRotation'),
  value('oauth', switched, 'AllowedOAuthFlowsUserPoolClient'),
  value('oauth-flows', ['code', 'code,implicit'], 'AllowedOAuthFlows'),
  value('default-redirect', ['http://localhost:3000/auth/callback', 'none'], 'DefaultRedirectURI'),
  value('identity-providers', ['COGNITO', 'COGNITO,AzureAD', 'none'], 'SupportedIdentityProviders'),
  value('auth-flows', ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH,ALLOW_USER_AUTH'], 'ExplicitAuthFlows'),
  value('hide-missing-users', switched, 'PreventUserExistenceErrors'),
  value('user-context', switched, 'EnablePropagateAdditionalUserContextData'),
  value('read-attributes', ['email', 'email,name', 'none'], 'ReadAttributes'),
  value('write-attributes', ['email', 'email,name', 'none'], 'WriteAttributes'),
  value('analytics-application', ['a1', 'b2', 'none'], `${ANALYTICS}.ApplicationId`),
  value(
    'analytics-application-arn',
    ['arn:aws:mobiletargeting:us-east-1:000000000000:apps/a1', 'none'],
    `${ANALYTICS}.ApplicationArn`,
  ),
  value('analytics-role', ['arn:aws:iam::000000000000:role/analytics', 'none'], `${ANALYTICS}.RoleArn`),
  value('analytics-external-id', ['x', 'none'], `${ANALYTICS}.ExternalId`),
  value('analytics-user-data', ['off', 'on'], `${ANALYTICS}.UserDataShared`),
];
