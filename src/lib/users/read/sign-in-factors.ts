import type { Cognito } from '../../cognito/client/cognito.js';
import { AdminError } from '../../errors.js';

/**
 * What a user could sign in with, first and second factors alike: `PASSWORD`, `SOFTWARE_TOKEN`, … (AdminGetUserAuthFactors,
 * ConfiguredUserAuthFactors). A factor that is turned off is still configured.
 *
 * @param username the canonical user name
 * @throws AdminError as the call does
 */
export async function configuredFactors(cognito: Cognito, username: string): Promise<readonly string[]> {
  const answer = await cognito.call('AdminGetUserAuthFactors', { Username: username });
  return answer.ConfiguredUserAuthFactors ?? [];
}

/**
 * Like `configuredFactors`.
 *
 * @returns `undefined` if the pool or the endpoint does not have the operation, or the caller may not use it
 */
export async function signInFactors(cognito: Cognito, username: string): Promise<readonly string[] | undefined> {
  try {
    return await configuredFactors(cognito, username);
  } catch (error) {
    // An IAM policy written before the operation existed does not allow it, which is no reason to fail.
    if (error instanceof AdminError && UNAVAILABLE.has(error.code)) return undefined;
    throw error;
  }
}

const UNAVAILABLE = new Set<string>(['UNSUPPORTED_OPERATION', 'ACCESS_DENIED']);
