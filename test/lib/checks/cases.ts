import type { UserPoolClientType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

import type { ShippedBaseline } from '../../../src/lib/checks/baselines/load-baselines.js';
import { GOOD, GOOD_URL, type World } from './good-pool.js';

/** Rules that only say what the API does not show, in the order in which a check of the good pool lists them. */
export const NOT_CHECKABLE = ['LOCKOUT', 'WAF', 'PKCE'] as const;

const pool = (changes: Partial<UserPoolType>): World => ({ ...GOOD, pool: { ...GOOD.pool, ...changes } });
const client = (changes: Partial<UserPoolClientType>): World => ({ ...GOOD, client: { ...GOOD.client, ...changes } });
const password = (changes: NonNullable<NonNullable<UserPoolType['Policies']>['PasswordPolicy']>): World =>
  pool({ Policies: { PasswordPolicy: { ...GOOD.pool.Policies?.PasswordPolicy, ...changes } } });
const [tenant, ...otherAttributes] = GOOD.pool.SchemaAttributes ?? [];
const TENANT = 'custom:tenant_id';

interface Case {
  readonly fails: World;
  readonly passes?: World;
  /** The only baseline to check against; default: all. */
  readonly baseline?: ShippedBaseline;
}

/** For each rule a pool that breaks it and nothing else, and the most similar one that follows it; by default the good one. */
export const CASES: Readonly<Record<string, Case>> = {
  EMAIL_SIGN_IN: {
    fails: pool({ UsernameAttributes: ['phone_number'] }),
    passes: pool({ UsernameAttributes: ['phone_number', 'email'] }),
  },
  CASE_INSENSITIVE: { fails: pool({ UsernameConfiguration: undefined }) },
  PASSWORD_LENGTH: { fails: password({ MinimumLength: 11 }), passes: password({ MinimumLength: 20 }) },
  PASSWORD_UPPERCASE: { fails: password({ RequireUppercase: false }) },
  PASSWORD_LOWERCASE: { fails: password({ RequireLowercase: undefined }) },
  PASSWORD_DIGIT: { fails: password({ RequireNumbers: false }) },
  PASSWORD_SYMBOL: { fails: password({ RequireSymbols: false }) },
  MFA_TOTP: { fails: { ...GOOD, mfa: { ...GOOD.mfa, SoftwareTokenMfaConfiguration: undefined } } },
  MFA_SMS: { fails: { ...GOOD, mfa: { ...GOOD.mfa, SmsMfaConfiguration: undefined } } },
  MFA_AVAILABLE: {
    fails: { ...pool({ MfaConfiguration: 'OFF' }), mfa: { MfaConfiguration: 'OFF' } },
    passes: { ...pool({ MfaConfiguration: 'ON' }), mfa: { ...GOOD.mfa, MfaConfiguration: 'ON' } },
  },
  EMAIL_SENDER: { fails: pool({ EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' } }) },
  EMAIL_SENDER_ADDRESS: {
    fails: pool({ EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', From: 'no-reply@example.com' } }),
    passes: pool({
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        From: 'StackFlow <No-Reply@stackflow-tech.com>',
        SourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/stackflow-tech.com',
      },
    }),
  },
  DOMAIN_NAME: { fails: pool({ Domain: 'another' }), passes: pool({ Domain: 'another', CustomDomain: 'good' }) },
  DELETION_PROTECTION: { fails: pool({ DeletionProtection: 'INACTIVE' }) },
  SELF_SIGN_UP_OFF: {
    fails: pool({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      LambdaConfig: { PreSignUp: 'arn:aws:lambda:us-east-1:111122223333:function:pre' },
    }),
  },
  VERIFY_BEFORE_UPDATE: {
    fails: pool({ UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] } }),
  },
  PASSWORD_POLICY_TEMPORARY_PASSWORD_VALIDITY_DAYS: {
    fails: password({ TemporaryPasswordValidityDays: 8 }),
    passes: password({ TemporaryPasswordValidityDays: 1 }),
  },
  CUSTOM_ATTRIBUTE_MISSING: { fails: pool({ SchemaAttributes: otherAttributes }) },
  CUSTOM_ATTRIBUTE_IMMUTABLE: {
    fails: pool({ SchemaAttributes: [{ ...tenant, Mutable: false }, ...otherAttributes] }),
  },
  THREAT_PROTECTION: {
    fails: pool({ UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }),
    passes: pool({ UserPoolTier: 'ESSENTIALS', UserPoolAddOns: undefined }),
  },
  COMPROMISED_CREDENTIALS: {
    fails: { ...GOOD, blocks: false },
    passes: { ...pool({ UserPoolTier: 'LITE', UserPoolAddOns: undefined }), blocks: false },
  },
  RECOVERY_BY_SMS: {
    fails: pool({ AccountRecoverySetting: undefined }),
    passes: pool({
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 2, Name: 'verified_phone_number' },
          { Priority: 1, Name: 'verified_email' },
        ],
      },
    }),
  },
  ACCESS_TOKEN_VALIDITY: {
    fails: client({ AccessTokenValidity: 61 }),
    passes: client({ AccessTokenValidity: undefined, TokenValidityUnits: undefined, IdTokenValidity: 1 }),
  },
  ID_TOKEN_VALIDITY: { fails: client({ IdTokenValidity: 120 }), passes: client({ IdTokenValidity: 5 }) },
  REFRESH_TOKEN_VALIDITY: { fails: client({ RefreshTokenValidity: 31 }), passes: client({ RefreshTokenValidity: 0 }) },
  TOKEN_REVOCATION: { fails: client({ EnableTokenRevocation: undefined }) },
  USER_EXISTENCE: { fails: client({ PreventUserExistenceErrors: undefined }) },
  CUSTOM_ATTRIBUTE_WRITABLE: {
    fails: client({ WriteAttributes: ['email', TENANT], ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
    passes: client({ WriteAttributes: [], ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
  },
  CUSTOM_ATTRIBUTE_MAPPED: {
    fails: { ...client({ WriteAttributes: ['email', TENANT] }), mapped: [TENANT] },
    passes: { ...GOOD, mapped: [TENANT] },
  },
  IMPLICIT_GRANT: { fails: client({ AllowedOAuthFlows: ['code', 'implicit'] }) },
  CODE_GRANT: {
    fails: client({ AllowedOAuthFlowsUserPoolClient: false }),
    passes: client({
      AllowedOAuthFlowsUserPoolClient: false,
      CallbackURLs: [],
      DefaultRedirectURI: undefined,
    }),
  },
  PUBLIC_CLIENT_SECRET: {
    fails: client({ ClientSecret: 'x', CallbackURLs: [GOOD_URL, 'myapp://callback'] }),
    passes: client({ CallbackURLs: [GOOD_URL, 'myapp://callback'] }),
  },
  URL_HOST: {
    fails: client({ LogoutURLs: ["https://app.example.com.evil.example/it's;here"] }),
    passes: client({ LogoutURLs: ['https://one.tenant.example/'] }),
  },
  LOCALHOST_URL: { fails: client({ CallbackURLs: [GOOD_URL, 'http://localhost:3000/callback'] }) },
  DEFAULT_REDIRECT_URL: {
    fails: client({ DefaultRedirectURI: 'https://app.example.com/other' }),
    passes: client({ DefaultRedirectURI: undefined }),
  },
  SELF_SIGN_UP: {
    fails: pool({ AdminCreateUserConfig: undefined }),
    passes: pool({
      AdminCreateUserConfig: undefined,
      LambdaConfig: { PreSignUp: 'arn:aws:lambda:us-east-1:111122223333:function:pre' },
    }),
    // The other expects self sign-up to be off.
    baseline: 'stackflow',
  },
  UNMODELLED_SETTING: { fails: { ...GOOD, unmodelled: { FutureSetting: 1 } } },
};
