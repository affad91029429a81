import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

import { exitWith } from './exit-with.js';
import { EXIT } from '../../errors.js';

/** What is set up once before a command runs, after oclif has been loaded. */
export function prepareProcess(): void {
  // oclif's listener throws on an `error` event of stdout, past every handler: a full disk would print a bundled stack.
  process.stdout.removeAllListeners('error');
  process.on('exit', closeLostTerminal);
}

/**
 * At its end Node resets the terminal, and aborts if the terminal is gone and not closed (ResetStdio in src/node.cc). A
 * question ends with its terminal, perhaps before SIGHUP arrives.
 */
function closeLostTerminal(): void {
  const streams = [process.stdin, process.stdout, process.stderr];
  const lost = [...streams.keys()].filter((descriptor) => streams[descriptor]?.isTTY && !isatty(descriptor));
  for (const descriptor of lost) closeSync(descriptor);
  if (lost.length > 0 && process.exitCode === EXIT.cancelled) exitWith(EXIT.hungUp);
}
