import { defined } from '../model/defined.js';
import type { AdminError, ErrorCode, ExitCode } from '../errors.js';
import { visible } from './sanitise.js';
import type { Streams } from './streams.js';
import { styled } from './style.js';
import { wrap } from './wrap.js';

/** What stdout holds, and nothing else, when a command with `-o json` fails. */
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
 * An error for people: what failed on one line, then what to do and the request's ID, indented. Ends with a line
 * feed. `color` says whether the stream it goes to shows colour, `width` how many cells its lines have; undefined for
 * no limit.
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

/** An error for scripts. Print it with `safeJson`: nothing in it is made visible. */
export function errorJson(error: AdminError): ErrorJson {
  const { code, message, hint, exitCode, requestId } = error;
  return {
    error: {
      code,
      message,
      ...defined({ hint }),
      exitCode,
      ...defined({ requestId }),
    },
  };
}

/** Tells the person of an error, on stderr. */
export function writeError(
  { err, color, errIsTTY, errColumns }: Pick<Streams, 'err' | 'color' | 'errIsTTY' | 'errColumns'>,
  error: AdminError,
): void {
  err.write(errorText(error, color && errIsTTY, errColumns));
}
