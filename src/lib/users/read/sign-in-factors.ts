import type { Cognito } from '../../cognito/client/cognito.js';
import { AdminError } from '../../errors.js';

/**
 * What a user could sign in with, first and second factors alike: `PASSWORD`, `SOFTWARE_TOKEN`, … (AdminGetUserAuthFactors,
 * ConfiguredUserAuthFactors). A factor that is turned off is still configured.
 *
 * @param username the canonical user name
 * @returns `undefined` where the pool or the endpoint does not tell
 */
export async function signInFactors(
  cognito: Cognito,
  username: string,
): Promise<readonly string[] | undefined> {
  try {
    const answer = await cognito.call('AdminGetUserAuthFactors', { Username: username });
    return answer.ConfiguredUserAuthFactors ?? [];
  } catch (error) {
    if (error instanceof AdminError && UNTOLD.has(error.code)) return undefined;
    throw error;
  }
}

/** Not to be told is no reason to fail: an older policy does not allow the call. */
const UNTOLD = new Set<string>(['UNSUPPORTED_OPERATION', 'ACCESS_DENIED']);
