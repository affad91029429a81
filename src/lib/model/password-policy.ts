import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';

/** What a user pool demands of a password. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  /** Days that a temporary password stays valid. */
  readonly temporaryPasswordValidityDays: number;
}

/** Cognito's defaults where a pool leaves a rule out (API reference, PasswordPolicyType). */
export function passwordPolicyFromSdk(policy: PasswordPolicyType | undefined): PasswordPolicy {
  return {
    minimumLength: policy?.MinimumLength ?? 8,
    requireUppercase: policy?.RequireUppercase ?? false,
    requireLowercase: policy?.RequireLowercase ?? false,
    requireNumbers: policy?.RequireNumbers ?? false,
    requireSymbols: policy?.RequireSymbols ?? false,
    temporaryPasswordValidityDays: policy?.TemporaryPasswordValidityDays ?? 7,
  };
}
