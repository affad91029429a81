import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

import { exitWith } from './exit-with.js';
import { EXIT } from '../../errors.js';
import { processStreams, type Streams } from '../../output/streams.js';
import { reportError } from '../report-error.js';

/** What is set up once, before a command runs and after oclif has been loaded. @returns the streams of the process */
export function prepareProcess(argv: readonly string[]): Streams {
  // oclif's listener throws on an `error` event of stdout, past every handler: a full disk would print a bundled stack.
  process.stdout.removeAllListeners('error');
  silenceLibraries();
  process.on('exit', closeLostTerminal);
  const streams = processStreams({ noColor: argv.includes('--no-color') });
  // A promise without a handler is a defect. Node would end the process with a stack that is not redacted.
  process.once('unhandledRejection', (error) => {
    void reportError(error, { streams, argv }).then((status) => process.exit(status));
  });
  return streams;
}

/**
 * Libraries, above all the SDK, warn on stderr of their own accord: of old versions of Node, or of values in answers. What
 * the operator has to know, sf-admin says itself, and scripts read stderr. Warnings of Node about security are kept.
 */
function silenceLibraries(): void {
  // eslint-disable-next-line no-console -- only assigned, so that libraries write nothing
  console.warn = () => undefined;
  process.noDeprecation = true;
}

/**
 * At its end Node resets the terminal, and aborts if the terminal is gone and not closed (ResetStdio in src/node.cc). A
 * question ends with its terminal, perhaps before SIGHUP arrives. After SIGHUP the terminal may go at any moment.
 */
function closeLostTerminal(): void {
  const streams = [process.stdin, process.stdout, process.stderr];
  const isGoing = process.exitCode === EXIT.hungUp;
  const lost = [...streams.keys()].filter(
    (descriptor) => streams[descriptor]?.isTTY && (isGoing || !isatty(descriptor)),
  );
  for (const descriptor of lost) closeSync(descriptor);
  if (lost.length > 0 && process.exitCode === EXIT.cancelled) exitWith(EXIT.hungUp);
}
