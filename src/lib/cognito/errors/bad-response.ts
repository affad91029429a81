import { AdminError } from '../../errors.js';

/** The hint for an answer that Cognito does not give. */
export const CHECK_ENDPOINT =
  'Check --endpoint-url. A proxy or a login page between this machine and AWS can answer like this too.';

/**
 * BAD_RESPONSE for an answer that is well formed, but not an answer to the request.
 *
 * @param message what was asked for, and what was answered
 * @param metadata the answer's `$metadata`
 * @param mayHaveHappened true if it answered a write
 */
export function badResponse(
  message: string,
  { requestId }: { readonly requestId?: string | undefined } = {},
  mayHaveHappened?: boolean,
): AdminError {
  return new AdminError('BAD_RESPONSE', message, { hint: CHECK_ENDPOINT, requestId, mayHaveHappened });
}

/**
 * Whether an error is that of an answer which was read and contradicts the request, and not of one that was lost: what
 * the same endpoint says next proves nothing.
 */
export function isContradiction(error: AdminError): boolean {
  // An answer that cannot be read has the parser's error as its cause.
  return error.code === 'BAD_RESPONSE' && error.cause === undefined;
}
