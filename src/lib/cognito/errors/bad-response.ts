import { AdminError } from '../../errors.js';

/** The hint for an answer that Cognito does not give. */
export const CHECK_ENDPOINT =
  'Check --endpoint-url. A proxy or a login page between this machine and AWS can answer like this too.';

/**
 * BAD_RESPONSE for an answer that is well formed, but not an answer to the request.
 *
 * @param message what was asked for, and what was answered
 * @param metadata the answer's `$metadata`
 */
export function badResponse(
  message: string,
  { requestId }: { readonly requestId?: string | undefined } = {},
): AdminError {
  return new AdminError('BAD_RESPONSE', message, { hint: CHECK_ENDPOINT, requestId });
}
