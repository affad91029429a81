import { SANDBOX_ACCOUNT } from '../../../model/sandbox-ids.js';
import { defined } from '../../../model/defined.js';
import { operation, randomText } from '../../engine/operation.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter, ServiceError, unavailableInTier } from '../../engine/service-error.js';
import { integer, required, string, structure } from '../../engine/shape.js';
import { own, requirePool } from '../../state/lookup.js';
import type { DomainState } from '../../state/pool-configuration-state.js';
import type { PoolState, SandboxState } from '../../state/state.js';

const DOMAIN = required(string({ min: 1, max: 63, pattern: '[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?' }));

/** Custom domains of an account (quotas in the developer guide, which AWS raises on request). */
const MAX_CUSTOM_DOMAINS = 4;

const DomainRequest = structure({
  ...ONE_POOL,
  Domain: DOMAIN,
  ManagedLoginVersion: integer({ min: 1, max: 2 }),
  CustomDomainConfig: structure({
    CertificateArn: required(string({ min: 20, max: 2048 })),
    SecurityPolicy: string({ oneOf: ['TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025'] }),
  }),
  Routing: structure({
    Failover: structure({ PrimaryRoute53HealthCheckId: string({ max: 64 }), SecondaryRegion: string({ max: 32 }) }),
  }),
});

/**
 * A pool can have one prefix domain and one custom domain (developer guide). With a certificate, the domain is a custom
 * one. The sandbox serves no page under it.
 */
export const CreateUserPoolDomain = operation(DomainRequest, ({ store }, input) => {
  const { UserPoolId, Domain, CustomDomainConfig, Routing: routing, ManagedLoginVersion = 1 } = input;
  const isCustom = CustomDomainConfig !== undefined;
  checkDomain(Domain, CustomDomainConfig?.CertificateArn);
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    if (poolWith(state, Domain)) throw invalidParameter('Domain already associated with another user pool.');
    const member = isCustom ? 'CustomDomain' : 'Domain';
    if (pool.settings[member] !== undefined) throw invalidParameter('User pool already has a domain configured.');
    checkVersion(pool, ManagedLoginVersion);
    if (isCustom && customDomains(state) >= MAX_CUSTOM_DOMAINS) {
      const message = `An account can have at most ${MAX_CUSTOM_DOMAINS} custom domains.`;
      throw new ServiceError('LimitExceededException', message);
    }
    pool.settings[member] = Domain;
    const cloudFront = isCustom ? `${randomText(14)}.cloudfront.net` : undefined;
    const domain: DomainState = {
      managedLoginVersion: ManagedLoginVersion,
      ...defined({
        certificateArn: CustomDomainConfig?.CertificateArn,
        securityPolicy: CustomDomainConfig?.SecurityPolicy,
        cloudFront,
        routing,
      }),
    };
    pool.domains = { ...pool.domains, [Domain]: domain };
    return { ManagedLoginVersion, ...defined({ CloudFrontDomain: cloudFront }) };
  });
});

/** Observed: a domain that does not exist has an empty description. */
export const DescribeUserPoolDomain = operation(structure({ Domain: DOMAIN }), async ({ store }, { Domain }) => {
  const found = poolWith(await store.read(), Domain);
  if (!found) return { DomainDescription: {} };
  const [UserPoolId, pool] = found;
  const { certificateArn, securityPolicy, cloudFront, managedLoginVersion, routing } = detailsOf(pool, Domain);
  return {
    DomainDescription: {
      UserPoolId,
      AWSAccountId: SANDBOX_ACCOUNT,
      Domain,
      Status: 'ACTIVE',
      CustomDomainConfig: defined({ CertificateArn: certificateArn, SecurityPolicy: securityPolicy }),
      ManagedLoginVersion: managedLoginVersion,
      ...defined({ CloudFrontDistribution: cloudFront, Routing: routing }),
    },
  };
});

/** Undocumented: what the request leaves out is kept, and a domain of another pool is this error. */
export const UpdateUserPoolDomain = operation(DomainRequest, ({ store }, input) =>
  store.update((state) => {
    const { UserPoolId, Domain, CustomDomainConfig, Routing: routing, ManagedLoginVersion } = input;
    const pool = requirePool(state, UserPoolId);
    if (memberOf(pool, Domain) === 'Domain' && CustomDomainConfig) {
      throw invalidParameter('A prefix domain has no certificate.');
    }
    if (CustomDomainConfig) checkDomain(Domain, CustomDomainConfig.CertificateArn);
    checkVersion(pool, ManagedLoginVersion);
    const domain: DomainState = {
      ...detailsOf(pool, Domain),
      ...defined({
        managedLoginVersion: ManagedLoginVersion,
        certificateArn: CustomDomainConfig?.CertificateArn,
        securityPolicy: CustomDomainConfig?.SecurityPolicy,
        routing,
      }),
    };
    pool.domains = { ...pool.domains, [Domain]: domain };
    return {
      ManagedLoginVersion: domain.managedLoginVersion,
      ...defined({ CloudFrontDomain: domain.cloudFront, Routing: domain.routing }),
    };
  }),
);

export const DeleteUserPoolDomain = operation(structure({ ...ONE_POOL, Domain: DOMAIN }), ({ store }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    Reflect.deleteProperty(pool.settings, memberOf(pool, input.Domain));
    if (pool.domains) Reflect.deleteProperty(pool.domains, input.Domain);
    return {};
  }),
);

/** The member of the pool's settings that has the domain. Throws InvalidParameterException if none has. */
function memberOf(pool: PoolState, domain: string): 'Domain' | 'CustomDomain' {
  const member = (['Domain', 'CustomDomain'] as const).find((name) => pool.settings[name] === domain);
  if (member === undefined) throw invalidParameter('No such domain or user pool exists.');
  return member;
}

/** The domain of the seeded pool has no details. */
function detailsOf({ domains = {} }: PoolState, domain: string): DomainState {
  return own(domains, domain) ?? { managedLoginVersion: 1 };
}

/** Throws FeatureUnavailableInTierException. */
function checkVersion(pool: PoolState, version: number | undefined): void {
  if (version === 2 && pool.settings.UserPoolTier === 'LITE') {
    throw unavailableInTier('Managed login needs the Essentials tier of the user pool.');
  }
}

/** Documented in the developer guide; the wording is the sandbox's. */
function checkDomain(domain: string, certificateArn: string | undefined): void {
  if (certificateArn === undefined) {
    if (domain.includes('.')) throw invalidParameter('A custom domain needs a CustomDomainConfig with a certificate.');
    const reserved = ['aws', 'amazon', 'cognito'].find((word) => domain.includes(word));
    if (reserved !== undefined) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`);
  } else if (!domain.includes('.')) {
    throw invalidParameter('A custom domain is a full domain name, such as auth.example.com.');
  } else if (!/^arn:[^:]+:acm:us-east-1:/.test(certificateArn)) {
    throw invalidParameter('The certificate of a custom domain must be in us-east-1.');
  }
}

function customDomains(state: SandboxState): number {
  return Object.values(state.pools).filter(({ settings }) => settings.CustomDomain !== undefined).length;
}

/** Domains are unique among all pools. */
function poolWith(state: SandboxState, domain: string): [id: string, PoolState] | undefined {
  return Object.entries(state.pools).find(
    ([, { settings }]) => settings.Domain === domain || settings.CustomDomain === domain,
  );
}
