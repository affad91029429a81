import { AdminError } from '../../errors.js';

/** Something wrong in a contexts file. */
export interface SettingsProblem {
  /** Keys from the top of the file, such as `['contexts', 'prod', 'protected']`; none if the file is not YAML. */
  readonly path: readonly PropertyKey[];
  /** What is wrong, to be shown after the key and a colon. */
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The same with its line, from 1. */
export interface LocatedProblem extends SettingsProblem {
  readonly line: number;
}

/**
 * INVALID_CONFIG for a file: the first problem by its line in the message, the others in the hint, so that all can be
 * corrected at once.
 */
export function invalidFile(file: string, problems: readonly LocatedProblem[]): AdminError {
  const [first, ...others] = [...problems].sort((one, other) => one.line - other.line);
  if (first === undefined) throw new TypeError('no problem to report');
  const hints = [first.hint ?? 'Correct the file in an editor', ...others.map((problem) => `Also ${inFile(problem)}`)];
  return new AdminError('INVALID_CONFIG', `${file} ${inFile(first)}`, { hint: hints.join('\n') });
}

/** INVALID_CONFIG for an edit that would make the file invalid and was not made, so that there is no line to name. */
export function invalidChange(what: string, problems: readonly SettingsProblem[]): AdminError {
  const [first, ...others] = problems;
  if (first === undefined) throw new TypeError('no problem to report');
  const hints = [
    first.hint ?? 'Nothing was written',
    ...others.map((problem) => `Also ${keyIn(problem.path)}: ${problem.message}`),
  ];
  return new AdminError('INVALID_CONFIG', `${what}, ${keyIn(first.path)}: ${first.message}`, {
    hint: hints.join('\n'),
  });
}

function inFile({ line, path, message }: LocatedProblem): string {
  return path.length === 0 ? `line ${line}: ${message}` : `line ${line}, ${keyOf(path)}: ${message}`;
}

/** The key within its context, which the message names already. */
function keyIn(path: readonly PropertyKey[]): string {
  return keyOf(path[0] === 'contexts' && path.length > 2 ? path.slice(2) : path);
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, step) => {
    if (typeof step === 'number') return `${key}[${step}]`;
    const name = /^[\w:-]+$/.test(String(step)) ? String(step) : JSON.stringify(String(step));
    return key === '' ? name : `${key}.${name}`;
  }, '');
}
