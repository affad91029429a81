import type { User } from '../../model/user.js';
import { isCaseSensitive } from '../../model/user-pool.js';
import { shellWord } from '../../text/quoted.js';
import { providerOf } from './provider-rules.js';
import type { Kinds, Person, Rule } from './user-finding.js';

export const ADDRESS_KINDS = {
  EMAIL_MISSING: {
    severity: 'medium',
    expected: 'the user has an email address',
    why: 'The address is what a user signs in with, and where codes are sent.',
  },
  EMAIL_CHANGE_PENDING: {
    severity: 'medium',
    expected: 'the address is verified',
    why: 'The address may belong to another person, and codes and resets do not reach the user.',
  },
  EMAIL_NOT_VERIFIED: {
    severity: 'medium',
    expected: 'the address is verified',
    why: 'The address may belong to another person, and codes and resets do not reach the user.',
  },
  ADDRESS_CASE: {
    severity: 'medium',
    expected: 'no two addresses differ only in case',
    why: 'One mailbox receives the codes of both accounts, and roles that are removed from one are left on the other.',
  },
  SHARED_ADDRESS: {
    severity: 'medium',
    expected: 'each mailbox belongs to one account',
    why: 'Roles that are removed from one account, or the account that is disabled, are left on the other.',
  },
} as const satisfies Kinds;

export const addressRule: Rule<Person> = ({ user, word }) => {
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
    set: { newEmail: user.email },
  };
};

export const namesakesRule: Rule<Person> = ({ user, namesakes, pool }) =>
  namesakes.map((other) => {
    const { username, email } = other;
    const isSame = email === user.email;
    const isShared = isSame || providerOf(user) !== providerOf(other);
    const sameAddress = `the same address${isSame ? '' : ` as ${email ?? ''}`}`;
    return {
      rule: isShared ? 'SHARED_ADDRESS' : 'ADDRESS_CASE',
      blocks: false,
      found:
        !isShared && pool !== undefined && isCaseSensitive(pool)
          ? `another user, ${username}, has ${email ?? 'the address'}: this pool is case-sensitive, so the spelling decides who signs in`
          : `another user, ${username}, has ${sameAddress}`,
      fix: linkHint(user, other),
      command: `users diagnose ${shellWord(username)}`,
    };
  });

/** Two accounts of one person can become one only if the identity has no user of its own. */
function linkHint(user: User, other: User): string {
  const which = 'Find out which one the person signs in as.';
  const [federated] = [user, other].filter(({ status }) => status === 'EXTERNAL_PROVIDER');
  if (federated === undefined || providerOf(user) === providerOf(other)) return which;
  return `${which} To make them one account, delete ${federated.username} and link its identity to the other: sf-admin users link`;
}
