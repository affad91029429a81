import { isCaseSensitive, passwordPolicy } from '../../model/user-pool.js';
import { counted } from '../../text/counted.js';
import { shellWord } from '../../text/quoted.js';
import type { Problem, Rule } from './user-finding.js';

export const disabledRule: Rule = ({ user, word }) => {
  if (user.enabled) return undefined;
  return {
    rule: 'DISABLED',
    blocks: true,
    found: 'the account is disabled',
    fix: 'Find out who disabled it and why, then enable it.',
    command: `users enable ${word}`,
  };
};

const DAY_MS = 86_400_000;

/**
 * The fix for an expired invitation is to send it again, not to reset the password (API reference, AdminCreateUser,
 * MessageAction).
 */
export const invitationRule: Rule = ({ user, pool, now, word }) => {
  if (user.status !== 'FORCE_CHANGE_PASSWORD' || pool === undefined) return undefined;
  const days = passwordPolicy(pool).temporaryPasswordValidityDays;
  const age = (since: string | null) => (since === null ? 0 : Math.floor((now.getTime() - Date.parse(since)) / DAY_MS));
  const command = `users resend-invite ${word}`;
  // Cognito does not show when the password was set; it was no later than the last change of the user.
  if (age(user.updatedAt) >= days) {
    return {
      rule: 'INVITATION_EXPIRED',
      blocks: true,
      found: `the invitation is ${counted(age(user.updatedAt), 'day')} old, and its password was valid for ${counted(days, 'day')}`,
      fix: 'Send the invitation again. Resetting the password does not replace it.',
      command,
    };
  }
  const mayHaveExpired = age(user.createdAt) >= days;
  return {
    rule: mayHaveExpired ? 'INVITATION_MAY_HAVE_EXPIRED' : 'INVITATION_OPEN',
    blocks: false,
    found: mayHaveExpired
      ? `the user was invited ${counted(age(user.createdAt), 'day')} ago and has changed since; the password may have expired`
      : `the invitation has not been accepted; its temporary password is the only way to sign in, for ${counted(days, 'day')}`,
    fix: 'If the mail is lost or too old, send the invitation again.',
    command,
  };
};

const STATUS_PROBLEMS: Readonly<Record<string, Pick<Problem, 'found' | 'fix'> & { flags: string }>> = {
  RESET_REQUIRED: {
    found: 'the password was reset, and the user has not used the code to choose another',
    fix: 'Send another code, or set a temporary password.',
    flags: '--send-code',
  },
  UNCONFIRMED: {
    found: 'the user signed up and never confirmed the address',
    fix: 'Set a permanent password, which confirms the account.',
    flags: '--permanent --generate-password',
  },
  COMPROMISED: {
    found: 'Cognito considers the password compromised',
    fix: 'Set another password.',
    flags: '--temporary --generate-password',
  },
  ARCHIVED: {
    found: 'the account is archived',
    fix: 'Set a password, which makes the account active again.',
    flags: '--temporary --generate-password',
  },
};

export const statusRule: Rule = ({ user, word }) => {
  const known = Object.hasOwn(STATUS_PROBLEMS, user.status) ? STATUS_PROBLEMS[user.status] : undefined;
  if (known === undefined) return undefined;
  const { flags, ...problem } = known;
  return { rule: user.status, blocks: true, ...problem, command: `users reset-password ${word} ${flags}` };
};

export const addressRule: Rule = ({ user, word }) => {
  if (user.status === 'EXTERNAL_PROVIDER') return undefined;
  if (user.email === null) {
    return {
      rule: 'EMAIL_MISSING',
      blocks: true,
      found: 'the user has no address to sign in with',
      fix: 'Set one.',
      command: `users set-attributes ${word} --email ADDRESS`,
    };
  }
  if (user.emailVerified) return undefined;
  const isChange = user.status === 'CONFIRMED';
  return {
    rule: isChange ? 'EMAIL_CHANGE_PENDING' : 'EMAIL_NOT_VERIFIED',
    blocks: false,
    found: isChange
      ? 'the address was changed and has not been confirmed: codes and resets do not reach the user'
      : 'the address is not verified: codes and resets do not reach the user',
    fix: 'If the address is right, mark it as verified.',
    command: `users set-attributes ${word} --email ${shellWord(user.email)}`,
  };
};

export const namesakesRule: Rule = ({ user, namesakes, pool }) =>
  namesakes.map(({ username, email }) => ({
    rule: 'ADDRESS_CASE',
    blocks: false,
    found:
      pool !== undefined && isCaseSensitive(pool)
        ? `another user, ${username}, has ${email ?? 'the address'}: this pool is case-sensitive, so the spelling decides who signs in`
        : `another user, ${username}, has the same address${email === user.email ? '' : ` as ${email ?? ''}`}`,
    fix: 'Find out which one the person signs in as.',
    command: `users diagnose ${shellWord(username)}`,
  }));

export const attemptsRule: Rule = ({ events, word }) => {
  const signIns = events.filter(({ type }) => type === 'SignIn');
  const success = signIns.findIndex(({ result }) => result === 'Pass');
  const failed = (success === -1 ? signIns : signIns.slice(0, success)).filter(({ result }) => result === 'Fail');
  const [latest] = failed;
  if (latest === undefined) return undefined;
  const blocked = failed.some(({ decision }) => decision === 'Block');
  return {
    rule: blocked ? 'ATTEMPTS_BLOCKED' : 'ATTEMPTS_FAILED',
    blocks: blocked,
    found:
      `${counted(failed.length, 'attempt')} failed since the last success, the latest at ${latest.at ?? 'an unknown time'}` +
      (blocked ? ', blocked by threat protection' : ''),
    fix: blocked
      ? 'Check the events, and the risk that threat protection reported.'
      : 'The password may be wrong, or Cognito has locked the account for a while after several failures.',
    command: `users events ${word}`,
  };
};
