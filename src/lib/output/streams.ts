import type { Writable } from 'node:stream';

import { AdminError } from '../errors.js';
import { systemReason } from '../files/system-error.js';

/** Where a command writes, and what is known about each stream. */
export interface Streams {
  /** The result and nothing else. Only `writeOut` writes to it. */
  readonly out: Writable;
  /** Notes, warnings, progress, prompts. */
  readonly err: Writable;
  readonly outIsTTY: boolean;
  readonly errIsTTY: boolean;
  readonly inIsTTY: boolean;
  /** Width of `out` in terminal cells; undefined if it is not a terminal or its width is unknown. */
  readonly columns: number | undefined;
  /** Height of `out` in lines; undefined if it is not a terminal or its height is unknown. */
  readonly rows?: number | undefined;
  /** The width of `err`. */
  readonly errColumns: number | undefined;
  /** Whether colour is wanted. A stream shows it only if it is also a TTY. */
  readonly color: boolean;
  /** Whether `out` is a terminal that shows hyperlinks; left out for no. */
  readonly hasHyperlinks?: () => Promise<boolean>;
}

/** The reader has closed stdout (`| head`). Not a failure: the process ends quietly. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';

  constructor(options?: ErrorOptions) {
    super('the reader of the output closed it', options);
  }
}

/**
 * The streams of this process. Colour is off with `noColor`, with a non-empty `NO_COLOR` (https://no-color.org),
 * and on a terminal that says it is `dumb`.
 *
 * From here on, an `error` event on stdout or stderr is not uncaught: `writeOut` reports it to its caller, and
 * a closed stderr must not change what the command does.
 */
export function processStreams({ noColor }: { noColor: boolean }): Streams {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignoreError)) stream.on('error', ignoreError);
  }
  const color = !noColor && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
  return {
    out: process.stdout,
    err: process.stderr,
    outIsTTY: isTTY(process.stdout),
    errIsTTY: isTTY(process.stderr),
    inIsTTY: isTTY(process.stdin),
    // Read each time: the window may be resized while a command runs.
    get columns() {
      return terminalWidth(process.stdout);
    },
    get rows() {
      return isTTY(process.stdout) && process.stdout.rows > 0 ? process.stdout.rows : undefined;
    },
    get errColumns() {
      return terminalWidth(process.stderr);
    },
    color,
    hasHyperlinks: async () => color && isTTY(process.stdout) && (await supportsHyperlinks(process.stdout)),
  };
}

/**
 * Writes `text` to stdout, and is the only function that does. Resolves when the stream has accepted it, so that a list
 * of any length is written at the reader's pace and in constant memory.
 *
 * @throws ClosedPipe if the reader has closed the output; AdminError OUTPUT_UNWRITABLE on any other failure
 */
export async function writeOut(streams: Pick<Streams, 'out'>, text: string): Promise<void> {
  if (text === '') return;
  const { out } = streams;
  await new Promise<void>((resolve, reject) => {
    out.write(text, (error) => {
      if (error == null) resolve();
      else reject(outputError(error));
    });
  });
}

/**
 * Checks that what others than `writeOut` wrote to stdout, such as oclif its help, has been accepted.
 *
 * @throws as `writeOut`
 */
export function assertWritten({ out }: Pick<Streams, 'out'>): void {
  if (out.errored != null) throw outputError(out.errored);
}

function outputError(error: Error): Error {
  return isClosedPipe(error) ? new ClosedPipe({ cause: error }) : unwritable(error);
}

/** A full disk is behind stdout, for example. */
function unwritable(cause: Error): AdminError {
  return new AdminError('OUTPUT_UNWRITABLE', `the output cannot be written: ${systemReason(cause)}`, {
    cause,
    hint: 'Check where the output goes, and the space there.',
  });
}

const CLOSED_CODES = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'EOF']);

function isClosedPipe(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && CLOSED_CODES.has(error.code);
}

function ignoreError(): void {
  // The callback of the failed write reports it.
}

/** Against its own types, Node leaves `isTTY` undefined if a stream is not a terminal. */
function isTTY(stream: { isTTY?: boolean }): boolean {
  return stream.isTTY ?? false;
}

/** By what the terminal says about itself, or as `FORCE_HYPERLINK` says. */
async function supportsHyperlinks(stream: NodeJS.WriteStream): Promise<boolean> {
  const { createSupportsHyperlinks } = await import('supports-hyperlinks');
  return createSupportsHyperlinks(stream);
}

function terminalWidth(stream: NodeJS.WriteStream): number | undefined {
  return isTTY(stream) && stream.columns > 0 ? stream.columns : undefined;
}
