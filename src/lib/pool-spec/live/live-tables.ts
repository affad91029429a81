import { ATTRIBUTE, COMMON_CLIENT, COMMON_POOL, USER_POOL_DOMAIN } from '../dialects/cloudformation-tables.js';
import type { Table } from '../dialects/table.js';

/** What the API returns and no request sets, or what is read from another answer. */
function reported(...keys: readonly string[]): Table {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

/** DescribeUserPool: nearly the properties of a template. */
export const LIVE_POOL: Table = {
  ...COMMON_POOL,
  Name: 'name',
  SchemaAttributes: { list: 'attributes', table: ATTRIBUTE },
  ...reported('Id', 'Arn', 'Status', 'CreationDate', 'LastModifiedDate', 'EstimatedNumberOfUsers'),
  ...reported('Domain', 'CustomDomain', 'EmailConfigurationFailure', 'SmsConfigurationFailure'),
};

/** GetUserPoolMfaConfig. The settings of a factor are present if it is on. */
export const LIVE_MFA: Table = {
  MfaConfiguration: 'mfa.mode',
  'SmsMfaConfiguration.SmsAuthenticationMessage': 'mfa.smsMessage',
  'SmsMfaConfiguration.SmsConfiguration': null,
  'SoftwareTokenMfaConfiguration.Enabled': null,
  'EmailMfaConfiguration.Message': 'mfa.emailMessage',
  'EmailMfaConfiguration.Subject': 'mfa.emailSubject',
  'WebAuthnConfiguration.RelyingPartyId': 'passkeys.relyingPartyId',
  'WebAuthnConfiguration.UserVerification': 'passkeys.userVerification',
};

/** DescribeUserPoolClient. */
export const LIVE_CLIENT: Table = {
  ...COMMON_CLIENT,
  ...reported('UserPoolId', 'ClientId', 'ClientSecret', 'ClientType', 'CreationDate', 'LastModifiedDate'),
};

/** DescribeUserPoolDomain. */
export const LIVE_DOMAIN: Table = {
  ...USER_POOL_DOMAIN,
  ...reported(
    'AWSAccountId',
    'S3Bucket',
    'CloudFrontDistribution',
    'Version',
    'Status',
    'CustomDomainConfig.SecurityPolicy',
  ),
};
