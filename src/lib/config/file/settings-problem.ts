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
  const sorted = [...problems].sort((one, other) => one.line - other.line);
  return invalidConfig(`${file} `, sorted, inFile, 'Correct the file in an editor');
}

/** INVALID_CONFIG for an edit that would make the file invalid and was not made, so that there is no line to name. */
export function invalidChange(what: string, problems: readonly SettingsProblem[]): AdminError {
  return invalidConfig(`${what}, `, problems, inContext, 'Nothing was written');
}

function invalidConfig<Problem extends SettingsProblem>(
  start: string,
  [first, ...others]: readonly Problem[],
  textOf: (problem: Problem) => string,
  fix: string,
): AdminError {
  if (first === undefined) throw new TypeError('no problem to report');
  const hints = [first.hint ?? fix, ...others.map((problem) => `Also ${textOf(problem)}`)];
  return new AdminError('INVALID_CONFIG', start + textOf(first), { hint: hints.join('\n') });
}

function inFile({ line, path, message }: LocatedProblem): string {
  return path.length === 0 ? `line ${line}: ${message}` : `line ${line}, ${keyOf(path)}: ${message}`;
}

/** With the key within its context, which the message names already. */
function inContext({ path, message }: SettingsProblem): string {
  return `${keyOf(path[0] === 'contexts' && path.length > 2 ? path.slice(2) : path)}: ${message}`;
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, step) => {
    if (typeof step === 'number') return `${key}[${step}]`;
    const name = /^[\w:-]+$/.test(String(step)) ? String(step) : JSON.stringify(String(step));
    return key === '' ? name : `${key}.${name}`;
  }, '');
}
