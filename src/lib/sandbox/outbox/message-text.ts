import type { MessageKind, MessageState } from '../state/outbox-state.js';
import type { PoolState } from '../state/state.js';

/** What replaces the placeholders of a template. */
export interface MessageValues {
  /** Replaces `{####}`: the code, or the temporary password. */
  readonly secret: string;
  /** Replaces `{username}` in an invitation. */
  readonly name: string;
  /** The address behind `{##a text##}`, if the pool confirms a sign-up with a link instead of a code. */
  readonly link?: string | undefined;
}

interface Template {
  readonly subject?: string | undefined;
  readonly text: string;
}

/**
 * The subject and the text of a message, from the pool's templates or Cognito's defaults. The defaults are not
 * documented: those of invitations and SMS codes are as in the developer guide's examples, the others the sandbox's.
 */
export function messageText(
  pool: PoolState,
  kind: MessageKind,
  medium: MessageState['medium'],
  { secret, name, link }: MessageValues,
): Pick<MessageState, 'subject' | 'text'> {
  const { subject, text } = templateOf(pool, kind, medium, link !== undefined);
  // In one pass, because a password may look like a placeholder.
  const filled = text.replaceAll(/\{username\}|\{####\}|\{##(.+?)##\}/gs, (placeholder, shown?: string) => {
    if (shown !== undefined) return `<a href="${link ?? ''}">${shown}</a>`;
    if (placeholder === '{####}') return secret;
    return kind === 'invitation' ? name : placeholder;
  });
  return { ...(subject !== undefined && { subject }), text: filled };
}

function templateOf(pool: PoolState, kind: MessageKind, medium: MessageState['medium'], byLink: boolean): Template {
  if (kind === 'invitation') return invitation(pool, medium);
  if (kind === 'mfa') return authenticationCode(pool, medium);
  return verification(pool, medium, byLink);
}

function invitation({ settings }: PoolState, medium: MessageState['medium']): Template {
  const { SMSMessage, EmailMessage, EmailSubject } = settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  const text = 'Your username is {username} and temporary password is {####}.';
  if (medium === 'SMS') return { text: SMSMessage ?? text };
  return { subject: EmailSubject ?? 'Your temporary password', text: EmailMessage ?? text };
}

function authenticationCode({ settings, mfa }: PoolState, medium: MessageState['medium']): Template {
  const text = 'Your authentication code is {####}.';
  if (medium === 'SMS') {
    return { text: mfa.SmsMfaConfiguration?.SmsAuthenticationMessage ?? settings.SmsAuthenticationMessage ?? text };
  }
  const { Subject, Message } = mfa.EmailMfaConfiguration ?? {};
  return { subject: Subject ?? 'Your authentication code', text: Message ?? text };
}

/** The template for every code that proves an address, that of a password reset included. */
function verification({ settings }: PoolState, medium: MessageState['medium'], byLink: boolean): Template {
  const template = settings.VerificationMessageTemplate ?? {};
  const text = 'Your confirmation code is {####}.';
  if (medium === 'SMS') return { text: template.SmsMessage ?? settings.SmsVerificationMessage ?? text };
  if (byLink) {
    return {
      subject: template.EmailSubjectByLink ?? 'Your verification link',
      text:
        template.EmailMessageByLink ?? 'Please click the link below to verify your email address. {##Verify Email##}',
    };
  }
  return {
    subject: template.EmailSubject ?? settings.EmailVerificationSubject ?? 'Your verification code',
    text: template.EmailMessage ?? settings.EmailVerificationMessage ?? text,
  };
}
