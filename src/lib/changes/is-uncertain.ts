import type { AdminError, ErrorCode } from '../errors.js';

/**
 * Whether the service may have done what it was asked, although the call failed: the answer was lost, not the request.
 * After a retry that holds for every error, as it is the last attempt's, and an earlier one's answer may have been lost.
 */
export function isUncertain(error: AdminError): boolean {
  return UNCERTAIN.has(error.code) || wasRetried(error);
}

/** Whether the SDK sent the request more than once (its `$metadata.attempts`). */
export function wasRetried(error: AdminError): boolean {
  const attempts = (error.cause as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts;
  return attempts !== undefined && attempts > 1;
}

const UNCERTAIN: ReadonlySet<ErrorCode> = new Set([
  'TIMEOUT',
  'UNREACHABLE',
  'SERVICE_FAILED',
  'BAD_RESPONSE',
  'CANCELLED',
]);
