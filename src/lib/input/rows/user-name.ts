import { visible } from '../../output/sanitise.js';
import type { Row, RowProblem } from './row.js';

/** The keys by which a row may name a user, the surest first: those of `users list`. */
export const NAMES = ['username', 'sub', 'email', 'user'] as const;

/** The name that a row gives a user, and its key; `undefined` where it gives none. */
export function nameOf({ values }: Row): { key: string; name: string } | undefined {
  for (const key of NAMES) {
    const name = values[key];
    if (typeof name === 'string' && name !== '') return { key, name };
  }
  return undefined;
}

/** What is wrong with the name that a row gives a user. */
export function nameProblems(row: Row): RowProblem[] {
  const { line } = row;
  const named = nameOf(row);
  if (named === undefined) return [{ line, problem: `names no user: it needs one of ${NAMES.join(', ')}` }];
  // It would reach a terminal or a log as something else than it looks like.
  if (visible(named.name) === named.name) return [];
  return [{ line, column: named.key, problem: 'has control characters' }];
}
