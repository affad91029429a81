import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import type { Sandbox } from '../../harness.js';
import { startImport } from './import-cases.js';
import { onPool, type OperationCase, type OperationCases, type Request } from './operation-case.js';

const POOL_ARN = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${SANDBOX_POOL_ID}`;
const DOMAIN = 'stackflow-identity-000000000000';
const CERTIFICATE = 'arn:aws:acm:us-east-1:000000000000:certificate/1234';

const RESERVED_TAG = { UserPoolTags: { 'aws:x': 'y' } };
const THREATS = { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' }, UserPoolTier: 'ESSENTIALS' };

type Refusal = NonNullable<OperationCase['refusals']>[string];

const onLite: Refusal = (sandbox) => {
  sandbox.pool.settings.UserPoolTier = 'LITE';
};

/** The pool as it has to be for a replica. */
function asPrimary({ pool }: Sandbox): void {
  pool.settings.KeyConfiguration = {
    KeyType: 'CUSTOMER_MANAGED_KEY',
    KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/mrk-1234',
  };
  pool.settings.IssuerConfiguration = { Type: 'UPDATED' };
}

const REPLICA = { RegionName: 'eu-west-1' };

const withReplica =
  (more: Request = {}): OperationCase['request'] =>
  (sandbox) => {
    sandbox.pool.replicas = { 'eu-west-1': { status: 'INACTIVE' } };
    return onPool({ ...REPLICA, ...more })(sandbox);
  };

const otherRegion: Refusal = (_, request) => ({ ...request, RegionName: 'eu-west-2' });

const whileImporting: Refusal = async (sandbox) => {
  await startImport(sandbox);
};

const otherResource: Refusal = (_, request) => ({ ...request, ResourceArn: `${POOL_ARN}0` });

function withThreatProtection(sandbox: Sandbox): void {
  sandbox.pool.settings.UserPoolTier = 'PLUS';
  sandbox.pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
}

export const poolCases: OperationCases = {
  ListUserPools: { request: () => ({ MaxResults: 10 }) },
  DescribeUserPool: { request: onPool() },
  DeleteUserPool: {
    async request(sandbox) {
      const { UserPool } = await sandbox.call('CreateUserPool', { PoolName: 'second' });
      return { UserPoolId: (UserPool as { Id: string }).Id };
    },
    refusals: {
      async UserImportInProgressException(sandbox) {
        await startImport(sandbox);
        return { UserPoolId: SANDBOX_POOL_ID };
      },
    },
  },
  SetRiskConfiguration: {
    request(sandbox) {
      withThreatProtection(sandbox);
      return onPool({ RiskExceptionConfiguration: { BlockedIPRangeList: ['192.0.2.0/24'] } })(sandbox);
    },
    refusals: {
      UserPoolAddOnNotEnabledException(sandbox) {
        delete sandbox.pool.settings.UserPoolAddOns;
      },
    },
  },
  GetLogDeliveryConfiguration: { request: onPool() },
  SetLogDeliveryConfiguration: {
    request: onPool({ LogConfigurations: [{ LogLevel: 'ERROR', EventSource: 'userNotification' }] }),
    refusals: {
      FeatureUnavailableInTierException: (_, request) => ({
        ...request,
        LogConfigurations: [{ LogLevel: 'INFO', EventSource: 'userAuthEvents' }],
      }),
    },
  },
  CreateUserPool: {
    request: () => ({ PoolName: 'second' }),
    refusals: {
      FeatureUnavailableInTierException: (_, request) => ({ ...request, ...THREATS }),
      UserPoolTaggingException: (_, request) => ({ ...request, ...RESERVED_TAG }),
      LimitExceededException(sandbox) {
        for (let count = 1; count < 1000; count += 1) sandbox.state.pools[`us-east-1_Pool${count}`] = sandbox.pool;
      },
    },
  },
  UpdateUserPool: {
    request: onPool(),
    refusals: {
      FeatureUnavailableInTierException: (_, request) => ({ ...request, ...THREATS }),
      UserPoolTaggingException: (_, request) => ({ ...request, ...RESERVED_TAG }),
      UserImportInProgressException: whileImporting,
      TierChangeNotAllowedException(sandbox, request) {
        sandbox.pool.domains = { [DOMAIN]: { managedLoginVersion: 2 } };
        return { ...request, UserPoolTier: 'LITE' };
      },
    },
  },
  ListUserPoolReplicas: { request: onPool() },
  CreateUserPoolReplica: {
    request(sandbox) {
      asPrimary(sandbox);
      return onPool(REPLICA)(sandbox);
    },
    refusals: {
      FeatureUnavailableInTierException: onLite,
      UserPoolTaggingException: (_, request) => ({ ...request, ...RESERVED_TAG }),
      InvalidParameterException: (_, request) => ({ ...request, RegionName: 'us-east-1' }),
    },
  },
  UpdateUserPoolReplica: {
    request: withReplica({ Status: 'ACTIVE' }),
    refusals: { ResourceNotFoundException: otherRegion },
  },
  DeleteUserPoolReplica: {
    request: withReplica(),
    refusals: {
      ResourceNotFoundException: otherRegion,
      InvalidParameterException(sandbox) {
        sandbox.pool.replicas = { 'eu-west-1': { status: 'ACTIVE' } };
      },
    },
  },
  AddCustomAttributes: {
    request: onPool({ CustomAttributes: [{ Name: 'team', AttributeDataType: 'String' }] }),
    refusals: { UserImportInProgressException: whileImporting },
  },
  GetUserPoolMfaConfig: { request: onPool() },
  SetUserPoolMfaConfig: {
    request: onPool({ MfaConfiguration: 'OFF' }),
    refusals: {
      FeatureUnavailableInTierException(sandbox, request) {
        sandbox.pool.settings.UserPoolTier = 'LITE';
        return { ...request, MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: {} };
      },
    },
  },
  GetUserPoolSessionConfiguration: { request: onPool() },
  SetUserPoolSessionConfiguration: {
    request: onPool({ UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 5 } }),
    refusals: { FeatureUnavailableInTierException: onLite },
  },
  DescribeRiskConfiguration: {
    request(sandbox) {
      withThreatProtection(sandbox);
      return onPool()(sandbox);
    },
    refusals: {
      UserPoolAddOnNotEnabledException(sandbox) {
        delete sandbox.pool.settings.UserPoolAddOns;
      },
    },
  },
  CreateUserPoolDomain: {
    request: onPool({ Domain: 'auth.example.com', CustomDomainConfig: { CertificateArn: CERTIFICATE } }),
    refusals: {
      FeatureUnavailableInTierException(sandbox, request) {
        sandbox.pool.settings.UserPoolTier = 'LITE';
        return { ...request, ManagedLoginVersion: 2 };
      },
      LimitExceededException(sandbox) {
        for (const name of ['a', 'b', 'c', 'd']) {
          const settings = { ...sandbox.pool.settings, Domain: name, CustomDomain: `${name}.example.com` };
          sandbox.state.pools[`us-east-1_${name}`] = { ...sandbox.pool, settings };
        }
      },
    },
  },
  DescribeUserPoolDomain: { request: () => ({ Domain: DOMAIN }) },
  UpdateUserPoolDomain: {
    request: onPool({ Domain: DOMAIN, ManagedLoginVersion: 2 }),
    refusals: { FeatureUnavailableInTierException: onLite },
  },
  DeleteUserPoolDomain: { request: onPool({ Domain: DOMAIN }) },
  GetUICustomization: { request: onPool() },
  SetUICustomization: { request: onPool({ CSS: '.x {}' }) },
  ListTagsForResource: {
    request: () => ({ ResourceArn: POOL_ARN }),
    refusals: { ResourceNotFoundException: otherResource },
  },
  TagResource: {
    request: () => ({ ResourceArn: POOL_ARN, Tags: { team: 'identity' } }),
    refusals: { ResourceNotFoundException: otherResource },
  },
  UntagResource: {
    request: () => ({ ResourceArn: POOL_ARN, TagKeys: ['team'] }),
    refusals: { ResourceNotFoundException: otherResource },
  },
};
