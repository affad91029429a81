import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const CTRL_C = 3;

export interface DiscardPeriods {
  /** Milliseconds without input after which nothing is left to read: longer than between two keys of one that is held down. */
  readonly quiet: number;
  /** Milliseconds after which input that does not end counts as cancelled. */
  readonly limit: number;
}

/**
 * Reads and drops what a terminal has received so far, in raw mode, since the kernel otherwise keeps a line without an
 * end to itself. Input that is no terminal is left as it is: a pipe holds answers on purpose.
 *
 * @returns whether Ctrl-C was pressed, which raises no signal in raw mode, or the input does not end
 */
export async function discardInput(
  input: Readable,
  { quiet, limit }: DiscardPeriods = { quiet: 60, limit: 10_000 },
): Promise<boolean> {
  const terminal = input as Partial<NodeJS.ReadStream> & Readable;
  if (terminal.isTTY !== true) return false;
  const seen = { isQuiet: false, isCancelled: false };
  const drop = (bytes: Buffer | string): void => {
    seen.isQuiet = false;
    seen.isCancelled ||= Buffer.from(bytes).includes(CTRL_C);
  };
  terminal.setRawMode?.(true);
  input.on('data', drop);
  try {
    for (let waited = 0; !seen.isQuiet && !seen.isCancelled && !input.readableEnded; waited += quiet) {
      if (waited >= limit) return true;
      seen.isQuiet = true;
      await delay(quiet);
    }
  } finally {
    input.off('data', drop);
    input.pause();
    terminal.setRawMode?.(false);
  }
  return seen.isCancelled;
}
