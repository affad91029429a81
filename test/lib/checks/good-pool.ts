import type {
  GetUserPoolMfaConfigResponse,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';

/** A pool, and the answers about it, in which no rule of any shipped baseline finds anything. */
export interface World {
  readonly pool: UserPoolType;
  readonly mfa: GetUserPoolMfaConfigResponse;
  readonly client: UserPoolClientType;
  /** The attributes that its identity provider maps. */
  readonly mapped: readonly string[];
  /** Whether compromised passwords are blocked; `undefined` if it cannot be read. */
  readonly blocks: boolean | undefined;
  /** Settings of the app client that the SDK does not model. */
  readonly unmodelled?: object;
}

export const GOOD_URL = 'https://app.example.com/callback';

export const GOOD: World = {
  pool: {
    Id: SANDBOX_POOL_ID,
    Name: 'good',
    UserPoolTier: 'PLUS',
    DeletionProtection: 'ACTIVE',
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    Policies: {
      PasswordPolicy: {
        MinimumLength: 14,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
    },
    MfaConfiguration: 'OPTIONAL',
    EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', From: 'no-reply@stackflow-tech.com' },
    Domain: 'good',
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
    UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    SchemaAttributes: ['tenant_id', 'role', 'department'].map((name) => ({
      Name: `custom:${name}`,
      AttributeDataType: 'String',
      Mutable: true,
    })),
  },
  mfa: {
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111122223333:role/sms' } },
  },
  client: {
    ClientId: SANDBOX_CLIENT_ID,
    UserPoolId: SANDBOX_POOL_ID,
    ClientName: 'web',
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: [GOOD_URL],
    LogoutURLs: ['https://app.example.com/'],
    DefaultRedirectURI: GOOD_URL,
    SupportedIdentityProviders: ['COGNITO', 'AzureAD'],
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    WriteAttributes: ['email', 'name'],
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'ENABLED',
  },
  mapped: [],
  blocks: true,
};
