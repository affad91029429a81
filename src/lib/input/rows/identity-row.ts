import { parseLinkedProvider, parseSubject } from '../../conventions/provider-name.js';
import type { UnlinkInput } from '../../users/changes/change-links.js';
import { RowChecker } from './row-checker.js';
import { textOf } from './row-values.js';
import type { Row, RowProblem } from './row.js';
import { nameProblems } from './user-name.js';

/**
 * The identity that a row names, or what is wrong with the row.
 *
 * @param provider that of `--provider`, for rows that name none
 * @param needsSubject whether the row must have the provider's ID of the user
 */
export function identityOf(
  row: Row,
  { provider, needsSubject }: { readonly provider: string | undefined; readonly needsSubject: boolean },
): UnlinkInput | readonly RowProblem[] {
  const checker = new RowChecker(row.line);
  const there = given(row, 'provider') ?? provider;
  const subject = given(row, 'subject');
  const parsed = there === undefined ? undefined : checker.check('provider', () => parseLinkedProvider(there));
  if (there === undefined) checker.refuse('provider', 'is missing. Add it, or give one for all rows with --provider');
  const id = subject === undefined ? undefined : checker.check('subject', () => parseSubject(subject));
  if (subject === undefined && needsSubject)
    checker.refuse('subject', "is missing. It is the provider's ID of the user");
  const problems = [...nameProblems(row), ...checker.problems];
  if (problems.length > 0 || parsed === undefined) return problems;
  return { provider: parsed, ...(id === undefined ? {} : { subject: id }) };
}

function given({ values }: Row, column: string): string | undefined {
  const text = textOf(values[column])?.trim();
  return text === '' ? undefined : text;
}
