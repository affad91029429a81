import type { AdminError } from '../errors.js';

/** Whether the service may have done what it was asked, although the call failed; `cognito/` knows when that is. */
export function isUncertain(error: AdminError): boolean {
  return error.mayHaveHappened === true;
}

/** Whether the SDK sent the request more than once (its `$metadata.attempts`). */
export function wasRetried(error: AdminError): boolean {
  const attempts = (error.cause as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts;
  return attempts !== undefined && attempts > 1;
}
