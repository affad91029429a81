import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds without input after which nothing is left to read: what the kernel holds arrives at once. */
const QUIET = 20;
/** Milliseconds that are spent at most, if somebody keeps typing. */
const LIMIT = 500;
const CTRL_C = 3;

/**
 * Reads and drops what a terminal has received so far, in raw mode, since the kernel otherwise keeps a line without an
 * end to itself. Input that is no terminal is left as it is: a pipe holds answers on purpose.
 *
 * @returns whether Ctrl-C was pressed, which raises no signal in raw mode
 */
export async function discardInput(input: Readable): Promise<boolean> {
  const terminal = input as Partial<NodeJS.ReadStream> & Readable;
  if (terminal.isTTY !== true) return false;
  let isCancelled = false;
  let isQuiet = false;
  const drop = (bytes: Buffer | string): void => {
    isQuiet = false;
    isCancelled ||= Buffer.from(bytes).includes(CTRL_C);
  };
  terminal.setRawMode?.(true);
  input.on('data', drop);
  try {
    for (let waited = 0; !isQuiet && waited < LIMIT && !input.readableEnded; waited += QUIET) {
      isQuiet = true;
      await delay(QUIET);
    }
  } finally {
    input.off('data', drop);
    input.pause();
    terminal.setRawMode?.(false);
  }
  return isCancelled;
}
