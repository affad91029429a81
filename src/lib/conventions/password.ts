import { randomInt } from 'node:crypto';
import type { PasswordPolicy } from '../model/user-pool.js';

/** The longest password that Cognito accepts (developer guide, "Adding user pool password requirements"). */
const MAX_LENGTH = 256;

/** The special characters on the same page. A space counts too, except as the first or last character. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- -]/;

/**
 * Without 0 O I l 1 |, which people confuse, and only with symbols that mean nothing to a shell, in a URL or at the end
 * of a sentence. A password starts with a letter: a spreadsheet would run a cell that starts with = + - or @.
 */
const ALPHABETS = {
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  lower: 'abcdefghijkmnopqrstuvwxyz',
  digit: '23456789',
  symbol: '-_+=@',
} as const;

/** The classes of characters that a policy may require. Only basic Latin letters count as letters. */
export const CHARACTER_CLASSES = [
  { setting: 'requireUppercase', words: 'an upper-case letter', pattern: /[A-Z]/ },
  { setting: 'requireLowercase', words: 'a lower-case letter', pattern: /[a-z]/ },
  { setting: 'requireNumbers', words: 'a digit', pattern: /[0-9]/ },
  { setting: 'requireSymbols', words: 'a symbol', pattern: SYMBOL },
] as const;

/** The minimum length of a generated password: more than 110 bits. */
const GENERATED_LENGTH = 20;

/**
 * The rules of the policy, and of Cognito whatever the policy, that a password violates: phrases that can follow "needs",
 * such as `at least 12 characters`. They never contain the password.
 */
export function passwordViolations(password: string, policy: PasswordPolicy): string[] {
  const inner = password.trim();
  const rules: [violated: boolean, words: string][] = [
    [password.length < policy.minimumLength, `at least ${policy.minimumLength} characters`],
    [password.length > MAX_LENGTH, `at most ${MAX_LENGTH} characters`],
    ...CHARACTER_CLASSES.map(({ setting, words, pattern }): [boolean, string] => [
      policy[setting] && !pattern.test(inner),
      words,
    ]),
    [password !== inner, 'no space at its start or end'],
    [/\p{Cc}/u.test(password), 'no tabs, line breaks or control characters'],
  ];
  return rules.filter(([violated]) => violated).map(([, words]) => words);
}

/** A random password that satisfies the policy, with every class of character even if the policy does not require it. */
export function generatePassword(policy: PasswordPolicy): string {
  const length = Math.min(Math.max(GENERATED_LENGTH, policy.minimumLength), MAX_LENGTH);
  const { upper, lower, digit, symbol } = ALPHABETS;
  const rest = [upper, lower, digit, symbol].map((alphabet) => pick(alphabet));
  while (rest.length < length - 1) rest.push(pick(upper + lower + digit + symbol));
  return pick(upper + lower) + shuffled(rest).join('');
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length));
}

/** Fisher-Yates: every order is equally likely. */
function shuffled(characters: readonly string[]): string[] {
  const order = [...characters];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [order[last], order[other]] = [order[other] ?? '', order[last] ?? ''];
  }
  return order;
}
