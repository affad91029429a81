/**
 * A process of its own that is interrupted: `interrupt-process.ts one` or `… many` says `ready`, then each signal that
 * aborts, and stays; `… ends` ends with 3 a moment after the first.
 */
import { interruptSignal, interruptSignals } from '../../../../src/lib/cli/process/interrupt.js';

const say = (text: string) => process.stdout.write(`${text}\n`);
const staying = setInterval(() => undefined, 1_000);

switch (process.argv[2] ?? '') {
  case 'one':
    interruptSignal().addEventListener('abort', () => say('interrupt'));
    break;
  case 'many': {
    const { stop, interrupt } = interruptSignals();
    stop.addEventListener('abort', () => say('stop'));
    interrupt.addEventListener('abort', () => say('interrupt'));
    break;
  }
  default:
    interruptSignal().addEventListener('abort', () => {
      clearInterval(staying);
      process.exitCode = 3;
    });
}
say('ready');
