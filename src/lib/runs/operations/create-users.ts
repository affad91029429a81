import type { Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { completeCreation } from '../../users/changes/complete-creation.js';
import { createUser } from '../../users/changes/create-user.js';
import type { CreateUserInput } from '../../users/attributes/new-user.js';
import {
  checkCreation,
  type CreationDefaults,
  creationOf,
  creationRules,
} from '../../input/rows/creation-row.js';
import type { RowOperation } from './row-operation.js';
import type { Row, RowProblem } from '../../input/rows/row.js';
import { textOf } from '../../input/rows/row-values.js';

/**
 * The job of creating a user from each row.
 *
 * @param defaults what holds for every row, and comes after what a row says
 * @throws AdminError where the pool cannot be read
 */
export async function createUsersOperation(
  directory: Directory,
  defaults: CreationDefaults,
): Promise<RowOperation> {
  const rules = await creationRules(directory);
  const { password, ...intent } = defaults;
  const asked = { ...defaults, isOneOfMany: true };
  const inputOf = (row: Row): CreateUserInput => {
    const input = creationOf(row, asked);
    if (isInput(input)) return input;
    throw new Error(`line ${row.line} was checked, and is no user to create`);
  };
  const plan = (create: (directory: Directory, input: CreateUserInput) => Promise<Change>) => {
    return (acting: Directory, row: Row) => create(acting, inputOf(row));
  };
  return {
    operation: 'users.create',
    intent: { ...intent, password: password?.kind },
    textKey: 'email',
    creates: true,
    checkColumns: rules.checkColumns,
    check: (row) => {
      const input = creationOf(row, asked);
      return isInput(input) ? checkCreation(input, row.line, rules) : input;
    },
    nameOf: (row) => textOf(row.values.email) ?? '',
    caseSensitive: rules.caseSensitive,
    hasValues: true,
    plan: plan(createUser),
    advice: importAdvice,
    recovery: { kind: 'complete', plan: plan(completeCreation) },
  };
}

/** Users from whom on Cognito's own engine is the better one: at the default rate they take a quarter of an hour. */
const MANY = 20_000;

function importAdvice(directory: Directory, rows: number): string | undefined {
  if (rows < MANY) return undefined;
  return (
    `For so many users Cognito has an engine of its own, which is faster and draws on no quota of yours:\n` +
    `${commandLine(directory, 'users import start FILE')}. Users choose their password at the first sign-in then.`
  );
}

function isInput(read: CreateUserInput | readonly RowProblem[]): read is CreateUserInput {
  return !Array.isArray(read);
}
