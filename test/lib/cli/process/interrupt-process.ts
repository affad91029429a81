/**
 * A process to interrupt. It writes `ready`, then `interrupt` when its signal aborts, and keeps running. With the argument
 * `ends` it instead ends by itself with status 3; with `run` it writes `stop` at the first interrupt, and `signal` after
 * each signal.
 */
import { EXIT_OF_SIGNAL } from '../../../../src/lib/errors.js';
import { interruptSignal, interruptSignals } from '../../../../src/lib/cli/process/interrupt.js';

const [, , mode] = process.argv;
// It ends by itself after a test that failed, which would otherwise wait for it.
const running = setTimeout(() => process.exit(1), 30_000);
const write = (word: string) => () => process.stdout.write(`${word}\n`);

if (mode === 'run') {
  // Each listener counts for itself.
  interruptSignals();
  const { stop, interrupt } = interruptSignals();
  stop.addEventListener('abort', write('stop'));
  interrupt.addEventListener('abort', write('interrupt'));
  for (const signal of Object.keys(EXIT_OF_SIGNAL)) process.on(signal, write('signal'));
} else {
  const signal = interruptSignal();
  signal.addEventListener('abort', write('interrupt'));
  signal.addEventListener('abort', () => {
    if (mode !== 'ends') return;
    clearTimeout(running);
    process.exitCode = 3;
  });
}
write('ready')();
