import type { Directory } from '../../directory.js';
import {
  type AttributesOfAll,
  attributesOf,
  attributesRules,
  checkAttributes,
  newEmailColumn,
} from '../../input/rows/attributes-row.js';
import { textOf } from '../../input/rows/row-values.js';
import { isProblems } from '../../input/rows/row.js';
import { nameOf, nameProblems } from '../../input/rows/user-name.js';
import { parseAttributes } from '../../users/attributes/parse-attributes.js';
import { setAttributes } from '../../users/changes/set-attributes.js';
import type { RowOperation } from './row-operation.js';

/**
 * Sets attributes of the user that each row names: those that the row gives, and those that the flags give to all.
 *
 * @throws AdminError if the pool cannot be read
 */
export async function setAttributesOperation(directory: Directory, all: AttributesOfAll): Promise<RowOperation> {
  const rules = await attributesRules(directory);
  return {
    operation: 'users.set-attributes',
    intent: all,
    textKey: 'user',
    creates: false,
    columns: rules.columns,
    check: (row) => {
      const problems = nameProblems(row);
      if (problems.length > 0) return problems;
      const text = attributesOf(row, all);
      return isProblems(text) ? text : checkAttributes(text, row, rules);
    },
    nameOf: (row) => nameOf(row)?.name ?? '',
    newEmailOf: (row) => {
      const column = newEmailColumn(row);
      return column === undefined ? undefined : textOf(row.values[column]);
    },
    caseSensitive: true,
    hasValues: true,
    plan: async (acting, row, target) => {
      const text = attributesOf(row, all);
      if (isProblems(text)) throw new Error(`line ${row.line} was valid when it was checked, and is invalid now`);
      return setAttributes(acting, await parseAttributes(acting, { ...text, user: target ?? text.user }));
    },
    recovery: { kind: 'look' },
  };
}
