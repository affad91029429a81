import type { Directory } from '../../directory.js';
import { storedAttributes, type UserWithAttributes } from '../../model/user.js';
import { attributeRules } from '../../model/user-pool.js';
import { parseColumns } from '../../output/columns.js';
import type { Column, ListView } from '../../output/view.js';
import { userList } from '../read/user-view.js';

/**
 * How an export shows users: like a list, and in JSON with `attributes`, every attribute that has no key of its own by
 * its stored name. A column may be any attribute of the pool's schema too; the schema is read only for those.
 *
 * @param asked the value of `--columns`
 * @returns the view, and the keys of the columns that were asked for
 * @throws AdminError USAGE for a column that is neither a key of a user nor an attribute of the pool
 */
export async function exportView(
  directory: Directory,
  asked: string | undefined,
): Promise<{ view: ListView<UserWithAttributes>; columns: readonly string[] | undefined }> {
  if (asked === undefined) return { view: userList, columns: undefined };
  const known = new Set(userList.columns.map(({ key }) => key));
  const names = asked.split(',').map((name) => name.trim());
  if (names.every((name) => name === '' || known.has(name)))
    return { view: userList, columns: parseColumns(asked, userList) };
  const further = attributeRules(await directory.pool()).filter(({ name }) => !known.has(name));
  const view = { ...userList, columns: [...userList.columns, ...further.map(({ name }) => attributeColumn(name))] };
  return { view, columns: parseColumns(asked, view) };
}

function attributeColumn(name: string): Column<UserWithAttributes> {
  return { key: name, header: name, value: (user) => storedAttributes(user)[name] };
}
