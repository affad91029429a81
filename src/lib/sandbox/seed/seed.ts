/**
 * seed/ makes the state that a sandbox starts with: StackFlow's pool and app client (this file), its users
 * (seed-users.ts), and their devices and sessions (seed-activity.ts).
 */
import { SANDBOX_ACCOUNT, SANDBOX_CLIENT_ID, SANDBOX_POOL_ID, SANDBOX_REGION } from '../../model/sandbox-ids.js';
import { customText, standardAttributes } from '../operations/pool/standard-attributes.js';
import type { ProviderState } from '../state/provider-state.js';
import { STATE_VERSION } from '../state/state.js';
import type { ClientSettings, ClientState, PoolSettings, PoolState, SandboxState } from '../state/state.js';
import { DAY_MS } from './seed-activity.js';
import { SEEDED_USERS, seedUsers } from './seed-users.js';

/** The identity provider of StackFlow's Entra ID users. */
const AZURE_AD = 'AzureAD';

/** The app client secret: obviously not a real one. */
const FAKE_SECRET = 'sandboxsecret0sandboxsecret0sandboxsecret0sandbox00';

/**
 * StackFlow's pool with its app client and `users` users (default: 20). Always the same, except for the dates, which are
 * relative to `now`.
 */
export function seedState({ users = SEEDED_USERS, now = new Date() } = {}): SandboxState {
  const createdAt = now.getTime() - 200 * DAY_MS;
  const modifiedAt = now.getTime() - 30 * DAY_MS;
  const client: ClientState = { settings: clientSettings(), secret: FAKE_SECRET, createdAt, modifiedAt };
  const pool: PoolState = {
    settings: poolSettings(),
    schema: [
      ...standardAttributes().map((attribute) =>
        attribute.Name === 'email' ? { ...attribute, Required: true } : attribute,
      ),
      customText('tenant_id', true),
      customText('role', true),
      customText('department', true),
      customText('employee_no', false),
    ],
    identityProviders: [AZURE_AD],
    providers: { [AZURE_AD]: azureAd(createdAt) },
    mfa: {
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration: smsConfiguration() },
    },
    sessions: { tracking: 'ENABLED', maxPerUser: 20 },
    createdAt,
    modifiedAt,
    clients: { [SANDBOX_CLIENT_ID]: client },
    users: seedUsers(users, now),
  };
  return { version: STATE_VERSION, pools: { [SANDBOX_POOL_ID]: pool } };
}

/** The settings of StackFlow's production pool, with the sandbox's account ID. */
function poolSettings(): PoolSettings {
  return {
    Name: 'stackflow-sandbox',
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: 'ACTIVE',
    LambdaConfig: {
      PreSignUp: lambda('StackFlowCognitoPreSignUp'),
      PostConfirmation: lambda('StackFlowCognitoPostConfirm'),
      PreTokenGeneration: lambda('StackFlowCognitoPreToken'),
      PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: lambda('StackFlowCognitoPreToken') },
    },
    AutoVerifiedAttributes: ['email'],
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
    MfaConfiguration: 'OPTIONAL',
    EmailConfiguration: {
      SourceArn: `arn:aws:ses:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:identity/no-reply@stackflow-tech.com`,
      EmailSendingAccount: 'DEVELOPER',
      From: 'no-reply@stackflow-tech.com',
    },
    SmsConfiguration: smsConfiguration(),
    UserPoolTags: {},
    Domain: `stackflow-identity-${SANDBOX_ACCOUNT}`,
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
    UserPoolTier: 'ESSENTIALS',
  };
}

function azureAd(createdAt: number): ProviderState {
  const claim = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
  const tenant = '00000000-0000-0000-0000-000000000000';
  return {
    type: 'SAML',
    details: {
      MetadataURL: `https://login.microsoftonline.com/${tenant}/federationmetadata/2007-06/federationmetadata.xml`,
      IDPSignout: 'false',
    },
    mapping: {
      email: `${claim}/emailaddress`,
      given_name: `${claim}/givenname`,
      family_name: `${claim}/surname`,
    },
    identifiers: [],
    createdAt,
    modifiedAt: createdAt,
  };
}

function smsConfiguration() {
  return {
    SnsCallerArn: `arn:aws:iam::${SANDBOX_ACCOUNT}:role/stackflow-cognito-sms`,
    ExternalId: 'stackflow-sandbox',
    SnsRegion: SANDBOX_REGION,
  };
}

function lambda(name: string): string {
  return `arn:aws:lambda:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:function:${name}`;
}

/** The settings of StackFlow's production client. It can read custom attributes, but not write them. */
function clientSettings(): ClientSettings {
  const own = ['email', 'family_name', 'given_name', 'locale', 'name', 'phone_number', 'picture', 'zoneinfo'];
  return {
    ClientName: 'stackflow-web',
    RefreshTokenValidity: 30,
    AccessTokenValidity: 1,
    IdTokenValidity: 1,
    TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
    ReadAttributes: [
      'custom:department',
      'custom:employee_no',
      'custom:role',
      'custom:tenant_id',
      ...own,
      'email_verified',
      'phone_number_verified',
    ],
    WriteAttributes: own,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
    SupportedIdentityProviders: ['COGNITO', AZURE_AD],
    CallbackURLs: ['https://app.stackflow-tech.com/auth/callback', 'http://localhost:3000/auth/callback'],
    LogoutURLs: ['https://app.stackflow-tech.com/', 'http://localhost:3000/'],
    DefaultRedirectURI: 'https://app.stackflow-tech.com/auth/callback',
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['email', 'openid', 'profile'],
    AllowedOAuthFlowsUserPoolClient: true,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
  };
}
