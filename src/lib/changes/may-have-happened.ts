import type { AdminError } from '../errors.js';

/** Whether the service may have done what it was asked, although the call failed; `cognito/` knows when that is. */
export function mayHaveHappened(error: AdminError): boolean {
  return error.mayHaveHappened === true;
}

/** Whether the answer to an earlier attempt may have been lost (`$metadata.attempts`; a paced run counts none throttled). */
export function wasRetried(error: AdminError): boolean {
  const attempts = (error.cause as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts;
  return attempts !== undefined && attempts > 1;
}
