import type { Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { type CreationDefaults, creationOf, creationRules } from '../../input/rows/creation-row.js';
import { isProblems, type Row } from '../../input/rows/row.js';
import { textOf } from '../../input/rows/row-values.js';
import type { CreateUserInput } from '../../users/attributes/new-user.js';
import { completeCreation } from '../../users/changes/complete-creation.js';
import { createUser } from '../../users/changes/create-user.js';
import type { RowOperation } from './row-operation.js';

/**
 * Creates a user from each row.
 *
 * @param defaults what applies to a row that does not say otherwise
 * @throws AdminError if the pool cannot be read
 */
export async function createUsersOperation(directory: Directory, defaults: CreationDefaults): Promise<RowOperation> {
  const rules = await creationRules(directory);
  const { password, ...intent } = defaults;
  const ofMany = { ...defaults, isOneOfMany: true };
  const read = (row: Row) => creationOf(row, ofMany, rules);
  const planWith = (create: (directory: Directory, input: CreateUserInput) => Promise<Change>) => {
    return (acting: Directory, row: Row) => {
      const input = read(row);
      if (isProblems(input)) throw new Error(`line ${row.line} was valid when it was checked, and is invalid now`);
      return create(acting, input);
    };
  };
  return {
    operation: 'users.create',
    intent: { ...intent, password: password?.kind },
    textKey: 'email',
    creates: true,
    columns: rules.columns,
    check: (row) => {
      const input = read(row);
      return isProblems(input) ? input : [];
    },
    nameOf: (row) => textOf(row.values.email)?.trim() ?? '',
    caseSensitive: rules.caseSensitive,
    hasValues: true,
    plan: planWith(createUser),
    advice: importAdvice,
    recovery: { kind: 'complete', plan: planWith(completeCreation) },
  };
}

/** From this many users on an import job is the better choice: at the default rate they take a quarter of an hour. */
const MANY = 20_000;

function importAdvice(directory: Directory, rows: number): string | undefined {
  if (rows < MANY) return undefined;
  return (
    `For this many users a Cognito import job is faster and uses none of your API quota:\n` +
    `${commandLine(directory, 'users import start FILE')}. Users then choose their password at the first sign-in.`
  );
}
