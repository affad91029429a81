import { oneOf, type SettingFlag, textOf } from '../../conventions/settings/setting-value.js';
import { type SettingField, valueAt } from '../../conventions/settings/setting-field.js';
import { anyText, CODE_MAIL, CODE_SMS, LINK_MAIL } from './texts.js';

const TEMPLATE = 'VerificationMessageTemplate';
const INVITATION = 'AdminCreateUserConfig.InviteMessageTemplate';

/**
 * The old names of settings of the verification template (API reference, UserPoolType: "no longer used"). Where a user pool
 * has them, the service sets them to the same texts.
 */
export const OLD_NAMES = {
  EmailVerificationSubject: valueAt('verification.emailSubject', `${TEMPLATE}.EmailSubject`),
  EmailVerificationMessage: valueAt('verification.emailMessage', `${TEMPLATE}.EmailMessage`),
  SmsVerificationMessage: valueAt('verification.smsMessage', `${TEMPLATE}.SmsMessage`),
};

/** A setting that the service also keeps under the name that it had before. */
function renamedAt(old: keyof typeof OLD_NAMES): SettingField {
  const now = OLD_NAMES[old];
  const { field } = now;
  const before = valueAt(field, old);
  return {
    field,
    read: now.read,
    write: (settings, value) => {
      const written = now.write(settings, value);
      return before.read(settings) === null ? written : before.write(written, value);
    },
  };
}

/** Who sends mail, and the texts of invitations and verifications. */
export const MESSAGE_SETTINGS: readonly SettingFlag[] = [
  {
    flag: 'email-sender',
    summary: 'Who sends mail: Cognito itself, or your SES identity.',
    setting: valueAt('email.sendingAccount', 'EmailConfiguration.EmailSendingAccount', 'COGNITO_DEFAULT'),
    value: oneOf({ cognito: 'COGNITO_DEFAULT', ses: 'DEVELOPER' }),
  },
  {
    flag: 'email-source',
    summary: 'SES identity that sends mail.',
    setting: valueAt('email.sourceArn', 'EmailConfiguration.SourceArn'),
    value: textOf('ARN', /^arn:[\w-]+:ses:[\w-]+:\d{12}:identity\/\S+$/, 'the ARN of an SES identity'),
  },
  {
    flag: 'email-from',
    summary: 'Sender of mail.',
    setting: valueAt('email.from', 'EmailConfiguration.From'),
    value: anyText('ADDRESS'),
  },
  {
    flag: 'email-reply-to',
    summary: 'Address for replies to mail.',
    setting: valueAt('email.replyTo', 'EmailConfiguration.ReplyToEmailAddress'),
    value: textOf('ADDRESS', /^[^\s@]+@[^\s@]+$/, 'an email address'),
  },
  {
    flag: 'email-configuration-set',
    summary: 'SES configuration set of mail.',
    setting: valueAt('email.configurationSet', 'EmailConfiguration.ConfigurationSet'),
    value: textOf('NAME', /^[\w-]{1,64}$/, 'up to 64 letters, digits, - and _'),
  },
  {
    flag: 'invite-subject',
    summary: 'Subject of an invitation.',
    setting: valueAt('invitation.emailSubject', `${INVITATION}.EmailSubject`),
    value: anyText('TEXT'),
  },
  {
    flag: 'invite-message',
    summary: 'Text of an invitation by mail.',
    setting: valueAt('invitation.emailMessage', `${INVITATION}.EmailMessage`),
    value: CODE_MAIL,
  },
  {
    flag: 'invite-sms',
    summary: 'Text of an invitation by SMS.',
    setting: valueAt('invitation.smsMessage', `${INVITATION}.SMSMessage`),
    value: CODE_SMS,
  },
  {
    flag: 'verify-with',
    summary: 'Whether mail verifies an address with a code or a link.',
    setting: valueAt('verification.method', `${TEMPLATE}.DefaultEmailOption`, 'CONFIRM_WITH_CODE'),
    value: oneOf({ code: 'CONFIRM_WITH_CODE', link: 'CONFIRM_WITH_LINK' }),
  },
  {
    flag: 'verify-subject',
    summary: 'Subject of mail with a code.',
    setting: renamedAt('EmailVerificationSubject'),
    value: anyText('TEXT'),
  },
  {
    flag: 'verify-message',
    summary: 'Text of mail with a code.',
    setting: renamedAt('EmailVerificationMessage'),
    value: CODE_MAIL,
  },
  {
    flag: 'verify-link-subject',
    summary: 'Subject of mail with a link.',
    setting: valueAt('verification.emailSubjectByLink', `${TEMPLATE}.EmailSubjectByLink`),
    value: anyText('TEXT'),
  },
  {
    flag: 'verify-link-message',
    summary: 'Text of mail with a link.',
    setting: valueAt('verification.emailMessageByLink', `${TEMPLATE}.EmailMessageByLink`),
    value: LINK_MAIL,
  },
  {
    flag: 'verify-sms',
    summary: 'Text of SMS with a code.',
    setting: renamedAt('SmsVerificationMessage'),
    value: CODE_SMS,
  },
];
