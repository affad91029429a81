import { ATTRIBUTE } from '../../model/user.js';
import { visible } from '../../output/sanitise.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import type { ColumnCheck } from './row.js';

/** The columns that a failures file adds to each row. They are ignored when the file is the input of the next run. */
export const ERROR_COLUMNS: readonly string[] = ['errorCode', 'errorMessage'];

/** Attributes whose column has a name of its own, as `users list` prints it. */
const OWN_KEYS = new Map<string, string>([
  [ATTRIBUTE.tenantId, 'tenantId'],
  [ATTRIBUTE.roles, 'roles'],
  [ATTRIBUTE.department, 'department'],
  [ATTRIBUTE.givenName, 'givenName'],
  [ATTRIBUTE.familyName, 'familyName'],
  [ATTRIBUTE.emailVerified, 'emailVerified'],
]);

/**
 * A check that allows the given columns and the pool's attributes by their stored names. A password column is refused
 * under any spelling: files are copied, mailed and kept.
 *
 * @param keys the columns that a row may have, as `users list` names them
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

/** A column name for a message. It may be anything, including terminal escapes and a megabyte of text. */
export function shownColumn(name: string): string {
  return name === '' ? '(no name)' : visible(name.slice(0, MAX_SHOWN));
}

const MAX_SHOWN = 60;

function refusal(name: string, known: readonly string[]): string {
  if (/passw(or)?d/i.test(name)) {
    return 'passwords are never read from a file. Remove the column: Cognito mails an invitation';
  }
  const own = OWN_KEYS.get(name);
  if (own !== undefined && known.includes(own)) return `use the column ${own} instead`;
  const meant = known.find((candidate) => candidate === `custom:${name}`) ?? closest(name, known);
  return `unknown column. ${didYouMean(meant)}Columns: ${known.filter((key) => !isStandard(key)).join(', ')}`;
}

/** OpenID has many standard claims, and an administrator who wants one knows its name. */
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
