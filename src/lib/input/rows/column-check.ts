import type { AttributeRule } from '../../model/user-pool.js';
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
 * @param schema the pool's attributes, by their stored names
 */
export function columnCheck(keys: readonly string[], schema: readonly Pick<AttributeRule, 'name'>[]): ColumnCheck {
  const attributes = schema.map(({ name }) => name);
  const known = [...keys, ...attributes.filter((name) => !OWN_KEYS.has(name) && !keys.includes(name))];
  const allowed = new Set([...known, ...ERROR_COLUMNS]);
  return (names) =>
    names
      .filter((name) => !allowed.has(name))
      .map((name) => ({ column: shownColumn(name), problem: problemOf(name, keys, known) }));
}

/** A column name for a message. It may be anything, including terminal escapes and a megabyte of text. */
export function shownColumn(name: string): string {
  return name === '' ? '(no name)' : visible(name.slice(0, MAX_SHOWN));
}

const MAX_SHOWN = 60;

function problemOf(name: string, keys: readonly string[], known: readonly string[]): string {
  if (/passw(or)?d/i.test(name)) {
    return 'passwords are never read from a file. Remove the column: Cognito mails an invitation';
  }
  const own = OWN_KEYS.get(name);
  if (own !== undefined && known.includes(own)) return `use the column ${own} instead`;
  const meant = known.find((candidate) => candidate === `custom:${name}`) ?? closest(name, known);
  // Cognito has many standard attributes; an administrator who needs one knows its name.
  const listed = known.filter((column) => keys.includes(column) || column.startsWith('custom:'));
  return `unknown column. ${didYouMean(meant)}Columns: ${listed.join(', ')}`;
}
