import { ATTRIBUTE, COMMON_CLIENT, COMMON_POOL, USER_POOL_DOMAIN } from '../dialects/cloudformation-tables.js';
import { named } from '../dialects/rules.js';
import type { Table } from '../dialects/table.js';

/** What the API returns and no request sets, or what is read from another answer. */
function reported(...keys: readonly string[]): Table {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

/** What only the API has among the places that a pool is read from. */
const API_ONLY: Table = {
  'SmsConfiguration.EumsSms.CallerArn': 'sms.endUserMessaging.callerArn',
  'SmsConfiguration.EumsSms.ExternalId': 'sms.endUserMessaging.externalId',
  'SmsConfiguration.EumsSms.OriginationIdentity': 'sms.endUserMessaging.originationIdentity',
  'SmsConfiguration.EumsSms.ConfigurationSetName': 'sms.endUserMessaging.configurationSet',
  'SmsConfiguration.EumsSms.InEntityId': 'sms.endUserMessaging.entityId',
  'SmsConfiguration.EumsSms.InTemplateId': 'sms.endUserMessaging.templateId',
  'SmsConfiguration.EumsSms.Region': 'sms.endUserMessaging.region',
  'KeyConfiguration.KeyType': 'encryption.keyType',
  'KeyConfiguration.KmsKeyArn': 'encryption.kmsKeyArn',
  'IssuerConfiguration.Type': 'issuer',
  AcrConfiguration: {
    leaves: ['acrValues'],
    read: (levels) => {
      const entries = Object.entries(levels as Record<string, { AcrValue?: unknown }>);
      return { acrValues: Object.fromEntries(entries.map(([level, { AcrValue }]) => [level, AcrValue])) };
    },
    write: (get) => {
      const values = get('acrValues') as Record<string, string> | undefined;
      return values && Object.fromEntries(Object.entries(values).map(([level, AcrValue]) => [level, { AcrValue }]));
    },
  },
  'DcrConfiguration.EnableStatus': named('clientRegistration.enabled', { Enabled: true, Disabled: false }),
  'DcrConfiguration.OpenDcrEnabled': 'clientRegistration.open',
  'DcrConfiguration.AuthenticatedGrantTypes': 'clientRegistration.grantTypes',
  'DcrConfiguration.OpenDcrGrantTypes': 'clientRegistration.openGrantTypes',
  'DcrConfiguration.AllowedScopes': 'clientRegistration.scopes',
};

/** DescribeUserPool: nearly the properties of a template. */
export const LIVE_POOL: Table = {
  ...COMMON_POOL,
  ...API_ONLY,
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
  'WebAuthnConfiguration.FactorConfiguration': 'passkeys.factor',
};

/** DescribeUserPoolClient. */
export const LIVE_CLIENT: Table = {
  ...COMMON_CLIENT,
  ...reported('UserPoolId', 'ClientId', 'ClientSecret', 'ClientType', 'CreationDate', 'LastModifiedDate'),
};

/** DescribeUserPoolDomain. */
export const LIVE_DOMAIN: Table = {
  ...USER_POOL_DOMAIN,
  'CustomDomainConfig.SecurityPolicy': 'domain.securityPolicy',
  'Routing.Failover.SecondaryRegion': 'domain.failover.secondaryRegion',
  'Routing.Failover.PrimaryRoute53HealthCheckId': 'domain.failover.healthCheckId',
  ...reported('AWSAccountId', 'S3Bucket', 'CloudFrontDistribution', 'Version', 'Status'),
};
