import type { AdminError, ErrorCode } from '../errors.js';

/** Whether the service may have done what it was asked, although the call failed: the answer was lost, not the request. */
export function isUncertain(error: AdminError): boolean {
  return UNCERTAIN.has(error.code);
}

const UNCERTAIN: ReadonlySet<ErrorCode> = new Set([
  'TIMEOUT',
  'UNREACHABLE',
  'SERVICE_FAILED',
  'BAD_RESPONSE',
  'CANCELLED',
]);
