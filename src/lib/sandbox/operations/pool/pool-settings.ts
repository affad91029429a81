import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider';
import { ARN } from '../../engine/parameters.js';
import { invalidParameter, ServiceError, unavailableInTier } from '../../engine/service-error.js';
import { boolean, integer, list, required, string, stringMap, structure } from '../../engine/shape.js';
import type { PoolSettings } from '../../state/state.js';
import { checkTags } from './tags.js';

const ADDRESS = string({ oneOf: ['phone_number', 'email'] });
const ANY = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
const SUBJECT = string({ min: 1, max: 140, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+' });

/** Messages with a code where `{####}` is, or with a link where `{##a text##}` is. */
export const SMS_MESSAGE = string({ min: 6, max: 140, pattern: '[\\s\\S]*\\{####\\}[\\s\\S]*' });
export const EMAIL_SUBJECT = SUBJECT;
export const EMAIL_MESSAGE = string({ min: 6, max: 20_000, pattern: `${ANY}\\{####\\}${ANY}` });
const LINK_MESSAGE = string({ min: 6, max: 20_000, pattern: `${ANY}\\{##${ANY}##\\}${ANY}` });

export const SMS_CONFIGURATION = structure({
  SnsCallerArn: ARN,
  ExternalId: string({ max: 131_072 }),
  SnsRegion: string({ min: 5, max: 32 }),
});

export const MFA = string({ oneOf: ['OFF', 'ON', 'OPTIONAL'] });

const SENDER = structure({ LambdaVersion: required(string({ oneOf: ['V1_0'] })), LambdaArn: required(ARN) });

/** The settings that CreateUserPool and UpdateUserPool have in common, with the limits of the service's API model. */
export const POOL_SETTINGS = {
  Policies: structure({
    PasswordPolicy: structure({
      MinimumLength: integer({ min: 6, max: 99 }),
      RequireUppercase: boolean,
      RequireLowercase: boolean,
      RequireNumbers: boolean,
      RequireSymbols: boolean,
      PasswordHistorySize: integer({ min: 0, max: 24 }),
      TemporaryPasswordValidityDays: integer({ min: 0, max: 365 }),
    }),
    SignInPolicy: structure({
      AllowedFirstAuthFactors: list(string({ oneOf: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] }), {
        min: 1,
        max: 4,
      }),
    }),
  }),
  LambdaConfig: structure({
    PreSignUp: ARN,
    CustomMessage: ARN,
    PostConfirmation: ARN,
    PreAuthentication: ARN,
    PostAuthentication: ARN,
    DefineAuthChallenge: ARN,
    CreateAuthChallenge: ARN,
    VerifyAuthChallengeResponse: ARN,
    PreTokenGeneration: ARN,
    UserMigration: ARN,
    PreTokenGenerationConfig: structure({
      LambdaVersion: required(string({ oneOf: ['V1_0', 'V2_0', 'V3_0'] })),
      LambdaArn: required(ARN),
    }),
    CustomSMSSender: SENDER,
    CustomEmailSender: SENDER,
    KMSKeyID: ARN,
    InboundFederation: SENDER,
  }),
  AutoVerifiedAttributes: list(ADDRESS),
  SmsVerificationMessage: SMS_MESSAGE,
  EmailVerificationMessage: EMAIL_MESSAGE,
  EmailVerificationSubject: SUBJECT,
  VerificationMessageTemplate: structure({
    SmsMessage: SMS_MESSAGE,
    EmailMessage: EMAIL_MESSAGE,
    EmailSubject: SUBJECT,
    EmailMessageByLink: LINK_MESSAGE,
    EmailSubjectByLink: SUBJECT,
    DefaultEmailOption: string({ oneOf: ['CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE'] }),
  }),
  SmsAuthenticationMessage: SMS_MESSAGE,
  MfaConfiguration: MFA,
  UserAttributeUpdateSettings: structure({ AttributesRequireVerificationBeforeUpdate: list(ADDRESS) }),
  DeviceConfiguration: structure({ ChallengeRequiredOnNewDevice: boolean, DeviceOnlyRememberedOnUserPrompt: boolean }),
  EmailConfiguration: structure({
    SourceArn: ARN,
    ReplyToEmailAddress: string({ pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
    EmailSendingAccount: string({ oneOf: ['COGNITO_DEFAULT', 'DEVELOPER'] }),
    From: string({ max: 131_072 }),
    ConfigurationSet: string({ min: 1, max: 64, pattern: '[a-zA-Z0-9_-]+' }),
  }),
  SmsConfiguration: SMS_CONFIGURATION,
  UserPoolTags: stringMap,
  AdminCreateUserConfig: structure({
    AllowAdminCreateUserOnly: boolean,
    UnusedAccountValidityDays: integer({ min: 0, max: 365 }),
    InviteMessageTemplate: structure({
      SMSMessage: string({ min: 6, max: 140 }),
      EmailMessage: string({ min: 6, max: 20_000 }),
      EmailSubject: SUBJECT,
    }),
  }),
  UserPoolAddOns: structure({
    AdvancedSecurityMode: required(string({ oneOf: ['OFF', 'AUDIT', 'ENFORCED'] })),
    AdvancedSecurityAdditionalFlows: structure({ CustomAuthMode: string({ oneOf: ['AUDIT', 'ENFORCED'] }) }),
  }),
  AccountRecoverySetting: structure({
    RecoveryMechanisms: list(
      structure({
        Priority: required(integer({ min: 1, max: 2 })),
        Name: required(string({ oneOf: ['verified_email', 'verified_phone_number', 'admin_only'] })),
      }),
      { min: 1, max: 2 },
    ),
  }),
  DeletionProtection: string({ oneOf: ['ACTIVE', 'INACTIVE'] }),
  UserPoolTier: string({ oneOf: ['LITE', 'ESSENTIALS', 'PLUS'] }),
} as const;

/**
 * A pool's settings after a request: a setting that it leaves out gets its default, in an update too. Documented for all
 * settings; observed for most: https://github.com/aws/aws-cli/issues/3302. The user names of a pool made through the API are
 * case-sensitive.
 */
export function poolSettingsFrom(given: PoolSettings): PoolSettings {
  const policy = given.Policies?.PasswordPolicy;
  const days = policy?.TemporaryPasswordValidityDays ?? given.AdminCreateUserConfig?.UnusedAccountValidityDays ?? 0;
  // Documented: 0 means the default.
  const TemporaryPasswordValidityDays = days === 0 ? 7 : days;
  return {
    DeletionProtection: 'INACTIVE',
    MfaConfiguration: 'OFF',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    UserPoolTier: 'ESSENTIALS',
    UserPoolTags: {},
    ...given,
    LambdaConfig: triggersFrom(given.LambdaConfig ?? {}),
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', ...given.VerificationMessageTemplate },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      ...given.AdminCreateUserConfig,
      // The old name of the same setting. Undocumented: both are returned with the same value.
      UnusedAccountValidityDays: TemporaryPasswordValidityDays,
    },
    Policies: {
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      ...given.Policies,
      PasswordPolicy: {
        MinimumLength: 8,
        // Without a policy in the request, a password needs all character classes; with one, those that it names.
        RequireUppercase: policy === undefined,
        RequireLowercase: policy === undefined,
        RequireNumbers: policy === undefined,
        RequireSymbols: policy === undefined,
        ...policy,
        TemporaryPasswordValidityDays,
      },
    },
  };
}

/** Documented: a pre token generation trigger has an old and a new member, which name the same function. */
function triggersFrom({ PreTokenGeneration, PreTokenGenerationConfig, ...others }: LambdaConfigType): LambdaConfigType {
  const arn = PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration;
  if (arn === undefined) return others;
  return {
    ...others,
    PreTokenGeneration: arn,
    PreTokenGenerationConfig: PreTokenGenerationConfig ?? { LambdaVersion: 'V1_0', LambdaArn: arn },
  };
}

/** Throws the service's error for settings that contradict each other. The wording is the sandbox's where it is not known. */
export function checkPoolSettings(given: PoolSettings): void {
  checkTriggers(given.LambdaConfig ?? {});
  checkTags(given.UserPoolTags ?? {}, (message) => new ServiceError('UserPoolTaggingException', message));
  if (
    given.AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined &&
    given.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined
  ) {
    throw invalidParameter(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    );
  }
  const { EmailSendingAccount, SourceArn } = given.EmailConfiguration ?? {};
  if (EmailSendingAccount === 'DEVELOPER' && SourceArn === undefined) {
    throw invalidParameter('SourceArn is required if EmailSendingAccount is DEVELOPER.');
  }
  if ((given.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF' && given.UserPoolTier !== 'PLUS') {
    throw unavailableInTier('Threat protection needs the Plus tier of the user pool.');
  }
  const verified: readonly string[] = given.AutoVerifiedAttributes ?? [];
  const settings = given.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (!settings.every((attribute) => verified.includes(attribute))) {
    throw invalidParameter('AttributesRequireVerificationBeforeUpdate must be among the AutoVerifiedAttributes.');
  }
}

function checkTriggers(triggers: LambdaConfigType): void {
  const { PreTokenGeneration: old, PreTokenGenerationConfig: config, KMSKeyID } = triggers;
  if (old !== undefined && config !== undefined && old !== config.LambdaArn) {
    throw invalidParameter('PreTokenGeneration and the LambdaArn of PreTokenGenerationConfig must be identical.');
  }
  const hasSender = triggers.CustomSMSSender !== undefined || triggers.CustomEmailSender !== undefined;
  if (hasSender && KMSKeyID === undefined) throw invalidParameter('A custom sender trigger needs a KMSKeyID.');
}
