import { CHARACTER_CLASSES } from '../conventions/password.js';
import { camelKeys } from '../model/camel-keys.js';
import { attributeRules, isCaseSensitive, passwordPolicy, type UserPool } from '../model/user-pool.js';
import type { CardView } from '../output/view.js';
import { counted } from '../text/counted.js';
import type { DescribedPool } from './describe-pool.js';
import { type PoolRegions, replicaText, type SecondaryReplica } from './pool-regions.js';

/** A user pool's settings and Regions, for a person and as JSON. */
export const poolCard: CardView<DescribedPool> = {
  fields: ({ pool, regions }) => [
    { section: pool.Name ?? pool.Id },
    { label: 'user pool ID', value: pool.Id, subject: { kind: 'pool' } },
    { label: 'ARN', value: pool.Arn },
    { label: 'domain', value: pool.CustomDomain ?? pool.Domain },
    { label: 'primary Region', value: regions.primary },
    { label: 'secondary replicas', value: secondaries(regions) },
    { label: 'tier', value: pool.UserPoolTier },
    { label: 'users (estimate)', value: pool.EstimatedNumberOfUsers },
    { label: 'deletion protection', value: pool.DeletionProtection },
    { section: 'Sign-in' },
    { label: 'signs in with', value: pool.UsernameAttributes?.join(', ') ?? 'user name' },
    { label: 'case', value: isCaseSensitive(pool) ? 'sensitive' : 'insensitive' },
    { label: 'MFA', value: pool.MfaConfiguration },
    {
      label: 'self sign-up',
      value: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true ? 'off' : 'on',
    },
    { label: 'verified at sign-up', value: pool.AutoVerifiedAttributes?.join(', ') },
    {
      label: 'account recovery',
      value: pool.AccountRecoverySetting?.RecoveryMechanisms?.map(({ Name }) => Name ?? '').join(', '),
    },
    { section: 'Password' },
    { label: 'minimum length', value: `${passwordPolicy(pool).minimumLength} characters` },
    { label: 'must contain', value: passwordClasses(pool) || 'nothing in particular' },
    { label: 'temporary', value: `valid for ${counted(passwordPolicy(pool).temporaryPasswordValidityDays, 'day')}` },
    { section: 'Attributes' },
    { label: 'custom', value: customAttributes(pool) },
    { section: 'Mail and triggers' },
    {
      label: 'mail sender',
      value: pool.EmailConfiguration?.From ?? pool.EmailConfiguration?.EmailSendingAccount,
    },
    ...Object.entries(pool.LambdaConfig ?? {}).map(([label, value]) => ({
      label,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    { label: 'created', value: pool.CreationDate?.toISOString(), isTime: true },
    { label: 'updated', value: pool.LastModifiedDate?.toISOString(), isTime: true },
  ],
  id: ({ pool }) => pool.Id,
  json: poolJson,
};

/** A described pool as JSON: its settings by Cognito's names, in camelCase, and its Regions. */
interface PoolJson {
  readonly primaryRegion: string;
  /** Null if they cannot be read. */
  readonly secondaryReplicas: readonly SecondaryReplica[] | null;
  readonly [setting: string]: unknown;
}

function poolJson({ pool, regions: { primary, secondaries: replicas } }: DescribedPool): PoolJson {
  return { ...camelKeys(pool), primaryRegion: primary, secondaryReplicas: replicas ?? null };
}

function secondaries({ secondaries: replicas, problem }: PoolRegions): string {
  if (replicas === undefined) return `unknown: ${problem ?? 'they were not read'}`;
  return replicas.map(replicaText).join(', ') || 'none';
}

function passwordClasses(pool: UserPool): string {
  const policy = passwordPolicy(pool);
  return CHARACTER_CLASSES.filter(({ setting }) => policy[setting])
    .map(({ words }) => words)
    .join(', ');
}

function customAttributes(pool: UserPool): string[] {
  return attributeRules(pool)
    .filter(({ name }) => name.startsWith('custom:'))
    .map(({ name, type, mutable }) => `${name} (${type}${mutable ? '' : ', set at creation only'})`);
}
