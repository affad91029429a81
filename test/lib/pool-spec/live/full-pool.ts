import type {
  GetUserPoolMfaConfigResponse,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

import type { LivePool } from '../../../../src/lib/pool-spec/live/live-pool.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';

/** A pool in which every setting that a PoolSpec can hold is set. */
export const FULL_POOL: UserPoolType = {
  Id: SANDBOX_POOL_ID,
  Arn: `arn:aws:cognito-idp:us-east-1:111122223333:userpool/${SANDBOX_POOL_ID}`,
  Name: 'full',
  UserPoolTier: 'PLUS',
  DeletionProtection: 'ACTIVE',
  AliasAttributes: ['email', 'preferred_username'],
  UsernameConfiguration: { CaseSensitive: false },
  AutoVerifiedAttributes: ['email'],
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      PasswordHistorySize: 5,
      TemporaryPasswordValidityDays: 3,
    },
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
  },
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: true,
    UnusedAccountValidityDays: 3,
    InviteMessageTemplate: {
      EmailSubject: 'Welcome',
      EmailMessage: '{username} {####}',
      SMSMessage: '{username} {####}!',
    },
  },
  MfaConfiguration: 'OPTIONAL',
  AccountRecoverySetting: {
    RecoveryMechanisms: [
      { Priority: 2, Name: 'verified_phone_number' },
      { Priority: 1, Name: 'verified_email' },
    ],
  },
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/x.example',
    From: 'no-reply@x.example',
    ReplyToEmailAddress: 'help@x.example',
    ConfigurationSet: 'set',
  },
  SmsConfiguration: {
    SnsCallerArn: 'arn:aws:iam::111122223333:role/sms',
    ExternalId: 'id',
    SnsRegion: 'us-east-1',
    EumsSms: {
      CallerArn: 'arn:aws:iam::111122223333:role/eums',
      ExternalId: 'id',
      OriginationIdentity: 'origin',
      ConfigurationSetName: 'set',
      InEntityId: 'entity',
      InTemplateId: 'template',
      Region: 'us-east-1',
    },
  },
  KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/k' },
  IssuerConfiguration: { Type: 'UPDATED' },
  AcrConfiguration: { high: { AcrValue: 'urn:high' } },
  DcrConfiguration: {
    EnableStatus: 'Enabled',
    OpenDcrEnabled: true,
    AuthenticatedGrantTypes: ['code'],
    OpenDcrGrantTypes: ['code'],
    AllowedScopes: ['openid'],
  },
  EmailVerificationSubject: 'Code',
  EmailVerificationMessage: 'Code {####}',
  SmsVerificationMessage: 'SMS {####}',
  VerificationMessageTemplate: {
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
    EmailSubject: 'Code',
    EmailMessage: 'Code {####}',
    EmailSubjectByLink: 'Link',
    EmailMessageByLink: '{##link##}',
    SmsMessage: 'SMS {####}',
  },
  LambdaConfig: {
    PreSignUp: `${FUNCTION}1`,
    PreAuthentication: `${FUNCTION}2`,
    PostAuthentication: `${FUNCTION}3`,
    PostConfirmation: `${FUNCTION}4`,
    PreTokenGeneration: `${FUNCTION}5`,
    PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: `${FUNCTION}5` },
    CustomMessage: `${FUNCTION}6`,
    UserMigration: `${FUNCTION}7`,
    DefineAuthChallenge: `${FUNCTION}8`,
    CreateAuthChallenge: `${FUNCTION}9`,
    VerifyAuthChallengeResponse: `${FUNCTION}10`,
    CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: `${FUNCTION}11` },
    CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: `${FUNCTION}12` },
    InboundFederation: { LambdaVersion: 'V1_0', LambdaArn: `${FUNCTION}13` },
    KMSKeyID: 'arn:aws:kms:us-east-1:111122223333:key/k',
  },
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } },
  UserPoolTags: { Team: 'identity' },
  Domain: undefined,
  CustomDomain: 'login.x.example',
  EstimatedNumberOfUsers: 3,
  SchemaAttributes: [
    {
      Name: 'custom:tenant_id',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: true,
      Required: false,
      StringAttributeConstraints: { MinLength: '1', MaxLength: '64' },
    },
    {
      Name: 'dev:custom:seats',
      AttributeDataType: 'Number',
      DeveloperOnlyAttribute: true,
      Mutable: false,
      Required: false,
      NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
    },
  ],
};

export const FULL_MFA: GetUserPoolMfaConfigResponse = {
  MfaConfiguration: 'OPTIONAL',
  SmsMfaConfiguration: { SmsAuthenticationMessage: 'MFA {####}', SmsConfiguration: FULL_POOL.SmsConfiguration },
  SoftwareTokenMfaConfiguration: { Enabled: true },
  EmailMfaConfiguration: { Message: 'MFA {####}', Subject: 'MFA' },
  WebAuthnConfiguration: {
    RelyingPartyId: 'x.example',
    UserVerification: 'required',
    FactorConfiguration: 'SINGLE_FACTOR',
  },
};

export const FULL_CLIENT: UserPoolClientType & { UserPoolId: string; ClientId: string } = {
  UserPoolId: SANDBOX_POOL_ID,
  ClientId: SANDBOX_CLIENT_ID,
  ClientName: 'web',
  ClientSecret: 'secret-of-the-test',
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email'],
  CallbackURLs: ['https://x.example/cb'],
  LogoutURLs: ['https://x.example/'],
  DefaultRedirectURI: 'https://x.example/cb',
  SupportedIdentityProviders: ['COGNITO'],
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  AccessTokenValidity: 30,
  IdTokenValidity: 2,
  RefreshTokenValidity: 7,
  TokenValidityUnits: { AccessToken: 'minutes' },
  AuthSessionValidity: 5,
  EnableTokenRevocation: true,
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  PreventUserExistenceErrors: 'ENABLED',
  EnablePropagateAdditionalUserContextData: true,
  ReadAttributes: ['email'],
  WriteAttributes: ['email'],
  AnalyticsConfiguration: {
    ApplicationId: 'a',
    ApplicationArn: 'arn:aws:mobiletargeting:us-east-1:111122223333:apps/a',
    RoleArn: 'arn:aws:iam::111122223333:role/a',
    ExternalId: 'id',
    UserDataShared: true,
  },
};

export const FULL_DOMAIN = {
  Domain: 'login.x.example',
  UserPoolId: SANDBOX_POOL_ID,
  CloudFrontDistribution: 'd111.cloudfront.net',
  CustomDomainConfig: {
    CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/c',
    SecurityPolicy: 'TLS_V1_2_2021' as const,
  },
  Routing: { Failover: { SecondaryRegion: 'us-west-2', PrimaryRoute53HealthCheckId: 'check' } },
  ManagedLoginVersion: 2,
};

/** The style sheet of the hosted UI. */
export const FULL_CSS = '.banner-customizable { background: #123; }';

/** The answers as they are read. */
export function fullLive(changes: Partial<LivePool> = {}): LivePool {
  return {
    pool: FULL_POOL as Record<string, unknown>,
    mfa: FULL_MFA as Record<string, unknown>,
    clients: [{ client: FULL_CLIENT, unmodelled: {}, current: true }],
    domain: FULL_DOMAIN,
    hostedUiCss: FULL_CSS,
    problems: [],
    region: 'us-east-1',
    ...changes,
  };
}
