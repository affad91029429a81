import { defined } from '../../../model/defined.js';
import { operation, type OperationContext } from '../../engine/operation.js';
import { invalidParameter, notAuthorized, ServiceError } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import { holderOfToken, readAccessToken } from '../../sign-in/access-token.js';
import { closeChallenge, invalidSession, openChallenge } from '../../sign-in/challenges.js';
import { type ClientInPool, findClient } from '../../sign-in/client-access.js';
import { newTotpSecret, noSoftwareToken, totpStep } from '../../sign-in/factors/totp.js';
import { readOpaqueToken } from '../../sign-in/opaque-token.js';
import { own } from '../../state/lookup.js';
import type { PoolState, SandboxState, UserState } from '../../state/state.js';

/** Who sets an app up: a user who is signed in, or one who is in the middle of a sign-in, at MFA_SETUP. */
const SETTING_UP = {
  AccessToken: string({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true }),
  Session: string({ min: 20, max: 2048, sensitive: true }),
} as const;

interface SettingUp {
  readonly AccessToken?: string;
  readonly Session?: string;
}

/** The app replaces an earlier one only once it is verified. */
export const AssociateSoftwareToken = operation(structure(SETTING_UP), async (context, input) => {
  const SecretCode = newTotpSecret();
  return change(context, input, (pool, user) => {
    if (pool.mfa.SoftwareTokenMfaConfiguration?.Enabled !== true) {
      // The name is documented, the message is the sandbox's.
      throw new ServiceError(
        'SoftwareTokenMFANotFoundException',
        'Software Token MFA is not enabled for the user pool.',
      );
    }
    user.totp = { ...user.totp, pending: SecretCode };
    return { SecretCode };
  });
});

const VerifyRequest = structure({
  ...SETTING_UP,
  UserCode: required(string({ min: 6, max: 6, pattern: '[0-9]+', sensitive: true })),
  FriendlyDeviceName: string({ min: 0, max: 131_072 }),
});

/** Registers the app. A user who is signed in turns it on with SetUserMFAPreference. */
export const VerifySoftwareToken = operation(VerifyRequest, (context, input) =>
  change(
    context,
    input,
    (_, user, now) => {
      const { pending, lastStep } = user.totp ?? {};
      if (pending === undefined) throw noSoftwareToken();
      const step = totpStep(pending, input.UserCode, now);
      if (step === undefined) throw wrongCode(input);
      user.totp = { secret: pending, lastStep: Math.max(step, lastStep ?? 0) };
      user.mfa = { ...user.mfa, totpRegistered: true };
      user.modifiedAt = now;
      return { Status: 'SUCCESS' };
    },
    { verifies: true },
  ),
);

/** Observed, with a session: https://github.com/aws-samples/aws-amplify-auth-starters/issues/15 */
function wrongCode({ Session }: SettingUp): ServiceError {
  const message = Session === undefined ? 'Code mismatch' : 'Code mismatch and fail enable Software Token MFA';
  return new ServiceError('EnableSoftwareTokenMFAException', message);
}

/**
 * Changes the user of a token or a session. After the change, a session continues as a new one.
 *
 * Throws InvalidParameterException without either, NotAuthorizedException for a token or session that is not valid.
 */
async function change(
  context: OperationContext,
  { AccessToken, Session }: SettingUp,
  apply: (pool: PoolState, user: UserState, now: number) => object,
  { verifies = false } = {},
): Promise<object> {
  const now = context.now();
  const time = now.getTime();
  if (AccessToken !== undefined) {
    const token = await readAccessToken(context.store, now, AccessToken);
    return context.store.update((state) => {
      const { pool, user } = holderOfToken(state, token);
      return apply(pool, user, time);
    });
  }
  if (Session === undefined) throw invalidParameter('Either the access token or the session must be given.');
  return context.store.update((state) => {
    const { client, user } = requireSetup(state, Session, time);
    const response = apply(client.pool, user, time);
    closeChallenge(user, Session);
    const next = { name: 'MFA_SETUP', now: time, ...defined({ totpVerified: verifies ? true : undefined }) };
    return { ...response, Session: openChallenge(client, user, next) };
  });
}

/** The user who is at MFA_SETUP in a session, which names neither the pool nor the client. */
function requireSetup(
  state: SandboxState,
  session: string,
  now: number,
): { readonly client: ClientInPool; readonly user: UserState } {
  const { username, hash } = readOpaqueToken(session);
  for (const pool of Object.values(state.pools)) {
    const user = own(pool.users, username);
    const challenge = own(user?.challenges ?? {}, hash);
    if (!user || challenge?.name !== 'MFA_SETUP') continue;
    if (challenge.expiresAt <= now) throw notAuthorized('Invalid session for the user, session is expired.');
    if (!user.enabled) throw notAuthorized('User is disabled.');
    return { client: findClient(state, challenge.clientId), user };
  }
  throw invalidSession();
}
