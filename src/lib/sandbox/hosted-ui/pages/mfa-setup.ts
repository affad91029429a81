/** MFA_SETUP on the pages: a user without a second factor, in a pool that requires one, sets up an authenticator app. */
import type { OperationContext } from '../../engine/operation.js';
import { AssociateSoftwareToken, VerifySoftwareToken } from '../../operations/sign-in/software-token.js';
import type { Challenge } from '../../sign-in/challenges.js';
import type { ShownChallenge } from './challenge-page.js';

/** The name of the challenge. */
export const MFA_SETUP = 'MFA_SETUP';

/** Makes the key of the app, which the page shows. Throws SoftwareTokenMFANotFoundException if the pool has no TOTP. */
export async function beginSetup(
  context: OperationContext,
  username: string,
  { Session }: Challenge,
): Promise<ShownChallenge> {
  const { SecretCode, Session: session } = await resultOf(AssociateSoftwareToken, context, { Session });
  return { name: MFA_SETUP, session, username, details: [SecretCode] };
}

/**
 * Registers the app if it shows `code`. Returns the session with which the challenge is then answered.
 * Throws EnableSoftwareTokenMFAException for a wrong code, and NotAuthorizedException for a session that is over.
 */
export async function verifyApp(context: OperationContext, session: string, code: string): Promise<string> {
  const { Session } = await resultOf(VerifySoftwareToken, context, { Session: session, UserCode: code });
  return Session;
}

/** With a session, both operations return the next one. */
async function resultOf(
  operation: typeof AssociateSoftwareToken,
  context: OperationContext,
  input: object,
): Promise<{ Session: string; SecretCode: string }> {
  return (await operation(context, input)) as { Session: string; SecretCode: string };
}
