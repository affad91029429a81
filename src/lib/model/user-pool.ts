import type {
  GroupType,
  GetUserPoolMfaConfigCommandOutput,
  PasswordPolicyType,
  SchemaAttributeType,
  SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommandInput,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

import { defined } from './defined.js';

/** A user pool as DescribeUserPool returns it. */
export type UserPool = UserPoolType & { readonly Id: string };

/** What a user pool's schema says about one attribute. */
export interface AttributeRule {
  /** As users have it, prefix included: `email`, `custom:tenant_id`. */
  readonly name: string;
  readonly type: 'String' | 'Number' | 'DateTime' | 'Boolean';
  /** An immutable attribute can be set only when the user is created. */
  readonly mutable: boolean;
  readonly required: boolean;
  /** Characters of a String. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Inclusive bounds of a Number. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a user pool requires of a password. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  /** Days that a temporary password stays valid. */
  readonly temporaryPasswordValidityDays: number;
}

/** The fields that DescribeUserPool returns and UpdateUserPool does not accept. */
type Reported = Exclude<keyof UserPoolType, keyof UpdateUserPoolCommandInput>;

/** The type makes this list complete: it does not compile with an SDK in which a field is added or becomes writable. */
const REPORTED: Readonly<Record<Reported, true>> = {
  Id: true,
  // As PoolName.
  Name: true,
  Arn: true,
  Status: true,
  CreationDate: true,
  LastModifiedDate: true,
  SchemaAttributes: true,
  EstimatedNumberOfUsers: true,
  AliasAttributes: true,
  UsernameAttributes: true,
  UsernameConfiguration: true,
  Domain: true,
  CustomDomain: true,
  SmsConfigurationFailure: true,
  EmailConfigurationFailure: true,
};

/**
 * The settings of a pool as UpdateUserPool must send them. Cognito resets every setting that an update leaves out, so only
 * the read-only fields are removed. `UnusedAccountValidityDays` is refused beside its newer name,
 * `TemporaryPasswordValidityDays`, although DescribeUserPool returns both.
 */
export function poolSettings(pool: UserPool): Omit<UpdateUserPoolCommandInput, 'UserPoolId'> {
  const kept = Object.entries(pool).filter(([name, value]) => !Object.hasOwn(REPORTED, name) && value !== undefined);
  const settings = { ...Object.fromEntries(kept), ...defined({ PoolName: pool.Name }) };
  const { AdminCreateUserConfig } = pool;
  if (pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays === undefined || !AdminCreateUserConfig) {
    return settings;
  }
  const { UnusedAccountValidityDays: _, ...config } = AdminCreateUserConfig;
  return { ...settings, AdminCreateUserConfig: config };
}

/**
 * The MFA settings as SetUserPoolMfaConfig must send them: it turns off every factor that the request leaves out, and
 * accepts none while MFA is off. Passkeys are independent of MFA (API reference).
 */
export function mfaSettings(
  config: GetUserPoolMfaConfigCommandOutput,
): Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'> {
  const { $metadata: _, MfaConfiguration = 'OFF', ...others } = config;
  if (MfaConfiguration !== 'OFF') return { MfaConfiguration, ...others };
  return { MfaConfiguration, ...defined({ WebAuthnConfiguration: config.WebAuthnConfiguration }) };
}

/**
 * The rule of each attribute in the pool's schema, standard and custom. Made once for a pool, since a run asks for them for
 * every row.
 */
export function attributeRules(pool: UserPool): readonly AttributeRule[] {
  const rules = RULES.get(pool) ?? (pool.SchemaAttributes ?? []).map(attributeRule);
  RULES.set(pool, rules);
  return rules;
}

const RULES = new WeakMap<UserPool, readonly AttributeRule[]>();

/** The pool's password policy, with Cognito's defaults for missing rules (API reference, PasswordPolicyType). */
export function passwordPolicy(pool: UserPool): PasswordPolicy {
  const policy: PasswordPolicyType = pool.Policies?.PasswordPolicy ?? {};
  return {
    minimumLength: policy.MinimumLength ?? 8,
    requireUppercase: policy.RequireUppercase ?? false,
    requireLowercase: policy.RequireLowercase ?? false,
    requireNumbers: policy.RequireNumbers ?? false,
    requireSymbols: policy.RequireSymbols ?? false,
    temporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays ?? 7,
  };
}

/** Whether addresses that differ only in case belong to two users. By default they do in pools made through the API. */
export function isCaseSensitive(pool: UserPool): boolean {
  return pool.UsernameConfiguration?.CaseSensitive ?? true;
}

/**
 * One entry of `SchemaAttributes`. A missing bound stays missing: Cognito decides, not a guess. Cognito keeps
 * the bounds as text (API reference, StringAttributeConstraintsType).
 */
function attributeRule(attribute: SchemaAttributeType): AttributeRule {
  const lengths = attribute.StringAttributeConstraints;
  const values = attribute.NumberAttributeConstraints;
  return {
    name: attribute.Name ?? '',
    type: attribute.AttributeDataType ?? 'String',
    mutable: attribute.Mutable ?? true,
    required: attribute.Required ?? false,
    ...defined({
      minLength: bound(lengths?.MinLength),
      maxLength: bound(lengths?.MaxLength),
      minimum: bound(values?.MinValue),
      maximum: bound(values?.MaxValue),
    }),
  };
}

function bound(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** A group of a user pool as sf-admin shows it. The names are the JSON contract; a missing setting is `null`. */
export interface Group {
  readonly name: string;
  readonly description: string | null;
  /** Of a user's groups, the one with the lowest number comes first in tokens. */
  readonly precedence: number | null;
  /** The IAM role that an identity pool gives to the group's users. */
  readonly roleArn: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** The settings of a group that can be changed. Cognito cannot rename one. */
export type GroupSettings = Pick<Group, 'description' | 'precedence' | 'roleArn'>;

/** A group as Cognito returns it. */
export function groupFrom(group: GroupType): Group {
  return {
    name: group.GroupName ?? '',
    // An empty description is how one is removed.
    description: group.Description === undefined || group.Description === '' ? null : group.Description,
    precedence: group.Precedence ?? null,
    roleArn: group.RoleArn ?? null,
    createdAt: group.CreationDate?.toISOString() ?? null,
    updatedAt: group.LastModifiedDate?.toISOString() ?? null,
  };
}
