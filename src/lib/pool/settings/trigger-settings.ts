import type { AskedSetting } from '../../changes/settings/set-settings.js';
import { oneOf, type SettingFlag, textOf } from '../../conventions/settings/setting-value.js';
import { AdminError } from '../../errors.js';
import { memberAt, type SettingField, valueAt, withMember } from '../../conventions/settings/setting-field.js';
import { KMS_KEY } from './texts.js';
import { quoted } from '../../text/quoted.js';
import { closest, didYouMean } from '../../text/suggestion.js';

/** A version may follow the name of the function. */
const FUNCTION = textOf(
  'ARN',
  /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/,
  'the ARN of a Lambda function',
);

/** The pre token generation trigger has an old and a new member, which must name the same function (API reference). */
const preTokenGeneration: SettingField = {
  field: 'triggers.preTokenGeneration',
  read: (settings) =>
    (memberAt(settings, TOKEN) ?? memberAt(settings, [...TOKEN_CONFIG, 'LambdaArn']) ?? null) as string | null,
  write: (settings, arn) => {
    if (arn === null) return withMember(withMember(settings, TOKEN, undefined), TOKEN_CONFIG, undefined);
    const isOld = memberAt(settings, TOKEN) !== undefined && memberAt(settings, TOKEN_CONFIG) === undefined;
    const written = withMember(settings, TOKEN, arn);
    if (isOld) return written;
    const LambdaVersion = memberAt(settings, [...TOKEN_CONFIG, 'LambdaVersion']) ?? 'V1_0';
    return withMember(written, TOKEN_CONFIG, { LambdaVersion, LambdaArn: arn });
  },
};
const TOKEN = ['LambdaConfig', 'PreTokenGeneration'];
const TOKEN_CONFIG = ['LambdaConfig', 'PreTokenGenerationConfig'];

/** A trigger whose function is given with the version of its event; there is only one so far. */
function versioned(field: string, name: string): SettingField {
  const path = ['LambdaConfig', name];
  return {
    field,
    read: (settings) => (memberAt(settings, [...path, 'LambdaArn']) ?? null) as string | null,
    write: (settings, arn) => {
      const LambdaVersion = memberAt(settings, [...path, 'LambdaVersion']) ?? 'V1_0';
      return withMember(settings, path, arn === null ? undefined : { LambdaVersion, LambdaArn: arn });
    },
  };
}

const classic = (field: string, name: string): SettingField => valueAt(`triggers.${field}`, `LambdaConfig.${name}`);

/** The triggers by the name that `--trigger` gives. */
export const TRIGGERS: Readonly<Record<string, SettingField>> = {
  'pre-sign-up': classic('preSignUp', 'PreSignUp'),
  'pre-authentication': classic('preAuthentication', 'PreAuthentication'),
  'post-authentication': classic('postAuthentication', 'PostAuthentication'),
  'post-confirmation': classic('postConfirmation', 'PostConfirmation'),
  'pre-token-generation': preTokenGeneration,
  'custom-message': classic('customMessage', 'CustomMessage'),
  'user-migration': classic('userMigration', 'UserMigration'),
  'define-auth-challenge': classic('defineAuthChallenge', 'DefineAuthChallenge'),
  'create-auth-challenge': classic('createAuthChallenge', 'CreateAuthChallenge'),
  'verify-auth-challenge-response': classic('verifyAuthChallengeResponse', 'VerifyAuthChallengeResponse'),
  'custom-sms-sender': versioned('triggers.customSmsSender', 'CustomSMSSender'),
  'custom-email-sender': versioned('triggers.customEmailSender', 'CustomEmailSender'),
  'inbound-federation': versioned('triggers.inboundFederation', 'InboundFederation'),
};

/**
 * The change of one trigger, from `NAME=ARN` or `NAME=none`.
 *
 * @throws AdminError USAGE
 */
export function triggerChange(text: string): AskedSetting {
  const split = text.indexOf('=');
  const name = split === -1 ? text : text.slice(0, split);
  const setting = Object.hasOwn(TRIGGERS, name) ? TRIGGERS[name] : undefined;
  if (setting === undefined) {
    const names = Object.keys(TRIGGERS);
    throw new AdminError('USAGE', `invalid trigger ${quoted(text)}`, {
      hint: `${didYouMean(closest(name, names))}Write NAME=ARN or NAME=none. Names: ${names.join(', ')}`,
    });
  }
  if (split === -1) {
    throw new AdminError('USAGE', `trigger ${name} has no value`, { hint: `Write ${name}=ARN or ${name}=none` });
  }
  const value = FUNCTION.parse(text.slice(split + 1), `trigger ${name}`);
  return { setting, to: { value }, disruption: triggerDisruption(name) };
}

/** What a change of a trigger does to people. */
export function triggerDisruption(name: string): NonNullable<SettingFlag['disruption']> {
  return (_, after) =>
    after === null
      ? `No ${name} function runs any more.`
      : `Sign-ups and sign-ins run another ${name} function at once.`;
}

export const TRIGGER_SETTINGS: readonly SettingFlag[] = [
  {
    flag: 'token-trigger-version',
    summary: 'Version of the event that the pre token generation trigger gets.',
    setting: valueAt('triggers.preTokenGenerationVersion', 'LambdaConfig.PreTokenGenerationConfig.LambdaVersion'),
    value: oneOf({ V1_0: 'V1_0', V2_0: 'V2_0', V3_0: 'V3_0' }),
    disruption: () => 'Tokens are made from another version of the event at once.',
  },
  {
    flag: 'sender-kms-key',
    summary: 'Key that encrypts codes for the custom senders.',
    setting: valueAt('triggers.kmsKeyArn', 'LambdaConfig.KMSKeyID'),
    value: KMS_KEY,
    disruption: () => 'Senders that cannot use this key send no codes any more.',
  },
];
