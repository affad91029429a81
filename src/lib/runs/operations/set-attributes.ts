import type { Directory } from '../../directory.js';
import { setAttributes } from '../../users/changes/set-attributes.js';
import type { SetAttributesInput } from '../../users/attributes/wanted-attributes.js';
import {
  type AttributesOfAll,
  attributesOf,
  attributesRules,
  checkAttributes,
} from '../../input/rows/attributes-row.js';
import type { RowOperation } from './row-operation.js';
import type { Row, RowProblem } from '../../input/rows/row.js';
import { nameOf, nameProblems } from '../../input/rows/user-name.js';

/**
 * The job of setting attributes of the user that each row names, those that the row gives and those that all are given.
 *
 * @throws AdminError where the pool cannot be read
 */
export async function setAttributesOperation(
  directory: Directory,
  all: AttributesOfAll,
): Promise<RowOperation> {
  const rules = await attributesRules(directory);
  const inputOf = (row: Row): SetAttributesInput => {
    const input = attributesOf(row, all);
    if (isInput(input)) return input;
    throw new Error(`line ${row.line} was checked, and says nothing to set`);
  };
  return {
    operation: 'users.set-attributes',
    intent: all,
    textKey: 'user',
    creates: false,
    checkColumns: rules.checkColumns,
    check: (row) => {
      const problems = nameProblems(row);
      if (problems.length > 0) return problems;
      const input = attributesOf(row, all);
      return isInput(input) ? checkAttributes(input, row.line, rules) : input;
    },
    nameOf: (row) => nameOf(row)?.name ?? '',
    caseSensitive: true,
    hasValues: true,
    plan: (acting, row, target) => {
      const input = inputOf(row);
      return setAttributes(acting, { ...input, user: target ?? input.user });
    },
    recovery: { kind: 'look' },
  };
}

function isInput(read: SetAttributesInput | readonly RowProblem[]): read is SetAttributesInput {
  return !Array.isArray(read);
}
