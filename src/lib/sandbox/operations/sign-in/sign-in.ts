import { defined } from '../../../model/defined.js';
import { updatedAttributes } from '../users/attribute-update.js';
import {
  checkSecretHash,
  placeOfClient,
  requireFlow,
  requireParameter,
} from '../../sign-in/client-access.js';
import type { ClientPlace } from '../../sign-in/client-access.js';
import { writableAttributes } from '../pool/client-settings.js';
import { unwrap } from '../../state/draft.js';
import { operation } from '../../engine/operation.js';
import type { OperationContext } from '../../engine/operation.js';
import { CLIENT_ID, METADATA } from '../../engine/parameters.js';
import { checkPassword, hashPassword, passwordMatches } from '../../sign-in/password.js';
import { ServiceError, invalidParameter, notAuthorized, notModelled } from '../../engine/service-error.js';
import { required, string, stringMap, structure } from '../../engine/shape.js';
import { recordSignIn, recordsEvents } from '../../sign-in/auth-event.js';
import { noteDevice } from '../../sign-in/device.js';
import { refresh } from '../../sign-in/refresh.js';
import { checkMaySignIn, newRefreshToken, nextChallenge } from '../../sign-in/sign-in-step.js';
import type { Challenge } from '../../sign-in/sign-in-step.js';
import { signingKeyOf } from '../../sign-in/signing-key.js';
import { own } from '../../state/state.js';
import type { ChallengeState, UserState } from '../../state/state.js';
import { readTicket } from '../../sign-in/ticket.js';
import { issueTokens } from '../../sign-in/tokens.js';
import { findUser } from '../../state/user-lookup.js';

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

/** Proves that a password works, that another does not, and that a disabled user is kept out. */
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
  const before = placeOfClient(await context.store.read(), clientId);
  requireFlow(before, ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'], 'USER_PASSWORD_AUTH flow');
  const name = requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'PASSWORD');
  checkSecretHash(before, [name], parameters.SECRET_HASH);

  const known = findUser(before.pool, name);
  if (!known) throw unknownUser(before);
  const { password: hash, username, status } = known;
  const isRight = hash ? await passwordMatches(password, hash) : status === 'RESET_REQUIRED';
  try {
    if (!isRight) throw wrongPassword();
    return await signedIn(context, clientId, parameters, (place, now) => {
      const user = own(place.pool.users, username);
      // What was checked a moment ago must still be so.
      if (user?.password?.hash !== hash?.hash || !user) throw wrongPassword();
      checkMaySignIn(place.pool, user, now);
      return user;
    });
  } catch (error) {
    if (error instanceof ServiceError) await recordFailure(context, clientId, username, isRight);
    throw error;
  }
}

/** By itself, since the change that was refused has been undone; and no change where the pool records nothing. */
async function recordFailure(
  { store, now }: OperationContext,
  clientId: string,
  username: string,
  isRight: boolean,
): Promise<void> {
  if (!recordsEvents(placeOfClient(await store.read(), clientId).pool)) return;
  await store.update((state) => {
    const { pool } = placeOfClient(state, clientId);
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
  if (input.ChallengeName !== 'NEW_PASSWORD_REQUIRED')
    throw notModelled(`the challenge ${input.ChallengeName}`);
  const responses = input.ChallengeResponses ?? {};
  const before = placeOfClient(await context.store.read(), input.ClientId);
  const name = requireParameter(responses, 'USERNAME');
  const chosen = requireParameter(responses, 'NEW_PASSWORD');
  if (input.Session === undefined) throw invalidParameter('Missing required parameter Session');
  checkSecretHash(before, [name], responses.SECRET_HASH);
  const session = readTicket(input.Session);
  const password = await hashPassword(chosen);

  return signedIn(context, input.ClientId, responses, (place, now) => {
    const user = own(place.pool.users, session.username);
    if (!user || findUser(place.pool, name)?.username !== user.username) throw invalidSession();
    checkSession(user.challenge, session.hash, place.clientId, now);
    checkMaySignIn(place.pool, user, now);
    if (user.status !== 'FORCE_CHANGE_PASSWORD') throw invalidSession();
    checkPassword(chosen, place.pool.settings.Policies?.PasswordPolicy);
    const { attributes, pending } = updatedAttributes(place.pool, user, attributesIn(responses, place, user));
    user.attributes = attributes;
    if (Object.keys(pending).length > 0) user.pending = pending;
    user.password = password;
    user.status = 'CONFIRMED';
    user.modifiedAt = now;
    delete user.temporarySince;
    return user;
  });
});

/**
 * Carries out a sign-in: `proven` finds the user and throws what keeps them out; what follows is the next challenge or
 * the tokens, and one change of the state.
 */
async function signedIn(
  context: OperationContext,
  clientId: string,
  parameters: Parameters,
  proven: (place: ClientPlace, now: number) => UserState,
): Promise<Challenge | object> {
  const key = await signingKeyOf(context.store);
  const now = context.now().getTime();
  const step = await context.store.update((state) => {
    const place = placeOfClient(state, clientId);
    const user = proven(place, now);
    const challenge = nextChallenge(place, user, now);
    const response = challenge ? 'InProgress' : 'Pass';
    recordSignIn(place.pool, user, { at: now, response, password: 'Success' });
    if (challenge) return { challenge };
    const device = noteDevice(place, user, parameters.DEVICE_KEY, now);
    const { text, originJti } = newRefreshToken(place, user, now);
    const result = { RefreshToken: text, ...defined({ NewDeviceMetadata: device }) };
    // A copy: the user may have changed by the time that the tokens are signed.
    return { result, originJti, place, user: structuredClone(unwrap(user)) };
  });
  if (step.challenge) return step.challenge;
  const { place, user, originJti } = step;
  const tokens = await issueTokens(key, { ...place, user, originJti, signedInAt: now, issuedAt: now });
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, ...step.result } };
}

/** Attributes that the user gives with the new password: only those that the client may write. */
function attributesIn(responses: Parameters, place: ClientPlace, user: UserState): Map<string, string> {
  const prefix = 'userAttributes.';
  const given = Object.entries(responses)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]): [string, string] => [name.slice(prefix.length), value]);
  const writable = writableAttributes(place.pool.schema, place.client.settings);
  if (!given.every(([name]) => writable.has(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
  if (given.some(([name]) => name === 'email' && Object.hasOwn(user.attributes, 'email'))) {
    throw notAuthorized('Cannot modify an already provided email');
  }
  return new Map(given);
}

function checkSession(
  challenge: ChallengeState | undefined,
  session: string,
  clientId: string,
  now: number,
): void {
  if (challenge?.session !== session || challenge.clientId !== clientId) throw invalidSession();
  if (challenge.expiresAt <= now) throw notAuthorized('Invalid session for the user, session is expired.');
}

function invalidSession(): ServiceError {
  return notAuthorized('Invalid session for the user.');
}

/** Where the client hides who exists, an unknown user reads as a wrong password. */
function unknownUser({ client }: ClientPlace): ServiceError {
  if (client.settings.PreventUserExistenceErrors === 'ENABLED') return wrongPassword();
  return new ServiceError('UserNotFoundException', 'User does not exist.');
}

function wrongPassword(): ServiceError {
  return notAuthorized('Incorrect username or password.');
}
