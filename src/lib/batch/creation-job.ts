import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { completeCreation } from '../users/complete-creation.js';
import { createUser } from '../users/create-user.js';
import type { CreateUserInput } from '../users/new-user.js';
import { checkCreation, type CreationDefaults, creationOf, creationRules } from './creation-row.js';
import type { Job } from './job.js';
import type { Row, RowProblem } from './row.js';
import { textOf } from './row-values.js';

/**
 * The job of creating a user from each row.
 *
 * @param defaults what holds for every row, and comes after what a row says
 * @throws AdminError where the pool cannot be read
 */
export async function creationJob(directory: Directory, defaults: CreationDefaults): Promise<Job> {
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
    saysMore: true,
    plan: plan(createUser),
    recovery: { kind: 'complete', plan: plan(completeCreation) },
  };
}

function isInput(read: CreateUserInput | readonly RowProblem[]): read is CreateUserInput {
  return !Array.isArray(read);
}
