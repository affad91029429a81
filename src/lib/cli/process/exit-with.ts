/** What concerns the process itself: its exit status, Ctrl-C and its heap. */
import { type AdminError, EXIT, type ExitCode } from '../../errors.js';
import { cancelledStatus } from './interrupt.js';

/** Sets the status that the process exits with at its end: the only place that does. */
export function exitWith(status: ExitCode): void {
  process.exitCode = status === EXIT.cancelled ? cancelledStatus() : status;
}

/** The exit status of several changes, given the errors of those that failed. */
export function exitStatusOf(errors: readonly AdminError[]): ExitCode {
  if (errors.length === 0) return EXIT.done;
  return errors.some(({ code }) => code === 'CANCELLED') ? EXIT.cancelled : EXIT.partial;
}
