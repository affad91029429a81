import { userNameOf } from '../../users/read/find-user.js';
import { RowChecker } from './row-checker.js';
import { textOf } from './row-values.js';
import type { Row, RowProblem } from './row.js';

/** The columns that may name a user, the most precise first. They are those of `users list`. */
export const NAMES = ['username', 'sub', 'email', 'user'] as const;

/** The user that a row names, without outer spaces, and in which column; `undefined` if it names none. */
export function nameOf({ values }: Row): { key: string; name: string } | undefined {
  for (const key of NAMES) {
    const value = values[key];
    const name = typeof value === 'string' ? value.trim() : '';
    if (name !== '') return { key, name };
  }
  return undefined;
}

/** What is wrong with the user that a row names. */
export function nameProblems(row: Row): readonly RowProblem[] {
  const { line } = row;
  const named = nameOf(row);
  if (named === undefined) return [{ line, problem: `names no user; it needs one of ${NAMES.join(', ')}` }];
  const checker = new RowChecker(line);
  checker.check(named.key, () => userNameOf(textOf(row.values[named.key]) ?? ''));
  return checker.problems;
}
