import {
  checkCreation,
  type CreationDefaults,
  creationOf,
  type CreationRules,
} from '../../input/rows/creation-row.js';
import { type Row, type RowProblem, rowProblem } from '../../input/rows/row.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type NewUser, newUser } from '../../users/attributes/new-user.js';

/** What holds for a row that does not say it. */
export type RowDefaults = Pick<CreationDefaults, 'tenant' | 'roles' | 'department'>;

/** Gives the user that a row describes, held against the conventions and the pool; or all that is wrong with it. */
export type RowUsers = (row: Row) => Promise<NewUser | readonly RowProblem[]>;

/** Rows as users, by the rules of `users create`. */
export function rowUsers(directory: Directory, rules: CreationRules, given: RowDefaults): RowUsers {
  // An import mails nobody, and skips whoever exists.
  const defaults = { ...given, attributes: [], permanent: false, invite: false, ifNotExists: false };
  return (row) => rowUser(directory, row, { rules, defaults });
}

async function rowUser(
  directory: Directory,
  row: Row,
  { rules, defaults }: { rules: CreationRules; defaults: CreationDefaults },
): Promise<NewUser | readonly RowProblem[]> {
  const { line } = row;
  const input = creationOf(row, defaults);
  if (isProblems(input)) return input;
  const problems = checkCreation(input, line, rules);
  if (problems.length > 0) return problems;
  try {
    return await newUser(directory, input);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return [rowProblem(line, 'email', error)];
  }
}

/** Whether a row is no user. */
export function isProblems(found: object): found is readonly RowProblem[] {
  return Array.isArray(found);
}
