const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const text = ['Hello', 'Good day'] as const;
const code = ['Your code: {####}', 'Code {####}, for an hour'] as const;
const switched = ['on', 'off'] as const;
const ADDRESSES = ['email', 'phone_number', 'email,phone_number'] as const;

/** What one flag of `pool set` may be given, and the members of DescribeUserPool and GetUserPoolMfaConfig that it moves. */
export interface PoolValue {
  readonly flag: string;
  readonly values: readonly string[];
  /** Paths; `mfa:` is the answer of GetUserPoolMfaConfig. What only starts with a path counts too. */
  readonly moves: readonly string[];
  /** What must be set before, so that the values do not contradict the rest. */
  readonly after?: readonly (readonly [flag: string, text: string])[];
}

const POLICY = 'Policies.PasswordPolicy';
const EMAIL = 'EmailConfiguration';
const TEMPLATE = 'VerificationMessageTemplate';
const INVITATION = 'AdminCreateUserConfig.InviteMessageTemplate';
const SMS = 'SmsConfiguration';
const OF_MFA = 'mfa:SmsMfaConfiguration.SmsConfiguration';
/** Turning MFA off turns its factors off. */
const FACTORS = ['mfa:SoftwareTokenMfaConfiguration', 'mfa:SmsMfaConfiguration', 'mfa:EmailMfaConfiguration'];

const MAIL = [
  ['email-source', 'arn:aws:ses:us-east-1:000000000000:identity/b.example'],
  ['email-sender', 'ses'],
] as const;
const OPTIONAL_MFA = [
  ['mfa-totp', 'on'],
  ['mfa', 'optional'],
] as const;
const EMAIL_MFA = [...MAIL, ...OPTIONAL_MFA, ['mfa-email', 'on']] as const;
const TOKEN = ['pre-token-generation', lambda('Token')] as const;
const KEY = ['sender-kms-key', 'arn:aws:kms:us-east-1:000000000000:key/2'] as const;
const PLUS = ['tier', 'plus'] as const;
const ROLE = 'arn:aws:iam::000000000000:role/messages';
const MESSAGING = ['sms-messaging-role', 'arn:aws:iam::000000000000:role/other'] as const;

/** What must be set before a flag, together. */
const BEFORE: Readonly<Record<string, PoolValue['after']>> = {
  'auto-verify': [['verify-before-update', 'none']],
  'verify-before-update': [['auto-verify', 'email,phone_number']],
  'email-sender': MAIL,
  'encryption-key-type': [['encryption-key', KEY[1]]],
  'sms-messaging-role': [MESSAGING],
  'sms-messaging-external-id': [MESSAGING],
  'sms-messaging-origination': [MESSAGING],
  'sms-messaging-configuration-set': [MESSAGING],
  'sms-messaging-entity-id': [MESSAGING],
  'sms-messaging-template-id': [MESSAGING],
  'sms-messaging-region': [MESSAGING],
  'email-source': MAIL,
  'threat-protection': [PLUS, ['threat-protection-custom', 'off']],
  'threat-protection-custom': [PLUS, ['threat-protection', 'audit']],
  tier: [
    ['threat-protection-custom', 'off'],
    ['threat-protection', 'off'],
  ],
  mfa: OPTIONAL_MFA,
  'mfa-totp': [...OPTIONAL_MFA, ['mfa-sms', 'on']],
  'mfa-sms': OPTIONAL_MFA,
  'mfa-email': [...MAIL, ...OPTIONAL_MFA],
  'mfa-email-subject': EMAIL_MFA,
  'mfa-email-message': EMAIL_MFA,
  'token-trigger-version': [TOKEN],
  'custom-sms-sender': [KEY],
  'custom-email-sender': [KEY],
};

const value = (flag: string, values: readonly string[], ...moves: readonly string[]): PoolValue => ({
  flag,
  values,
  moves,
  after: BEFORE[flag] ?? [],
});

/** Every setting with values that Cognito accepts. */
export const POOL_VALUES: readonly PoolValue[] = [
  value('name', ['stackflow', 'another pool'], 'Name'),
  value('tier', ['essentials', 'plus'], 'UserPoolTier'),
  value('deletion-protection', switched, 'DeletionProtection'),
  value('auto-verify', [...ADDRESSES, 'none'], 'AutoVerifiedAttributes'),
  value(
    'verify-before-update',
    [...ADDRESSES, 'none'],
    'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate',
  ),
  value('self-sign-up', switched, 'AdminCreateUserConfig.AllowAdminCreateUserOnly'),
  value('first-factors', ['PASSWORD', 'PASSWORD,WEB_AUTHN'], 'Policies.SignInPolicy.AllowedFirstAuthFactors'),
  value('password-min-length', ['6', '14', '99'], `${POLICY}.MinimumLength`),
  value('password-lowercase', switched, `${POLICY}.RequireLowercase`),
  value('password-uppercase', switched, `${POLICY}.RequireUppercase`),
  value('password-numbers', switched, `${POLICY}.RequireNumbers`),
  value('password-symbols', switched, `${POLICY}.RequireSymbols`),
  value(
    'temporary-password-days',
    ['1', '30', '365'],
    `${POLICY}.TemporaryPasswordValidityDays`,
    'AdminCreateUserConfig.UnusedAccountValidityDays',
  ),
  value(
    'account-recovery',
    ['verified_email', 'verified_phone_number,verified_email', 'admin_only', 'none'],
    'AccountRecoverySetting',
  ),
  value('email-sender', ['cognito', 'ses'], `${EMAIL}.EmailSendingAccount`),
  value('email-source', ['arn:aws:ses:us-east-1:000000000000:identity/a.example'], `${EMAIL}.SourceArn`),
  value('email-from', ['a@a.example', 'none'], `${EMAIL}.From`),
  value('email-reply-to', ['r@a.example', 'none'], `${EMAIL}.ReplyToEmailAddress`),
  value('email-configuration-set', ['mails', 'none'], `${EMAIL}.ConfigurationSet`),
  value('invite-subject', [...text, 'none'], `${INVITATION}.EmailSubject`),
  value('invite-message', [...code, 'none'], `${INVITATION}.EmailMessage`),
  value('invite-sms', [...code, 'none'], `${INVITATION}.SMSMessage`),
  value('verify-with', ['code', 'link'], `${TEMPLATE}.DefaultEmailOption`),
  value('verify-subject', [...text, 'none'], `${TEMPLATE}.EmailSubject`, 'EmailVerificationSubject'),
  value('verify-message', [...code, 'none'], `${TEMPLATE}.EmailMessage`, 'EmailVerificationMessage'),
  value('verify-link-subject', [...text, 'none'], `${TEMPLATE}.EmailSubjectByLink`),
  value('verify-link-message', ['See {##this##} page', 'none'], `${TEMPLATE}.EmailMessageByLink`),
  value('verify-sms', [...code, 'none'], `${TEMPLATE}.SmsMessage`, 'SmsVerificationMessage'),
  value('device-challenge', [...switched, 'none'], 'DeviceConfiguration'),
  value('device-opt-in', [...switched, 'none'], 'DeviceConfiguration'),
  value('threat-protection', ['off', 'audit', 'enforced'], 'UserPoolAddOns.AdvancedSecurityMode'),
  value('threat-protection-custom', ['off', 'audit', 'enforced'], 'UserPoolAddOns.AdvancedSecurityAdditionalFlows'),
  value('sms-role', ['arn:aws:iam::000000000000:role/other'], `${SMS}.SnsCallerArn`, `${OF_MFA}.SnsCallerArn`),
  value('sms-external-id', ['x', 'y', 'none'], `${SMS}.ExternalId`, `${OF_MFA}.ExternalId`),
  value('sms-region', ['eu-west-1', 'none'], `${SMS}.SnsRegion`, `${OF_MFA}.SnsRegion`),
  value('mfa', ['off', 'optional', 'on'], 'MfaConfiguration', 'mfa:MfaConfiguration', ...FACTORS),
  value('mfa-totp', switched, 'mfa:SoftwareTokenMfaConfiguration'),
  value('mfa-sms', switched, 'mfa:SmsMfaConfiguration'),
  value('mfa-email', switched, 'mfa:EmailMfaConfiguration'),
  value(
    'mfa-sms-message',
    [...code, 'none'],
    'SmsAuthenticationMessage',
    'mfa:SmsMfaConfiguration.SmsAuthenticationMessage',
  ),
  value('mfa-email-subject', text, 'mfa:EmailMfaConfiguration'),
  value('mfa-email-message', code, 'mfa:EmailMfaConfiguration'),
  value('sms-messaging-role', [ROLE], `${SMS}.EumsSms.CallerArn`, `${OF_MFA}.EumsSms.CallerArn`),
  ...[
    ['external-id', 'ExternalId'],
    ['origination', 'OriginationIdentity'],
    ['configuration-set', 'ConfigurationSetName'],
    ['entity-id', 'InEntityId'],
    ['template-id', 'InTemplateId'],
  ].map(([flag = '', member = '']) =>
    value(`sms-messaging-${flag}`, ['a', 'b', 'none'], `${SMS}.EumsSms.${member}`, `${OF_MFA}.EumsSms.${member}`),
  ),
  value('sms-messaging-region', ['eu-west-1', 'none'], `${SMS}.EumsSms.Region`, `${OF_MFA}.EumsSms.Region`),
  value('passkey-domain', ['a.example', 'none'], 'mfa:WebAuthnConfiguration.RelyingPartyId'),
  value('passkey-verification', ['required', 'preferred'], 'mfa:WebAuthnConfiguration.UserVerification'),
  value('passkey-factor', ['multi', 'single'], 'mfa:WebAuthnConfiguration.FactorConfiguration'),
  value('issuer', ['updated', 'original'], 'IssuerConfiguration'),
  value('encryption-key-type', ['aws', 'customer'], 'KeyConfiguration'),
  value('encryption-key', [KEY[1], `${KEY[1]}1`], 'KeyConfiguration'),
  value('client-registration', ['off', 'on'], 'DcrConfiguration.EnableStatus'),
  value('open-registration', switched, 'DcrConfiguration.OpenDcrEnabled'),
  value('registration-grants', ['code', 'code,client_credentials', 'none'], 'DcrConfiguration.AuthenticatedGrantTypes'),
  value('open-registration-grants', ['code', 'none'], 'DcrConfiguration.OpenDcrGrantTypes'),
  value('registration-scopes', ['openid,email', 'none'], 'DcrConfiguration.AllowedScopes'),
  value('token-trigger-version', ['V1_0', 'V2_0'], 'LambdaConfig.PreTokenGenerationConfig.LambdaVersion'),
  value('sender-kms-key', ['arn:aws:kms:us-east-1:000000000000:key/1', 'none'], 'LambdaConfig.KMSKeyID'),
];

/** The same for `--trigger`, by the name of the trigger. */
export const TRIGGER_VALUES: readonly PoolValue[] = [
  ['pre-sign-up', 'PreSignUp'],
  ['pre-authentication', 'PreAuthentication'],
  ['post-authentication', 'PostAuthentication'],
  ['post-confirmation', 'PostConfirmation'],
  ['pre-token-generation', 'PreTokenGeneration', 'PreTokenGenerationConfig'],
  ['custom-message', 'CustomMessage'],
  ['user-migration', 'UserMigration'],
  ['define-auth-challenge', 'DefineAuthChallenge'],
  ['create-auth-challenge', 'CreateAuthChallenge'],
  ['verify-auth-challenge-response', 'VerifyAuthChallengeResponse'],
  ['custom-sms-sender', 'CustomSMSSender'],
  ['custom-email-sender', 'CustomEmailSender'],
  ['inbound-federation', 'InboundFederation'],
].map(([flag = '', ...names]) =>
  value(flag, [lambda('One'), `${lambda('Two')}:live`, 'none'], ...names.map((name) => `LambdaConfig.${name}`)),
);
