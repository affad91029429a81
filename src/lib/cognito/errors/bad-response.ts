import { defined } from '../../model/defined.js';
import { AdminError } from '../../errors.js';

/** What to do where something else than the service answers, or it answers something else than was asked for. */
export const CHECK_ENDPOINT =
  'Is --endpoint-url right? A proxy or a login page between here and AWS answers like this too.';

/**
 * BAD_RESPONSE for an answer that is well formed, and cannot be the answer to what was asked.
 *
 * @param message what was asked, and what came
 * @param metadata the answer's `$metadata`
 */
export function badResponse(
  message: string,
  metadata: { readonly requestId?: string | undefined } = {},
): AdminError {
  const { requestId } = metadata;
  return new AdminError('BAD_RESPONSE', message, {
    hint: CHECK_ENDPOINT,
    ...defined({ requestId }),
  });
}
