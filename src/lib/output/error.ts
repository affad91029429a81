import { defined } from '../model/defined.js';
import type { AdminError, ErrorCode, ExitCode } from '../errors.js';
import { visible } from './sanitise.js';
import type { Streams } from './streams.js';
import { styled } from './style.js';
import { wrap } from './wrap.js';

/** All that stdout holds when a command with `-o json` fails. */
export interface ErrorJson {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint?: string;
    readonly exitCode: ExitCode;
    readonly requestId?: string;
  };
}

/**
 * An error for people: what failed on one line, then what to do and the request ID, indented; ends with a line feed.
 *
 * @param color whether the stream shows colour
 * @param width terminal cells of a line; undefined for no limit
 */
export function errorText(error: AdminError, color: boolean, width?: number): string {
  const details = [
    ...(error.hint?.split('\n') ?? []),
    ...(error.requestId === undefined ? [] : [`request ID: ${error.requestId}`]),
  ];
  const lines = [
    `${styled('error:', 'red', color)} ${visible(error.message)}`,
    ...details.map((line) => `  ${visible(line)}`),
  ];
  return lines.map((line) => `${wrap(line, width)}\n`).join('');
}

/**
 * An error for scripts. Print it with `safeJson`: its control characters are not escaped.
 *
 * @param exitCode that of the process, if a signal decided it
 */
export function errorJson(error: AdminError, exitCode = error.exitCode): ErrorJson {
  const { code, message, hint, requestId } = error;
  return { error: defined({ code, message, hint, exitCode, requestId }) };
}

/** Writes an error to stderr. */
export function writeError(
  { err, color, errIsTTY, errColumns }: Pick<Streams, 'err' | 'color' | 'errIsTTY' | 'errColumns'>,
  error: AdminError,
): void {
  err.write(errorText(error, color && errIsTTY, errColumns));
}
