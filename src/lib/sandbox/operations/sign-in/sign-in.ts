/**
 * operations/sign-in/ holds the operations that apps call for their users: InitiateAuth, RespondToAuthChallenge and
 * RevokeToken. The parts of a sign-in that they share are in sandbox/sign-in/.
 */
import { defined } from '../../../model/defined.js';
import { operation, type OperationContext } from '../../engine/operation.js';
import { CLIENT_ID, METADATA } from '../../engine/parameters.js';
import { invalidParameter, notAuthorized, notModelled, ServiceError } from '../../engine/service-error.js';
import { required, string, stringMap, structure } from '../../engine/shape.js';
import { checkSecretHash, findClient, requireFlow, requireParameter } from '../../sign-in/client-access.js';
import type { ClientInPool } from '../../sign-in/client-access.js';
import { readOpaqueToken } from '../../sign-in/opaque-token.js';
import { checkPassword, hashPassword, passwordMatches } from '../../sign-in/password.js';
import { refresh } from '../../sign-in/refresh.js';
import { checkCanSignIn, newRefreshToken, nextChallenge } from '../../sign-in/sign-in-step.js';
import { issueTokens } from '../../sign-in/tokens.js';
import { unwrap } from '../../state/draft.js';
import { findUser, own } from '../../state/lookup.js';
import type { ChallengeState, UserState } from '../../state/state.js';
import { writableAttributes } from '../pool/client-settings.js';
import { updateAttributes } from '../users/attributes.js';
import { recordsEvents, recordSignIn } from '../users/auth-events.js';
import { recordDevice } from '../users/devices.js';

type Parameters = Readonly<Record<string, string>>;

const InitiateRequest = structure({
  ...METADATA,
  AuthFlow: required(
    string({
      oneOf: [
        'USER_SRP_AUTH',
        'REFRESH_TOKEN_AUTH',
        'REFRESH_TOKEN',
        'CUSTOM_AUTH',
        'ADMIN_NO_SRP_AUTH',
        'USER_PASSWORD_AUTH',
        'ADMIN_USER_PASSWORD_AUTH',
        'USER_AUTH',
      ],
    }),
  ),
  ClientId: required(CLIENT_ID),
  AuthParameters: stringMap,
});

export const InitiateAuth = operation(InitiateRequest, async (context, input) => {
  const parameters = input.AuthParameters ?? {};
  switch (input.AuthFlow) {
    case 'USER_PASSWORD_AUTH':
      return signInWithPassword(context, input.ClientId, parameters);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      return refresh(context, input.ClientId, parameters);
    case 'ADMIN_NO_SRP_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
      throw invalidParameter('Initiate Auth method not supported.');
    case 'USER_SRP_AUTH':
    case 'CUSTOM_AUTH':
    case 'USER_AUTH':
      throw notModelled(`the flow ${input.AuthFlow}`);
  }
});

async function signInWithPassword(context: OperationContext, clientId: string, parameters: Parameters) {
  const client = findClient(await context.store.read(), clientId);
  requireFlow(client, ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'], 'USER_PASSWORD_AUTH flow');
  const name = requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'PASSWORD');
  checkSecretHash(client, name, parameters.SECRET_HASH);

  const found = findUser(client.pool, name);
  if (!found) throw unknownUser(client);
  const { password: hash, username, status } = found;
  const isRight = hash ? await passwordMatches(password, hash) : status === 'RESET_REQUIRED';
  try {
    if (!isRight) throw wrongPassword();
    return await completeSignIn(context, clientId, parameters, ({ pool }, now) => {
      const user = own(pool.users, username);
      // The password may have changed since it was checked.
      if (!user || user.password?.hash !== hash?.hash) throw wrongPassword();
      checkCanSignIn(pool, user, now);
      return user;
    });
  } catch (error) {
    if (error instanceof ServiceError) await recordFailure(context, clientId, username, isRight);
    throw error;
  }
}

/** In an update of its own, because the one of the failed sign-in has been rolled back. */
async function recordFailure(
  { store, now }: OperationContext,
  clientId: string,
  username: string,
  isRight: boolean,
): Promise<void> {
  if (!recordsEvents(findClient(await store.read(), clientId).pool)) return;
  await store.update((state) => {
    const { pool } = findClient(state, clientId);
    const user = own(pool.users, username);
    const password = isRight ? 'Success' : 'Failure';
    if (user) recordSignIn(pool, user, { at: now().getTime(), response: 'Fail', password });
  });
}

const RespondRequest = structure({
  ...METADATA,
  ClientId: required(CLIENT_ID),
  ChallengeName: required(string()),
  Session: string({ min: 20, max: 2048, sensitive: true }),
  ChallengeResponses: stringMap,
});

export const RespondToAuthChallenge = operation(RespondRequest, async (context, input) => {
  if (input.ChallengeName !== 'NEW_PASSWORD_REQUIRED') throw notModelled(`the challenge ${input.ChallengeName}`);
  const responses = input.ChallengeResponses ?? {};
  const client = findClient(await context.store.read(), input.ClientId);
  const name = requireParameter(responses, 'USERNAME');
  const newPassword = requireParameter(responses, 'NEW_PASSWORD');
  if (input.Session === undefined) throw invalidParameter('Missing required parameter Session');
  checkSecretHash(client, name, responses.SECRET_HASH);
  const session = readOpaqueToken(input.Session);
  const password = await hashPassword(newPassword);

  return completeSignIn(context, input.ClientId, responses, (current, now) => {
    const { pool, clientId } = current;
    const user = own(pool.users, session.username);
    if (!user || findUser(pool, name)?.username !== user.username) throw invalidSession();
    checkSession(user.challenge, session.hash, clientId, now);
    checkCanSignIn(pool, user, now);
    if (user.status !== 'FORCE_CHANGE_PASSWORD') throw invalidSession();
    checkPassword(newPassword, pool.settings.Policies?.PasswordPolicy);
    updateAttributes(pool, user, attributesIn(responses, current, user), now);
    user.password = password;
    user.status = 'CONFIRMED';
    delete user.temporarySince;
    return user;
  });
});

/**
 * Completes a sign-in in one update: `authenticate` finds the user or throws why they cannot sign in. The result is the
 * next challenge or the tokens.
 */
async function completeSignIn(
  context: OperationContext,
  clientId: string,
  parameters: Parameters,
  authenticate: (client: ClientInPool, now: number) => UserState,
): Promise<object> {
  const now = context.now().getTime();
  const step = await context.store.update((state) => {
    const client = findClient(state, clientId);
    const user = authenticate(client, now);
    const challenge = nextChallenge(client, user, now);
    const response = challenge ? 'InProgress' : 'Pass';
    recordSignIn(client.pool, user, { at: now, response, password: 'Success' });
    if (challenge) return { challenge };
    const device = recordDevice(client, user, parameters.DEVICE_KEY, now);
    const { text, originJti } = newRefreshToken(client, user, now);
    const result = { RefreshToken: text, ...defined({ NewDeviceMetadata: device }) };
    // A copy, because the user may change before the tokens are signed.
    return { result, signIn: { ...client, user: structuredClone(unwrap(user)), originJti } };
  });
  if (step.challenge) return step.challenge;
  const tokens = await issueTokens(context, { ...step.signIn, signedInAt: now, issuedAt: now });
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, ...step.result } };
}

/** The attributes that the user sets with the new password. Throws NotAuthorizedException if the client may not write one. */
function attributesIn(responses: Parameters, { pool, client }: ClientInPool, user: UserState): Map<string, string> {
  const prefix = 'userAttributes.';
  const given = Object.entries(responses)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]): [string, string] => [name.slice(prefix.length), value]);
  const writable = writableAttributes(pool.schema, client.settings);
  if (!given.every(([name]) => writable.has(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
  if (given.some(([name]) => name === 'email' && Object.hasOwn(user.attributes, 'email'))) {
    throw notAuthorized('Cannot modify an already provided email');
  }
  return new Map(given);
}

function checkSession(challenge: ChallengeState | undefined, session: string, clientId: string, now: number): void {
  if (challenge?.session !== session || challenge.clientId !== clientId) throw invalidSession();
  if (challenge.expiresAt <= now) throw notAuthorized('Invalid session for the user, session is expired.');
}

function invalidSession(): ServiceError {
  return notAuthorized('Invalid session for the user.');
}

/** With PreventUserExistenceErrors, an unknown user reads as a wrong password. */
function unknownUser({ client }: ClientInPool): ServiceError {
  if (client.settings.PreventUserExistenceErrors === 'ENABLED') return wrongPassword();
  return new ServiceError('UserNotFoundException', 'User does not exist.');
}

function wrongPassword(): ServiceError {
  return notAuthorized('Incorrect username or password.');
}
