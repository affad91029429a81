import { randomInt } from 'node:crypto';
import type { PasswordPolicy } from '../model/user-pool.js';

/** Developer guide, "Adding user pool password requirements": the longest password that Cognito takes. */
const MAX_LENGTH = 256;

/** The same page's special characters. A space counts as one too, unless it comes first or last. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- -]/;

/**
 * Without 0 O I l 1 |, which people copy wrongly. Symbols that a shell, a spreadsheet, a URL and the end of a sentence
 * leave alone; a password starts with a letter, because =, +, - and @ are harmful first in a spreadsheet's cell.
 */
const ALPHABETS = {
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  lower: 'abcdefghijkmnopqrstuvwxyz',
  digit: '23456789',
  symbol: '-_+=@',
} as const;

/** Characters of a generated password at least: more than 110 bits. */
const GENERATED_LENGTH = 20;

/**
 * What the policy, or Cognito whatever the policy, finds wrong with a password: each in words that go on after "needs"
 * or stand in a list, such as `at least 12 characters`. Never holds the password. Letters are the basic Latin ones;
 * any other character is left for Cognito to judge.
 */
export function passwordViolations(password: string, policy: PasswordPolicy): string[] {
  const inner = password.trim();
  const rules: [violated: boolean, words: string][] = [
    [password.length < policy.minimumLength, `at least ${policy.minimumLength} characters`],
    [password.length > MAX_LENGTH, `at most ${MAX_LENGTH} characters`],
    [policy.requireUppercase && !/[A-Z]/.test(password), 'an upper-case letter'],
    [policy.requireLowercase && !/[a-z]/.test(password), 'a lower-case letter'],
    [policy.requireNumbers && !/[0-9]/.test(password), 'a digit'],
    [policy.requireSymbols && !SYMBOL.test(inner), 'a symbol'],
    [password !== inner, 'no space at its start or end'],
    [/\p{Cc}/u.test(password), 'no tabs, line breaks or control characters'],
  ];
  return rules.filter(([violated]) => violated).map(([, words]) => words);
}

/** A password that satisfies the policy, with every class of character whether the policy asks for it or not. */
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

/** Fisher and Yates: every order equally likely. */
function shuffled(characters: readonly string[]): string[] {
  const order = [...characters];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [order[last], order[other]] = [order[other] ?? '', order[last] ?? ''];
  }
  return order;
}
