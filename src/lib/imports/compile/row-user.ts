import { type CreationDefaults, creationOf, type CreationRules } from '../../input/rows/creation-row.js';
import { isProblems, type Row, type RowProblem, rowProblem } from '../../input/rows/row.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type NewUser, newUser } from '../../users/attributes/new-user.js';

/** What applies to a row that does not say otherwise. */
export type RowDefaults = Pick<CreationDefaults, 'tenant' | 'roles' | 'department'>;

/** The user that a row describes, checked against the conventions and the pool, or everything that is wrong with it. */
export type RowUsers = (row: Row) => Promise<NewUser | readonly RowProblem[]>;

/** Rows as users, by the rules of `users create`. */
export function rowUsers(directory: Directory, rules: CreationRules, given: RowDefaults): RowUsers {
  // An import job sends no invitations and skips existing users.
  const defaults = { ...given, attributes: [], permanent: false, invite: false, ifNotExists: false };
  return async (row) => {
    const input = creationOf(row, defaults, rules);
    if (isProblems(input)) return input;
    try {
      return await newUser(directory, input);
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      return [rowProblem(row.line, 'email', error)];
    }
  };
}
