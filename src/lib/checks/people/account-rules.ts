import { privilegedRoles } from '../../conventions/roles.js';
import { passwordPolicy } from '../../model/user-pool.js';
import { counted } from '../../text/counted.js';
import { withoutRoles } from './convention-rules.js';
import type { Kinds, Person, Problem, Rule } from './user-finding.js';

export const ACCOUNT_KINDS = {
  DISABLED: {
    severity: 'note',
    expected: 'the account is enabled',
    why: 'A disabled account cannot sign in, whatever its password.',
  },
  DISABLED_PRIVILEGED: {
    severity: 'medium',
    expected: 'a disabled account has no privileged role',
    why: 'If the account is enabled again, its roles take effect at once.',
  },
  INVITATION_EXPIRED: {
    severity: 'medium',
    expected: 'an invitation is accepted before its temporary password expires',
    why: 'The person cannot sign in, and an unused account is easily overlooked.',
  },
  INVITATION_MAY_HAVE_EXPIRED: {
    severity: 'low',
    expected: 'an invitation is accepted before its temporary password expires',
    why: 'Cognito does not show when the temporary password was set, so the person may be unable to sign in.',
  },
  INVITATION_OPEN: {
    severity: 'note',
    expected: 'the invitation is accepted',
    why: 'Until then the temporary password in the mail is the only way to sign in.',
  },
  RESET_REQUIRED: {
    severity: 'low',
    expected: 'the status is CONFIRMED',
    why: 'The user must use the code to choose a password before the next sign-in.',
  },
  UNCONFIRMED: {
    severity: 'low',
    expected: 'the status is CONFIRMED',
    why: 'The person has not confirmed the address, and cannot sign in.',
  },
  COMPROMISED: {
    severity: 'high',
    expected: 'the status is CONFIRMED',
    why: 'The password is known to others, so Cognito refuses it.',
  },
  ARCHIVED: {
    severity: 'low',
    expected: 'the status is CONFIRMED',
    why: 'An archived account cannot sign in.',
  },
} as const satisfies Kinds;

export const disabledRule: Rule<Person> = ({ user, word }) => {
  if (user.enabled) return undefined;
  return {
    rule: 'DISABLED',
    blocks: true,
    found: 'the account is disabled',
    fix: 'Find out who disabled it and why, then enable it.',
    command: `users enable ${word}`,
  };
};

export const disabledPrivilegedRule: Rule<Person> = (person) => {
  const { user, conventions } = person;
  const privileged = privilegedRoles(user.roles, conventions);
  if (user.enabled || privileged.length === 0) return undefined;
  return {
    rule: 'DISABLED_PRIVILEGED',
    blocks: false,
    found: `the account is disabled and still has ${privileged.join(', ')}`,
    fix: `Remove ${privileged.length === 1 ? 'the role' : 'the roles'}, or delete the user.`,
    ...withoutRoles(privileged, person),
  };
};

const DAY_MS = 86_400_000;

/**
 * The fix for an expired invitation is to send it again, not to reset the password (API reference, AdminCreateUser,
 * MessageAction).
 */
export const invitationRule: Rule<Person> = ({ user, pool, now, word }) => {
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

export const statusRule: Rule<Person> = ({ user, word }) => {
  const known = Object.hasOwn(STATUS_PROBLEMS, user.status) ? STATUS_PROBLEMS[user.status] : undefined;
  if (known === undefined) return undefined;
  const { flags, ...problem } = known;
  return { rule: user.status, blocks: true, ...problem, command: `users reset-password ${word} ${flags}` };
};
