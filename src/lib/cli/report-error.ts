import { stripVTControlCharacters } from 'node:util';

import { Errors } from '@oclif/core';

import type { Invocation } from './invocation.js';
import { cancelledStatus } from './process/interrupt.js';
import { AdminError, EXIT, type ExitCode } from '../errors.js';
import { isSystemError } from '../files/system-error.js';
import { errorJson, writeError } from '../output/error.js';
import { safeJson, visible } from '../output/sanitise.js';
import { ClosedPipe, type Streams, writeOut } from '../output/streams.js';
import { quoted } from '../text/quoted.js';
import { MAX_STACK, redacted, withoutTokens } from '../text/redacted.js';
import { closest } from '../text/suggestion.js';

/**
 * The one place where an error becomes text and an exit status. With JSON output stdout holds the error object and
 * nothing else. A closed pipe ends quietly: its reader has what it wanted.
 *
 * @param flags the names of the command's flags, for suggestions
 * @param typed values of the command line that are not repeated: each may be a secret that was typed in the wrong place
 * @returns the exit status
 */
export async function reportError(
  error: unknown,
  { streams, argv, flags = [], typed = [] }: ReportOptions,
): Promise<ExitCode> {
  if (error instanceof ClosedPipe) return EXIT.done;
  const found = toAdminError(error, flags);
  // An error of the output comes after the values were accepted, and names commands in which they stand.
  const areRefused = found.exitCode === EXIT.usage && found.code !== 'OUTPUT_UNWRITABLE';
  const values = areRefused ? typed : [];
  const reported = withoutSecrets(found, values);
  const report = (): void => {
    writeError(streams, reported);
  };
  const exitCode = reported.exitCode === EXIT.cancelled ? cancelledStatus() : reported.exitCode;
  // If stdout is what failed, the error object cannot be written either.
  if (wantsJson(argv)) await writeOut(streams, `${safeJson(errorJson(reported, exitCode), 2)}\n`).catch(report);
  else report();
  // The stack may be pasted into an issue, so it is redacted once more.
  if (argv.includes('--debug')) {
    streams.err.write(`${visible(redacted(stackOf(error), values, MAX_STACK), { multiline: true })}\n`);
  }
  return exitCode;
}

/** Whether what is typed for a command, or a group of commands, may be a token or a code, which no message may repeat. */
export function mayHoldTokens([topic]: readonly string[]): boolean {
  return topic === 'tokens';
}

/**
 * The values of a command line that are long enough for a token, as typed and as messages quote them. The names of files
 * are left out: messages have to say which file is meant.
 *
 * @param flags the flags of the command by their names
 */
export function typedValues(argv: readonly string[], flags: ReadonlyMap<string, object>): string[] {
  const isFile = (word = '') => {
    const flag = flags.get(word.replace(/^--/, ''));
    return flag !== undefined && 'helpValue' in flag && flag.helpValue === 'FILE';
  };
  const values = argv.flatMap((word, index) => {
    if (!word.startsWith('-')) return isFile(argv[index - 1]) ? [] : [word.trim()];
    const [, name, value = ''] = /^(--?[\w-]+)=(.+)$/s.exec(word) ?? [];
    return isFile(name) ? [] : [value.trim()];
  });
  return values
    .filter(({ length }) => length >= SHORTEST_TOKEN)
    .flatMap((value) => [value, quoted(value).slice(1, -1)]);
}

/**
 * Characters of the shortest token, code or verifier. Shorter values are names and words, which messages need, and which
 * stand in their advice too.
 */
const SHORTEST_TOKEN = 12;

interface ReportOptions {
  readonly streams: Streams;
  readonly argv: readonly string[];
  readonly flags?: readonly string[];
  readonly typed?: readonly string[];
}

function withoutSecrets(error: AdminError, values: readonly string[]): AdminError {
  const { code, cause, hint, exitCode, requestId, mayHaveHappened } = error;
  const safe = (text: string) => (values.length > 0 ? redacted(text, values) : withoutTokens(text));
  const detail = { cause, hint: hint === undefined ? undefined : safe(hint), exitCode, requestId, mayHaveHappened };
  return new AdminError(code, safe(error.message), detail);
}

/** Reports an error of a command whose result is already on stdout: always on stderr, with the error's exit status. */
export function reportFailureOfResult(
  error: AdminError,
  { streams, exitWith }: Pick<Invocation, 'streams' | 'exitWith'>,
): void {
  writeError(streams, error);
  exitWith(error.exitCode);
}

/** Whether the command line asks for JSON. It is not parsed: it may be what is wrong. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  return words.some(
    (word, index) =>
      ['--json', '-ojson', '-o=json', '--output=json'].includes(word) ||
      (word === 'json' && ['-o', '--output'].includes(words[index - 1] ?? '')),
  );
}

function toAdminError(error: unknown, flags: readonly string[]): AdminError {
  if (error instanceof AdminError) {
    // What it says of permissions and disks would mislead.
    const isLimit = error.exitCode === EXIT.usage && isSystemError(error.cause, 'EMFILE', 'ENFILE');
    return isLimit ? tooManyFiles(error.message, error.cause) : withoutParserText(error);
  }
  if (error instanceof Errors.CLIError) return usageError(error, flags);
  const message = redacted(error instanceof Error ? error.message : String(error));
  if (isSystemError(error, 'EMFILE', 'ENFILE')) return tooManyFiles(`too many open files: ${message}`, error);
  return new AdminError('UNEXPECTED', `unexpected: ${message}`, {
    cause: error,
    hint: 'This is a bug in sf-admin. Run the command again with --debug and report the output.',
  });
}

function tooManyFiles(message: string, cause: unknown): AdminError {
  const hint = 'Raise the limit in this shell and run the command again: ulimit -n 4096';
  return new AdminError('TOO_MANY_FILES', message, { cause, hint });
}

/** The parser adds its own text around the message of an error that a flag's `parse` throws. */
function withoutParserText(error: AdminError): AdminError {
  const message = /^Parsing --\S+ \n\t(.*)\nSee more help with --help$/s.exec(error.message)?.[1];
  return message === undefined ? error : new AdminError(error.code, message, { cause: error, hint: error.hint });
}

/** An error of the parser: its first problem as the message; a suggestion and the other problems as the hint. */
function usageError(error: Error, flags: readonly string[]): AdminError {
  const [first = 'invalid command line', ...rest] = problems(withoutValues(error));
  const message = first.charAt(0).toLowerCase() + first.slice(1).replace(/[.:]$/, '');
  return new AdminError('USAGE', message, {
    cause: error,
    hint: [...suggestions(error, flags), ...rest, 'Use --help to see the usage.'].join('\n'),
  });
}

/** The parser's text without any value that was typed: each may be a secret, such as a password in the wrong place. */
function withoutValues(error: Error): string {
  if ('args' in error && Array.isArray(error.args) && error.message.startsWith('Unexpected argument')) {
    return error.args.length === 1 ? 'unexpected argument' : `${error.args.length} unexpected arguments`;
  }
  const unknown = unknownFlags(error);
  if (unknown.length > 0) return `nonexistent flag${unknown.length === 1 ? '' : 's'}: ${unknown.join(', ')}`;
  const message = stripVTControlCharacters(error.message);
  const wrong = wrongChoice(message);
  const choice = wrong === undefined ? message : `${wrong.before}expected ${wrong.flag}${CHOICES}${wrong.choices}`;
  const text = choice.replace(/ but received: .*$/s, '');
  const pieces = text.split(EXCLUDES);
  const last = pieces.pop() ?? '';
  return [...pieces.map((piece) => piece.replace(/^([ \t]*--[\w-]+)=.*/ms, '$1')), last].join(EXCLUDES);
}

const EXCLUDES = ' cannot also be provided when using --';
const CHOICES = ' to be one of: ';

/** The parts of `Expected --flag=VALUE to be one of: …`. A pattern for it would take more than linear time. */
function wrongChoice(text: string): { before: string; flag: string; value: string; choices: string } | undefined {
  const start = text.search(/^Expected /im);
  const end = text.lastIndexOf(CHOICES);
  if (start === -1 || end < start) return undefined;
  const given = text.slice(start + 'Expected '.length, end);
  const flag = /^--[\w-]+(?==)/.exec(given)?.[0];
  const value = flag === undefined ? given : given.slice(flag.length + 1);
  return {
    before: text.slice(0, start),
    flag: flag ?? 'the argument',
    value,
    choices: text.slice(end + CHOICES.length),
  };
}

/** The names of flags that the command does not have: `--name=VALUE` and `-xVALUE` may hold a secret. */
function unknownFlags(error: Error): string[] {
  if (!('flags' in error) || !Array.isArray(error.flags)) return [];
  return error.flags.map((typed) => /^(--[\w-]+(?==|$)|-\w)/.exec(String(typed))?.[0] ?? '-…');
}

/** A question for each unknown flag, or unknown value of a flag, that looks like a typing error. */
function suggestions(error: Error, flags: readonly string[]): string[] {
  const wrong = wrongChoice(stripVTControlCharacters(error.message));
  const guesses =
    wrong === undefined
      ? unknownFlags(error).map((name) => similarFlag(name, flags))
      : [closest(wrong.value, (wrong.choices.split('\n')[0] ?? '').split(', '))];
  return guesses.flatMap((guess) => (guess === undefined ? [] : [`Did you mean ${guess}?`]));
}

function similarFlag(name: string, flags: readonly string[]): string | undefined {
  // It stands alone, without a command.
  if (name === '-v' || name === '--version') return 'sf-admin --version';
  const flag = name.startsWith('--') ? closest(name.slice(2), flags) : undefined;
  return flag && `--${flag}`;
}

/** The problems in the parser's text, without headings. */
function problems(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(See more help|The following errors? occurred)/.test(line));
  const [first = '', second = '', ...others] = lines;
  const flag = /^Parsing (--\S+)$/.exec(first)?.[1];
  if (flag !== undefined) return [`${flag}: ${second.charAt(0).toLowerCase()}${second.slice(1)}`, ...others];
  const argument = first.startsWith('Missing 1 required arg') ? /^(\S+) +(.*)$/.exec(second) : null;
  if (argument?.[1] !== undefined) {
    return [`missing argument ${argument[1].toUpperCase()}`, argument[2] ?? '', ...others];
  }
  return lines.map((line) => line.replace(/^Missing required flag (?=\w)/, 'missing required flag --'));
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : '';
  if (!(error instanceof Errors.CLIError)) return `${error.stack ?? error.message}${cause}`;
  const frames = /(?:\n +at .*)*$/.exec(error.stack)?.[0] ?? '';
  return `${error.name}: ${withoutValues(error)}${frames}${cause}`;
}
