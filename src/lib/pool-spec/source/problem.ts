import { AdminError } from '../../errors.js';
import type { Position } from './node.js';

/** Something wrong in a file, at a place. */
export interface Problem {
  readonly at: Position;
  /** The key in the file, such as `spec.passwordPolicy.minimumLength`, if it is about one. */
  readonly key?: string | undefined;
  /** What is wrong, as it follows the key and a colon. */
  readonly message: string;
  readonly hint?: string | undefined;
}

/** `line 3, column 5, spec.region: expected text` */
export function problemText({ at, key, message }: Problem): string {
  const place = `line ${at.line}, column ${at.column}`;
  return key === undefined ? `${place}: ${message}` : `${place}, ${key}: ${message}`;
}

/** INVALID_POOL_FILE with all problems of a file in its order: the first in the message, the others in the hint. */
export function invalidPoolFile(file: string, problems: readonly Problem[]): AdminError {
  const [first, ...others] = [...problems].sort(
    ({ at: one }, { at: other }) => one.line - other.line || one.column - other.column,
  );
  if (first === undefined) throw new TypeError('no problem to report');
  const hints = [first.hint ?? 'Correct the file in an editor', ...others.map((problem) => `Also ${withFix(problem)}`)];
  return new AdminError('INVALID_POOL_FILE', `${file} ${problemText(first)}`, { hint: hints.join('\n') });
}

function withFix(problem: Problem): string {
  return problem.hint === undefined ? problemText(problem) : `${problemText(problem)}. ${problem.hint}`;
}
