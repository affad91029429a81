import { defined } from '../model/defined.js';
import { stripVTControlCharacters } from 'node:util';

import { Errors } from '@oclif/core';

import { AdminError, EXIT, type ExitCode } from '../errors.js';
import { isSystemError } from '../files/system-error.js';
import { errorJson, writeError } from '../output/error.js';
import { safeJson } from '../output/sanitise.js';
import { ClosedPipe, type Streams, writeOut } from '../output/streams.js';
import { redacted } from '../text/redacted.js';
import { closest } from '../text/suggestion.js';

/**
 * The one place where an error becomes text and an exit status. With JSON output stdout holds the error object and
 * nothing else; a closed pipe ends quietly, as its reader has what it wanted.
 *
 * @param flags names of the flags that the command has, to suggest one of
 * @returns what the process exits with
 */
export async function reportError(
  error: unknown,
  { streams, argv, flags = [] }: { streams: Streams; argv: readonly string[]; flags?: readonly string[] },
): Promise<ExitCode> {
  if (error instanceof ClosedPipe) return EXIT.done;
  const said = toAdminError(error, flags);
  const tell = (): void => {
    writeError(streams, said);
  };
  // Where stdout is what failed, the error object is lost as well.
  if (wantsJson(argv)) await writeOut(streams, `${safeJson(errorJson(said), 2)}\n`).catch(tell);
  else tell();
  // The last of several fences: what stands here is pasted into issues.
  if (argv.includes('--debug')) streams.err.write(`${redacted(withoutValues(stackOf(error)))}\n`);
  return said.exitCode;
}

/** Whether the command line asks for JSON, as far as a line that may not parse can be read. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  return flags.some(
    (flag, index) =>
      flag === '--json' ||
      flag === '-ojson' ||
      flag === '-o=json' ||
      flag === '--output=json' ||
      (flag === 'json' && ['-o', '--output'].includes(flags[index - 1] ?? '')),
  );
}

function toAdminError(error: unknown, flags: readonly string[]): AdminError {
  if (error instanceof AdminError) return unframed(error);
  if (error instanceof Errors.CLIError) return usageError(error, flags);
  const message = redacted(error instanceof Error ? error.message : String(error));
  if (isFailedWrite(error)) {
    return new AdminError('UNEXPECTED', `the result cannot be written to stdout: ${message}`, {
      cause: error,
      hint: 'What the command did is done. Check where its output goes.',
    });
  }
  return new AdminError('UNEXPECTED', `unexpected: ${message}`, {
    cause: error,
    hint: 'This is a defect of sf-admin. Run the command again with --debug and report what it prints.',
  });
}

/** The disk behind stdout is full, say. Failures of other files have been told of by those who write them. */
function isFailedWrite(error: unknown): boolean {
  return isSystemError(error) && error.syscall === 'write';
}

/** The parser puts its own words around the message of what a flag's `parse` throws, and leaves the rest of it. */
function unframed(error: AdminError): AdminError {
  const message = /^Parsing --\S+ \n\t(.*)\nSee more help with --help$/s.exec(error.message)?.[1];
  if (message === undefined) return error;
  const { code, hint } = error;
  return new AdminError(code, message, { cause: error, ...defined({ hint }) });
}

/** What the parser says: the first thing that is wrong as the message, what was meant and the rest as the hint. */
function usageError(error: Error, flags: readonly string[]): AdminError {
  const [first = 'the command line is wrong', ...rest] = wrongs(withoutValues(error.message));
  const message = first.charAt(0).toLowerCase() + first.slice(1).replace(/[.:]$/, '');
  return new AdminError('USAGE', message, {
    cause: error,
    hint: [...meant(first, flags), ...rest, 'Add --help to see how the command is used.'].join('\n'),
  });
}

/** What was given to a flag that there is not may be a secret: `--password=…` is what the old runbook taught. */
function withoutValues(text: string): string {
  return text.replace(/^.*Nonexistent flags?: .*$/gim, (line) =>
    line.replace(/(--[\w-]+)=.*?(?=, --|$)/g, '$1'),
  );
}

/** A question where a flag, or a value of which a flag takes a few, is probably a slip of the pen. */
function meant(wrong: string, flags: readonly string[]): string[] {
  const [, value, values] = /^Expected --[\w-]+=(.*) to be one of: (.*)$/i.exec(wrong) ?? [];
  if (value !== undefined) return asked(closest(value, values?.split(', ') ?? []));
  const names = /^Nonexistent flags?: (.*)$/i.exec(wrong)?.[1] ?? '';
  return names.split(', ').flatMap((name) => {
    const typed = /^--([^=]+)/.exec(name)?.[1];
    const flag = typed === undefined ? undefined : closest(typed, flags);
    return asked(flag === undefined ? undefined : `--${flag}`);
  });
}

function asked(suggestion: string | undefined): string[] {
  return suggestion === undefined ? [] : [`Did you mean ${suggestion}?`];
}

/** The parser's text, one thing a line: without its colours, and without the headings that it puts over them. */
function wrongs(text: string): string[] {
  const lines = stripVTControlCharacters(text)
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
  return lines.map((line) =>
    line
      // The value of a flag that excludes another is beside the point.
      .replace(/^(--[\w-]+)=.* (cannot also be provided)/, '$1 $2')
      .replace(/^Missing required flag (?=\w)/, 'missing required flag --'),
  );
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
