import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

import { type AttributeRule, attributeRuleFromSdk } from './attribute-rule.js';
import { type PasswordPolicy, passwordPolicyFromSdk } from './password-policy.js';

/** A user pool as DescribeUserPool answers it. */
export type UserPool = UserPoolType & { readonly Id: string };

/** What the pool's schema says of each attribute, standard and custom. */
export function attributeRules(pool: UserPool): AttributeRule[] {
  return (pool.SchemaAttributes ?? []).map(attributeRuleFromSdk);
}

/** What the pool demands of a password. */
export function passwordPolicy(pool: UserPool): PasswordPolicy {
  return passwordPolicyFromSdk(pool.Policies?.PasswordPolicy);
}

/** Whether two addresses that differ in case alone are two users. Pools made through the API are, unless told otherwise. */
export function isCaseSensitive(pool: UserPool): boolean {
  return pool.UsernameConfiguration?.CaseSensitive ?? true;
}
