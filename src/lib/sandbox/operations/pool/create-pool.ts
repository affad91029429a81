import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { SANDBOX_REGION } from '../../../model/sandbox-ids.js';
import { operation, randomText } from '../../engine/operation.js';
import { invalidParameter, notModelled, ServiceError } from '../../engine/service-error.js';
import { boolean, integer, list, required, string, structure } from '../../engine/shape.js';
import type { PoolSettings, PoolState } from '../../state/state.js';
import { CLIENT_NAME } from './client-settings.js';
import { poolResponse } from './pool.js';
import { standardAttributes } from './standard-attributes.js';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const ADDRESS = string({ oneOf: ['phone_number', 'email'] });

const Request = structure({
  PoolName: required(CLIENT_NAME),
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
  AutoVerifiedAttributes: list(ADDRESS),
  AliasAttributes: list(string({ oneOf: ['phone_number', 'email', 'preferred_username'] })),
  UsernameAttributes: list(ADDRESS),
  UsernameConfiguration: structure({ CaseSensitive: required(boolean) }),
  UserAttributeUpdateSettings: structure({ AttributesRequireVerificationBeforeUpdate: list(ADDRESS) }),
  MfaConfiguration: string({ oneOf: ['OFF', 'ON', 'OPTIONAL'] }),
  DeletionProtection: string({ oneOf: ['ACTIVE', 'INACTIVE'] }),
  UserPoolTier: string({ oneOf: ['LITE', 'ESSENTIALS', 'PLUS'] }),
  UserPoolAddOns: structure({ AdvancedSecurityMode: required(string({ oneOf: ['OFF', 'AUDIT', 'ENFORCED'] })) }),
  DeviceConfiguration: structure({ ChallengeRequiredOnNewDevice: boolean, DeviceOnlyRememberedOnUserPrompt: boolean }),
  AccountRecoverySetting: structure({
    RecoveryMechanisms: list(
      structure({
        Priority: required(integer({ min: 1, max: 2 })),
        Name: required(string({ oneOf: ['verified_email', 'verified_phone_number', 'admin_only'] })),
      }),
      { min: 1, max: 2 },
    ),
  }),
  Schema: list(
    structure({
      Name: string({ min: 1, max: 20, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
      AttributeDataType: string({ oneOf: ['String', 'Number', 'DateTime', 'Boolean'] }),
      DeveloperOnlyAttribute: boolean,
      Mutable: boolean,
      Required: boolean,
      NumberAttributeConstraints: structure({ MinValue: string(), MaxValue: string() }),
      StringAttributeConstraints: structure({ MinLength: string(), MaxLength: string() }),
    }),
    { min: 1, max: 50 },
  ),
});

export const CreateUserPool = operation(Request, ({ store, now }, input) => {
  const { PoolName, Schema = [], ...given } = input;
  checkSettings(given);
  const time = now().getTime();
  const pool: PoolState = {
    settings: withDefaults({ ...given, Name: PoolName }),
    schema: schemaFrom(Schema),
    identityProviders: [],
    mfa: {},
    createdAt: time,
    modifiedAt: time,
    clients: {},
    users: {},
  };
  return store.update((state) => {
    const id = `${SANDBOX_REGION}_${randomText(9, LETTERS_AND_DIGITS)}`;
    state.pools[id] = pool;
    return { UserPool: poolResponse(id, pool) };
  });
});

/** The defaults of a pool made through the API. Its user names are case-sensitive. */
function withDefaults(given: PoolSettings): PoolSettings {
  const policy = given.Policies?.PasswordPolicy;
  return {
    DeletionProtection: 'INACTIVE',
    LambdaConfig: {},
    MfaConfiguration: 'OFF',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    UserPoolTier: 'ESSENTIALS',
    ...given,
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
        TemporaryPasswordValidityDays: 7,
        ...policy,
      },
    },
  };
}

function checkSettings(given: PoolSettings): void {
  if ((given.UsernameAttributes ?? []).length > 0 && (given.AliasAttributes ?? []).length > 0) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.');
  }
  if ((given.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0) throw notModelled('a password history');
  if ((given.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF' && given.UserPoolTier !== 'PLUS') {
    const message = 'Threat protection needs the Plus tier of the user pool.';
    throw new ServiceError('FeatureUnavailableInTierException', message);
  }
  const verified: readonly string[] = given.AutoVerifiedAttributes ?? [];
  const settings = given.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (!settings.every((attribute) => verified.includes(attribute))) {
    throw invalidParameter('AttributesRequireVerificationBeforeUpdate must be among the AutoVerifiedAttributes.');
  }
}

/** The standard attributes, with the changes of the request, and the custom ones under their full names. */
function schemaFrom(given: readonly SchemaAttributeType[]): SchemaAttributeType[] {
  const standard = standardAttributes();
  const names = standard.map(({ Name }) => Name);
  const custom = given.filter(({ Name }) => !names.includes(Name));
  return [
    ...standard.map((attribute) => ({ ...attribute, ...given.find(({ Name }) => Name === attribute.Name) })),
    ...custom.map(customAttribute),
  ];
}

function customAttribute(given: SchemaAttributeType): SchemaAttributeType {
  const name = given.Name ?? '';
  if (given.Required === true) throw invalidParameter('Required custom attributes are not supported currently.');
  if (name === '' || given.AttributeDataType === undefined) {
    throw invalidParameter('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.');
  }
  const isText = given.AttributeDataType === 'String';
  return {
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    ...(isText ? { StringAttributeConstraints: {} } : {}),
    ...given,
    Name: `custom:${name.replace(/^custom:/, '')}`,
  };
}
