import { visible } from '../../output/sanitise.js';
import type { Row, RowProblem } from './row.js';

/** The columns that may name a user, the most precise first. They are those of `users list`. */
export const NAMES = ['username', 'sub', 'email', 'user'] as const;

/** The user that a row names, and in which column; `undefined` if it names none. */
export function nameOf({ values }: Row): { key: string; name: string } | undefined {
  for (const key of NAMES) {
    const name = values[key];
    if (typeof name === 'string' && name !== '') return { key, name };
  }
  return undefined;
}

/** What is wrong with the user that a row names. */
export function nameProblems(row: Row): RowProblem[] {
  const { line } = row;
  const named = nameOf(row);
  if (named === undefined) return [{ line, problem: `names no user; it needs one of ${NAMES.join(', ')}` }];
  // A terminal or log would show another name than the one that is used.
  if (visible(named.name) === named.name) return [];
  return [{ line, column: named.key, problem: 'has control characters' }];
}
