import { CLASSIC_TRIGGERS } from '../schema.js';
import { Invalid } from './draft.js';
import { ATTRIBUTE_NAME, byPriority, flags, named, numberText, scaled, valueOf, weak } from './rules.js';
import type { Table } from './table.js';

/*
 * The properties of CloudFormation's Cognito resources ("Amazon Cognito resource type reference"). DescribeUserPool and
 * DescribeUserPoolClient return nearly the same: live/ adapts these tables.
 */

const MINUTES = 60;

export const ATTRIBUTE: Table = {
  Name: ATTRIBUTE_NAME,
  AttributeDataType: 'type',
  DeveloperOnlyAttribute: 'developerOnly',
  Mutable: 'mutable',
  Required: 'required',
  'StringAttributeConstraints.MinLength': numberText('minLength'),
  'StringAttributeConstraints.MaxLength': numberText('maxLength'),
  'NumberAttributeConstraints.MinValue': numberText('minValue'),
  'NumberAttributeConstraints.MaxValue': numberText('maxValue'),
};

const CLASSIC = Object.fromEntries(
  CLASSIC_TRIGGERS.map((name) => [`LambdaConfig.${name.charAt(0).toUpperCase()}${name.slice(1)}`, `triggers.${name}`]),
);

/** What a pool has in a template and in the API alike. */
export const COMMON_POOL: Table = {
  UserPoolTier: 'tier',
  DeletionProtection: named('deletionProtection', { ACTIVE: true, INACTIVE: false }),
  UsernameAttributes: 'usernameAttributes',
  AliasAttributes: 'aliasAttributes',
  'UsernameConfiguration.CaseSensitive': 'usernameCaseSensitive',
  AutoVerifiedAttributes: 'autoVerifiedAttributes',
  'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate': 'verifyBeforeUpdate',
  'Policies.PasswordPolicy.MinimumLength': 'passwordPolicy.minimumLength',
  'Policies.PasswordPolicy.RequireLowercase': 'passwordPolicy.requireLowercase',
  'Policies.PasswordPolicy.RequireUppercase': 'passwordPolicy.requireUppercase',
  'Policies.PasswordPolicy.RequireNumbers': 'passwordPolicy.requireNumbers',
  'Policies.PasswordPolicy.RequireSymbols': 'passwordPolicy.requireSymbols',
  'Policies.PasswordPolicy.PasswordHistorySize': 'passwordPolicy.historySize',
  'Policies.PasswordPolicy.TemporaryPasswordValidityDays': 'passwordPolicy.temporaryPasswordValidityDays',
  'Policies.SignInPolicy.AllowedFirstAuthFactors': 'firstAuthFactors',
  'AdminCreateUserConfig.AllowAdminCreateUserOnly': 'adminCreateUserOnly',
  // The older name of the same quantity; Cognito refuses both in one request.
  'AdminCreateUserConfig.UnusedAccountValidityDays': weak('passwordPolicy.temporaryPasswordValidityDays'),
  'AdminCreateUserConfig.InviteMessageTemplate.EmailSubject': 'invitation.emailSubject',
  'AdminCreateUserConfig.InviteMessageTemplate.EmailMessage': 'invitation.emailMessage',
  'AdminCreateUserConfig.InviteMessageTemplate.SMSMessage': 'invitation.smsMessage',
  MfaConfiguration: 'mfa.mode',
  SmsAuthenticationMessage: 'mfa.smsMessage',
  'AccountRecoverySetting.RecoveryMechanisms': byPriority('Name', 'Priority'),
  'EmailConfiguration.EmailSendingAccount': 'email.sendingAccount',
  'EmailConfiguration.SourceArn': 'email.sourceArn',
  'EmailConfiguration.From': 'email.from',
  'EmailConfiguration.ReplyToEmailAddress': 'email.replyTo',
  'EmailConfiguration.ConfigurationSet': 'email.configurationSet',
  'SmsConfiguration.SnsCallerArn': 'sms.callerArn',
  'SmsConfiguration.ExternalId': 'sms.externalId',
  'SmsConfiguration.SnsRegion': 'sms.region',
  'VerificationMessageTemplate.DefaultEmailOption': 'verification.method',
  'VerificationMessageTemplate.EmailSubject': 'verification.emailSubject',
  'VerificationMessageTemplate.EmailMessage': 'verification.emailMessage',
  'VerificationMessageTemplate.EmailSubjectByLink': 'verification.emailSubjectByLink',
  'VerificationMessageTemplate.EmailMessageByLink': 'verification.emailMessageByLink',
  'VerificationMessageTemplate.SmsMessage': 'verification.smsMessage',
  EmailVerificationSubject: weak('verification.emailSubject'),
  EmailVerificationMessage: weak('verification.emailMessage'),
  SmsVerificationMessage: weak('verification.smsMessage'),
  ...CLASSIC,
  'LambdaConfig.PreTokenGenerationConfig.LambdaArn': {
    ...weak('triggers.preTokenGeneration'),
    // The API wants the function beside its version.
    write: (get) => get('triggers.preTokenGenerationVersion') && get('triggers.preTokenGeneration'),
  },
  'LambdaConfig.PreTokenGenerationConfig.LambdaVersion': 'triggers.preTokenGenerationVersion',
  'LambdaConfig.CustomSMSSender.LambdaArn': 'triggers.customSmsSender',
  'LambdaConfig.CustomSMSSender.LambdaVersion': 'triggers.customSmsSenderVersion',
  'LambdaConfig.CustomEmailSender.LambdaArn': 'triggers.customEmailSender',
  'LambdaConfig.CustomEmailSender.LambdaVersion': 'triggers.customEmailSenderVersion',
  'LambdaConfig.InboundFederation.LambdaArn': 'triggers.inboundFederation',
  'LambdaConfig.InboundFederation.LambdaVersion': 'triggers.inboundFederationVersion',
  'LambdaConfig.KMSKeyID': 'triggers.kmsKeyArn',
  'DeviceConfiguration.ChallengeRequiredOnNewDevice': 'devices.challengeOnNewDevice',
  'DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt': 'devices.rememberOnUserPrompt',
  'UserPoolAddOns.AdvancedSecurityMode': 'threatProtection.mode',
  'UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode': 'threatProtection.customAuth',
  UserPoolTags: 'tags',
};

/** `AWS::Cognito::UserPool` */
export const USER_POOL: Table = {
  UserPoolName: 'name',
  ...COMMON_POOL,
  Schema: { list: 'attributes', table: ATTRIBUTE },
  EnabledMfas: flags({ SMS_MFA: 'mfa.sms', SOFTWARE_TOKEN_MFA: 'mfa.softwareToken', EMAIL_OTP: 'mfa.email' }),
  EmailAuthenticationMessage: 'mfa.emailMessage',
  EmailAuthenticationSubject: 'mfa.emailSubject',
  WebAuthnRelyingPartyID: 'passkeys.relyingPartyId',
  WebAuthnUserVerification: 'passkeys.userVerification',
};

/** Seconds in each unit of TokenValidityUnits (API reference, TokenValidityUnitsType). */
const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

/** A validity, and its unit in another key. It is written in seconds. */
function validity(token: 'AccessToken' | 'IdToken' | 'RefreshToken', leaf: string): Table {
  const unit = `TokenValidityUnits.${token}`;
  return {
    [`${token}Validity`]: {
      leaves: [leaf],
      read: (value, sibling) => {
        const seconds = valueOf(SECONDS, sibling(unit) ?? (token === 'RefreshToken' ? 'days' : 'hours'));
        // A wrong unit is reported at its own key.
        if (seconds instanceof Invalid) return {};
        return { [leaf]: typeof value === 'number' ? value * Number(seconds) : value };
      },
      write: (get) => get(leaf),
    },
    [unit]: {
      leaves: [leaf],
      read: (word) => {
        const seconds = valueOf(SECONDS, word);
        return seconds instanceof Invalid ? { [leaf]: seconds } : {};
      },
      write: (get) => (get(leaf) === undefined ? undefined : 'seconds'),
    },
  };
}

/** What an app client has in a template and in the API alike. */
export const COMMON_CLIENT: Table = {
  ClientName: 'name',
  AllowedOAuthFlowsUserPoolClient: 'oauth',
  AllowedOAuthFlows: 'oauthFlows',
  AllowedOAuthScopes: 'oauthScopes',
  CallbackURLs: 'callbackUrls',
  LogoutURLs: 'logoutUrls',
  DefaultRedirectURI: 'defaultRedirectUri',
  SupportedIdentityProviders: 'identityProviders',
  ExplicitAuthFlows: 'authFlows',
  ...validity('AccessToken', 'accessTokenValiditySeconds'),
  ...validity('IdToken', 'idTokenValiditySeconds'),
  ...validity('RefreshToken', 'refreshTokenValiditySeconds'),
  AuthSessionValidity: scaled('sessionValiditySeconds', MINUTES),
  EnableTokenRevocation: 'tokenRevocation',
  'RefreshTokenRotation.Feature': named('refreshTokenRotation', { ENABLED: true, DISABLED: false }),
  'RefreshTokenRotation.RetryGracePeriodSeconds': 'refreshTokenGraceSeconds',
  PreventUserExistenceErrors: 'preventUserExistenceErrors',
  EnablePropagateAdditionalUserContextData: 'propagateUserContext',
  ReadAttributes: 'readAttributes',
  WriteAttributes: 'writeAttributes',
  'AnalyticsConfiguration.ApplicationId': 'analytics.applicationId',
  'AnalyticsConfiguration.ApplicationArn': 'analytics.applicationArn',
  'AnalyticsConfiguration.RoleArn': 'analytics.roleArn',
  'AnalyticsConfiguration.ExternalId': 'analytics.externalId',
  'AnalyticsConfiguration.UserDataShared': 'analytics.userDataShared',
};

/** `AWS::Cognito::UserPoolClient` */
export const USER_POOL_CLIENT: Table = { ...COMMON_CLIENT, GenerateSecret: 'generateSecret', UserPoolId: null };

/** `AWS::Cognito::UserPoolDomain` */
export const USER_POOL_DOMAIN: Table = {
  Domain: 'domain.domain',
  'CustomDomainConfig.CertificateArn': 'domain.certificateArn',
  ManagedLoginVersion: 'domain.managedLoginVersion',
  UserPoolId: null,
};

/** `AWS::Cognito::UserPoolGroup` */
export const USER_POOL_GROUP: Table = {
  GroupName: 'name',
  Description: 'description',
  Precedence: 'precedence',
  RoleArn: 'roleArn',
  UserPoolId: null,
};

/** `AWS::Cognito::UserPoolIdentityProvider`. Its details hold secrets, and are not kept. */
export const USER_POOL_IDENTITY_PROVIDER: Table = {
  ProviderName: 'name',
  ProviderType: 'type',
  UserPoolId: null,
  ProviderDetails: null,
  AttributeMapping: null,
  IdpIdentifiers: null,
};

/** `AWS::Cognito::UserPoolUICustomizationAttachment` */
export const UI_CUSTOMIZATION: Table = { CSS: 'hostedUiCss', ClientId: null, UserPoolId: null };
