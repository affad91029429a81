import { isCaseSensitive, passwordPolicy } from '../model/user-pool.js';
import { counted } from '../text/counted.js';
import { shellWord } from '../text/quoted.js';
import type { Problem, Rule } from './user-finding.js';

export const disabled: Rule = ({ user, word }) =>
  user.enabled
    ? []
    : [
        {
          rule: 'DISABLED',
          blocks: true,
          found: 'the account is disabled',
          fix: 'Find out who disabled it and why, then enable it.',
          command: `users enable ${word}`,
        },
      ];

const DAY_MS = 86_400_000;

/** An expired invitation is mended by sending it again, not by a password reset: COGNITO.md, "Users". */
export const invitation: Rule = ({ user, pool, now, word }) => {
  if (user.status !== 'FORCE_CHANGE_PASSWORD' || pool === undefined) return [];
  const days = passwordPolicy(pool).temporaryPasswordValidityDays;
  const age = (since: string | null) =>
    since === null ? 0 : Math.floor((now.getTime() - Date.parse(since)) / DAY_MS);
  const resend = `users resend-invite ${word}`;
  // The clock starts when the password was set, which is not shown: at the latest with the last change of the user.
  if (age(user.updatedAt) >= days) {
    return [
      {
        rule: 'INVITATION_EXPIRED',
        blocks: true,
        found: `the invitation is ${counted(age(user.updatedAt), 'day')} old, and its password was valid for ${days}`,
        fix: 'Send it again: a password reset is no substitute.',
        command: resend,
      },
    ];
  }
  const mayBeOver = age(user.createdAt) >= days;
  return [
    {
      rule: mayBeOver ? 'INVITATION_MAY_HAVE_EXPIRED' : 'INVITATION_OPEN',
      blocks: false,
      found: mayBeOver
        ? `the user was invited ${counted(age(user.createdAt), 'day')} ago and changed since; the password may have expired`
        : `the invitation was not accepted yet: only its temporary password opens the door, within ${days} days`,
      fix: 'Where the mail is lost or too old, send it again.',
      command: resend,
    },
  ];
};

const STATUS_PROBLEMS: Readonly<Record<string, Pick<Problem, 'found' | 'fix'> & { how: string }>> = {
  RESET_REQUIRED: {
    found: 'the password was reset, and the user has not chosen another with the code',
    fix: 'Send another code, or give a temporary password.',
    how: '--send-code',
  },
  UNCONFIRMED: {
    found: 'the user signed up and never confirmed the address',
    fix: 'A permanent password confirms the account.',
    how: '--permanent --generate-password',
  },
  COMPROMISED: {
    found: 'Cognito holds the password for compromised',
    fix: 'Give another password.',
    how: '--temporary --generate-password',
  },
  ARCHIVED: {
    found: 'the account is archived',
    fix: 'Give a password, which makes it active again.',
    how: '--temporary --generate-password',
  },
};

export const status: Rule = ({ user, word }) => {
  const known = Object.hasOwn(STATUS_PROBLEMS, user.status) ? STATUS_PROBLEMS[user.status] : undefined;
  if (known === undefined) return [];
  const { how, ...problem } = known;
  return [{ rule: user.status, blocks: true, ...problem, command: `users reset-password ${word} ${how}` }];
};

export const address: Rule = ({ user, word }) => {
  if (user.status === 'EXTERNAL_PROVIDER') return [];
  if (user.email === null) {
    return [
      {
        rule: 'EMAIL_MISSING',
        blocks: true,
        found: 'the user has no address to sign in with',
        fix: 'Give one.',
        command: `users set-attributes ${word} --email ADDRESS`,
      },
    ];
  }
  if (user.emailVerified) return [];
  const isChange = user.status === 'CONFIRMED';
  return [
    {
      rule: isChange ? 'EMAIL_CHANGE_PENDING' : 'EMAIL_NOT_VERIFIED',
      blocks: false,
      found: isChange
        ? 'the address was changed and not confirmed since: codes and resets do not reach the user'
        : 'the address is not verified: codes and resets do not reach the user',
      fix: 'If the address is right, mark it verified.',
      command: `users set-attributes ${word} --email ${shellWord(user.email)}`,
    },
  ];
};

export const namesakes: Rule = ({ user, namesakes: others, pool }) =>
  others.map(({ username, email }) => ({
    rule: 'ADDRESS_CASE',
    blocks: false,
    found:
      pool !== undefined && isCaseSensitive(pool)
        ? `another user, ${username}, has ${email ?? 'the address'}: this pool tells cases apart, so the spelling decides who signs in`
        : `another user, ${username}, has the same address${email === user.email ? '' : ` as ${email ?? ''}`}`,
    fix: 'Find out which one the person signs in as.',
    command: `users diagnose ${shellWord(username)}`,
  }));

export const attempts: Rule = ({ events, word }) => {
  const signIns = events.filter(({ type }) => type === 'SignIn');
  const success = signIns.findIndex(({ result }) => result === 'Pass');
  const failed = (success === -1 ? signIns : signIns.slice(0, success)).filter(
    ({ result }) => result === 'Fail',
  );
  const [latest] = failed;
  if (latest === undefined) return [];
  const blocked = failed.some(({ decision }) => decision === 'Block');
  return [
    {
      rule: blocked ? 'ATTEMPTS_BLOCKED' : 'ATTEMPTS_FAILED',
      blocks: blocked,
      found:
        `${counted(failed.length, 'attempt')} failed since the last success, the latest at ${latest.at ?? 'an unknown time'}` +
        (blocked ? ', blocked by threat protection' : ''),
      fix: blocked
        ? 'Look at the events, and at the risk that threat protection saw.'
        : 'The password may be wrong, or Cognito locks the account out for a while after several failures.',
      command: `users events ${word}`,
    },
  ];
};
