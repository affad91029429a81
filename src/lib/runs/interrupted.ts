import { AdminError } from '../errors.js';

/** That somebody interrupted a run before its first change. */
export function interrupted(): AdminError {
  return new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
}

/** @throws AdminError CANCELLED where it was interrupted: a question may have been answered late */
export function assertNotInterrupted({ aborted }: AbortSignal): void {
  if (aborted) throw interrupted();
}
