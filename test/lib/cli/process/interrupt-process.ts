/**
 * A process to interrupt. It writes `ready`, then `interrupt` when its signal aborts, and keeps running; with the
 * argument `ends` it instead ends by itself with status 3.
 */
import { interruptSignal } from '../../../../src/lib/cli/process/interrupt.js';

const running = setInterval(() => undefined, 1_000);

interruptSignal().addEventListener('abort', () => {
  process.stdout.write('interrupt\n');
  if (process.argv[2] !== 'ends') return;
  clearInterval(running);
  process.exitCode = 3;
});
process.stdout.write('ready\n');
