/**
 * pool-spec/ holds the desired state of a user pool, its app clients and its domain as plain data: a PoolSpec. Files are
 * read by source/ and dialects/, the user pool by live/, and two specs are compared by diff/. Importing this module loads
 * the schema library, so that other code imports only its types.
 */
import * as z from 'zod';
import type { ZodType } from 'zod';

const text = (min: number, max: number) => {
  const error = `expected text of ${min} to ${max} characters`;
  return z.string(error).min(min, error).max(max, error);
};
const anyText = z.string('expected text');
/** Text of mail or of a text message: Cognito accepts no control characters but white space (API reference). */
const message = anyText.regex(/^(?:[^\p{Cc}]|[\t\n\r])*$/u, 'expected text without control characters');
const flag = z.boolean('expected true or false');
const whole = (min: number, max: number, what: string) => z.int(what).min(min, what).max(max, what);
const listOf = <Item extends ZodType>(item: Item, max = 1_000) =>
  z.array(item, 'expected a list').max(max, `expected at most ${max} items`);
const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: `expected one of: ${values.join(', ')}` });
const arn = z.string('expected an ARN').regex(/^arn:[\w+=/,.@:*$-]{1,2044}$/, 'expected an ARN, such as arn:aws:…');
const group = <Shape extends z.core.$ZodShape>(shape: Shape) => z.object(shape, 'expected a map').partial();

/** A structure that must have a name. */
const withName = <Shape extends z.core.$ZodShape>(name: z.ZodString, shape: Shape) =>
  z.object({ name }, 'expected a map').extend(group(shape).shape);

const address = oneOf('email', 'phone_number');
const lambdaVersion = (...versions: readonly [string, ...string[]]) => oneOf(...versions);

/** One attribute of the schema: a custom one, without the prefix `custom:`, or a standard one that is set up differently. */
const ATTRIBUTE = withName(
  z.string('expected the name of an attribute').regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,32}$/u),
  {
    type: oneOf('String', 'Number', 'DateTime', 'Boolean'),
    mutable: flag,
    required: flag,
    developerOnly: flag,
    minLength: whole(0, 2048, 'expected a length from 0 to 2048'),
    maxLength: whole(0, 2048, 'expected a length from 0 to 2048'),
    minValue: z.number('expected a number'),
    maxValue: z.number('expected a number'),
  },
);

/** The ranges are those of CreateUserPoolClient (API reference). */
const minutesToDay = 'expected 5 minutes to 1 day';
const CLIENT = group({
  name: text(1, 128),
  generateSecret: flag,
  oauth: flag,
  oauthFlows: listOf(oneOf('code', 'implicit', 'client_credentials'), 3),
  oauthScopes: listOf(text(1, 256), 50),
  callbackUrls: listOf(anyText, 100),
  logoutUrls: listOf(anyText, 100),
  defaultRedirectUri: anyText,
  identityProviders: listOf(text(1, 32)),
  authFlows: listOf(
    oneOf(
      'ALLOW_USER_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ADMIN_NO_SRP_AUTH',
      'CUSTOM_AUTH_FLOW_ONLY',
      'USER_PASSWORD_AUTH',
    ),
  ),
  accessTokenValiditySeconds: whole(300, 86_400, minutesToDay),
  idTokenValiditySeconds: whole(300, 86_400, minutesToDay),
  refreshTokenValiditySeconds: whole(3_600, 315_360_000, 'expected 1 hour to 3650 days'),
  sessionValiditySeconds: whole(180, 900, 'expected 3 to 15 minutes').multipleOf(60, 'expected whole minutes'),
  tokenRevocation: flag,
  refreshTokenRotation: flag,
  refreshTokenGraceSeconds: whole(0, 60, 'expected 0 to 60 seconds'),
  preventUserExistenceErrors: oneOf('ENABLED', 'LEGACY'),
  propagateUserContext: flag,
  readAttributes: listOf(text(1, 2048)),
  writeAttributes: listOf(text(1, 2048)),
  analytics: group({
    applicationId: anyText,
    applicationArn: arn,
    roleArn: arn,
    externalId: anyText,
    userDataShared: flag,
  }),
});

/** The triggers that take nothing but a function: their keys are the same in every dialect but for capital letters. */
export const CLASSIC_TRIGGERS = [
  'preSignUp',
  'preAuthentication',
  'postAuthentication',
  'postConfirmation',
  'preTokenGeneration',
  'customMessage',
  'userMigration',
  'defineAuthChallenge',
  'createAuthChallenge',
  'verifyAuthChallengeResponse',
] as const;

type ClassicTrigger = (typeof CLASSIC_TRIGGERS)[number];
const classicTriggers = Object.fromEntries(CLASSIC_TRIGGERS.map((name) => [name, arn])) as Record<
  ClassicTrigger,
  typeof arn
>;

/** The desired state of a user pool. Whatever is left out is not judged, and not changed. */
export const POOL_SPEC = group({
  name: text(1, 128),
  region: text(1, 32),
  tier: oneOf('LITE', 'ESSENTIALS', 'PLUS'),
  deletionProtection: flag,
  usernameAttributes: listOf(address, 2),
  aliasAttributes: listOf(oneOf('email', 'phone_number', 'preferred_username'), 3),
  usernameCaseSensitive: flag,
  autoVerifiedAttributes: listOf(address, 2),
  verifyBeforeUpdate: listOf(address, 2),
  adminCreateUserOnly: flag,
  firstAuthFactors: listOf(oneOf('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'), 4),
  passwordPolicy: group({
    minimumLength: whole(6, 99, 'expected a number from 6 to 99'),
    requireLowercase: flag,
    requireUppercase: flag,
    requireNumbers: flag,
    requireSymbols: flag,
    historySize: whole(0, 24, 'expected a number from 0 to 24'),
    temporaryPasswordValidityDays: whole(0, 365, 'expected 0 to 365 days'),
  }),
  mfa: group({
    mode: oneOf('OFF', 'OPTIONAL', 'ON'),
    sms: flag,
    softwareToken: flag,
    email: flag,
    smsMessage: message,
    emailMessage: message,
    emailSubject: message,
  }),
  passkeys: group({
    relyingPartyId: anyText,
    userVerification: oneOf('required', 'preferred'),
    factor: oneOf('SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'),
  }),
  /** In the order in which they are offered. */
  accountRecovery: listOf(oneOf('verified_email', 'verified_phone_number', 'admin_only'), 2),
  email: group({
    sendingAccount: oneOf('COGNITO_DEFAULT', 'DEVELOPER'),
    sourceArn: arn,
    from: anyText,
    replyTo: anyText,
    configurationSet: anyText,
  }),
  sms: group({
    callerArn: arn,
    externalId: anyText,
    region: anyText,
    endUserMessaging: group({
      callerArn: arn,
      externalId: anyText,
      originationIdentity: anyText,
      configurationSet: anyText,
      entityId: anyText,
      templateId: anyText,
      region: anyText,
    }),
  }),
  invitation: group({ emailSubject: message, emailMessage: message, smsMessage: message }),
  verification: group({
    method: oneOf('CONFIRM_WITH_CODE', 'CONFIRM_WITH_LINK'),
    emailSubject: message,
    emailMessage: message,
    emailSubjectByLink: message,
    emailMessageByLink: message,
    smsMessage: message,
  }),
  attributes: listOf(ATTRIBUTE, 70),
  triggers: group({
    ...classicTriggers,
    preTokenGenerationVersion: lambdaVersion('V1_0', 'V2_0', 'V3_0'),
    customSmsSender: arn,
    customSmsSenderVersion: lambdaVersion('V1_0'),
    customEmailSender: arn,
    customEmailSenderVersion: lambdaVersion('V1_0'),
    inboundFederation: arn,
    inboundFederationVersion: lambdaVersion('V1_0'),
    kmsKeyArn: arn,
  }),
  devices: group({ challengeOnNewDevice: flag, rememberOnUserPrompt: flag }),
  threatProtection: group({ mode: oneOf('OFF', 'AUDIT', 'ENFORCED'), customAuth: oneOf('AUDIT', 'ENFORCED') }),
  encryption: group({ keyType: anyText, kmsKeyArn: arn }),
  issuer: oneOf('ORIGINAL', 'UPDATED'),
  /** By their levels. */
  acrValues: z.record(z.string(), anyText, 'expected a map of ACR values'),
  /** OAuth dynamic client registration. */
  clientRegistration: group({
    enabled: flag,
    open: flag,
    grantTypes: listOf(anyText),
    openGrantTypes: listOf(anyText),
    scopes: listOf(anyText),
  }),
  tags: z.record(z.string(), anyText, 'expected a map of tags'),
  clients: listOf(CLIENT),
  domain: group({
    domain: text(1, 63),
    certificateArn: arn,
    managedLoginVersion: whole(1, 2, 'expected 1 (classic) or 2 (managed login)'),
    securityPolicy: oneOf('TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025'),
    failover: group({ secondaryRegion: anyText, healthCheckId: anyText }),
  }),
  hostedUiCss: anyText,
  groups: listOf(
    withName(text(1, 128), { description: anyText, precedence: z.int('expected a whole number'), roleArn: arn }),
  ),
  identityProviders: listOf(group({ name: text(1, 32), type: anyText })),
});

export type PoolSpec = z.infer<typeof POOL_SPEC>;
export type ClientSpec = NonNullable<PoolSpec['clients']>[number];
export type AttributeSpec = NonNullable<PoolSpec['attributes']>[number];

/** Where something is in a PoolSpec: `['clients', 0, 'callbackUrls']`. */
export type SpecPath = readonly (string | number)[];

/** A file in sf-admin's own dialect: the spec, and the version of the format. */
export const POOL_SPEC_FILE = POOL_SPEC.extend({ poolSpec: z.literal(1, 'expected 1') });
