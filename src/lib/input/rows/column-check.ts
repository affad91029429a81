import { ATTRIBUTE } from '../../model/user.js';
import { visible } from '../../output/sanitise.js';
import { closest, didYouMean } from '../../text/suggestion.js';

/** What is wrong with a column by its name alone. */
export interface ColumnProblem {
  readonly column: string;
  readonly problem: string;
}

/** Holds the names of a row's keys against those that a command takes; all problems, in the order of the names. */
export type ColumnCheck = (names: readonly string[]) => readonly ColumnProblem[];

/** What a failures file adds to each row: passed over when the file is fed back. */
export const ERROR_COLUMNS = ['errorCode', 'errorMessage'] as const;

/** Attributes that a row gives by a key of sf-admin's own, as `users list` prints it. */
const OWN_KEYS = new Map<string, string>([
  [ATTRIBUTE.tenantId, 'tenantId'],
  [ATTRIBUTE.roles, 'roles'],
  [ATTRIBUTE.department, 'department'],
  [ATTRIBUTE.givenName, 'givenName'],
  [ATTRIBUTE.familyName, 'familyName'],
  [ATTRIBUTE.emailVerified, 'emailVerified'],
]);

/**
 * A check that lets pass the keys that are named and the pool's attributes by their stored names. A password is refused
 * under any spelling: a file is copied, mailed and kept.
 *
 * @param keys what a row may have, as `users list` names it
 * @param attributes the stored names of the pool's attributes
 */
export function columnCheck(keys: readonly string[], attributes: readonly string[]): ColumnCheck {
  const further = attributes.filter((name) => !OWN_KEYS.has(name) && !keys.includes(name));
  const known = new Set<string>([...keys, ...further, ...ERROR_COLUMNS]);
  const suggested = [...keys, ...further];
  return (names) =>
    names
      .filter((name) => !known.has(name))
      .map((name) => ({ column: shownColumn(name), problem: refusal(name, suggested) }));
}

/** The name of a column for a sentence: it may be anything, a terminal's escapes and a megabyte included. */
export function shownColumn(name: string): string {
  return name === '' ? '(no name)' : visible(name.slice(0, MAX_SHOWN));
}

const MAX_SHOWN = 60;

function refusal(name: string, known: readonly string[]): string {
  if (/passw(or)?d/i.test(name)) {
    return 'is a password, and passwords are never taken from a file. Leave the column out: Cognito mails an invitation';
  }
  const own = OWN_KEYS.get(name);
  if (own !== undefined && known.includes(own)) return `is named ${own} here`;
  const meant = known.find((candidate) => candidate === `custom:${name}`) ?? closest(name, known);
  return `is no column that is known. ${didYouMean(meant)}Columns: ${known.filter((key) => !isStandard(key)).join(', ')}`;
}

/** OpenID's claims are many, and an administrator who wants one knows its name. */
function isStandard(key: string): boolean {
  return /^[a-z]+_[a-z_]+$/.test(key) || STANDARD.has(key);
}

const STANDARD = new Set([
  'address',
  'birthdate',
  'gender',
  'locale',
  'name',
  'nickname',
  'picture',
  'profile',
  'website',
  'zoneinfo',
]);
