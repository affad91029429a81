import { stripVTControlCharacters } from 'node:util';

import { Errors } from '@oclif/core';

import { AdminError, EXIT, type ExitCode } from './errors.js';
import { errorJson, errorText } from './output/error.js';
import { safeJson } from './output/sanitise.js';
import { ClosedPipe, type Streams, writeOut } from './output/streams.js';

/**
 * The one place where an error becomes text and an exit status. With JSON output stdout holds the error object and
 * nothing else; a closed pipe ends quietly, as its reader has what it wanted.
 *
 * @returns what the process exits with
 */
export async function reportError(
  error: unknown,
  { streams, argv }: { streams: Streams; argv: readonly string[] },
): Promise<ExitCode> {
  if (error instanceof ClosedPipe) return EXIT.done;
  const said = toAdminError(error);
  if (wantsJson(argv)) {
    await writeOut(streams, `${safeJson(errorJson(said), 2)}\n`).catch(() => undefined);
  } else {
    streams.err.write(errorText(said, streams.color && streams.errIsTTY));
  }
  if (argv.includes('--debug')) streams.err.write(`${stackOf(error)}\n`);
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

function toAdminError(error: unknown): AdminError {
  if (error instanceof AdminError) return error;
  if (error instanceof Errors.CLIError) return usageError(error);
  const message = error instanceof Error ? error.message : String(error);
  return new AdminError('UNEXPECTED', `unexpected: ${message}`, {
    cause: error,
    hint: 'This is a defect of sf-admin. Run the command again with --debug and report what it prints.',
  });
}

/** What the parser says, without its colours and in one sentence with the rest as a hint. */
function usageError(error: Error): AdminError {
  const lines = stripVTControlCharacters(error.message)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('See more help'));
  const [first = 'the command line is wrong', ...rest] = lines;
  const message = first.charAt(0).toLowerCase() + first.slice(1).replace(/[.:]$/, '');
  return new AdminError('USAGE', message, {
    cause: error,
    hint: [...rest, 'Add --help to see how the command is used.'].join('\n'),
  });
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
