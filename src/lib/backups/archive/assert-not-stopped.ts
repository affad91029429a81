import { AdminError } from '../../errors.js';

export interface Stopping {
  /** Aborts at the first Ctrl-C, which does not end the calls in progress. */
  readonly stop?: AbortSignal | undefined;
  /** What state that leaves, and how to continue. Default: that nothing was changed. */
  readonly hint?: string;
}

/** Ends a long reading between two calls. @throws AdminError CANCELLED once `stop` has aborted */
export function assertNotStopped({ stop, hint = 'Nothing was changed.' }: Stopping): void {
  if (stop?.aborted === true) throw new AdminError('CANCELLED', 'interrupted', { hint });
}
