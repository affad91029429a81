import type { OperationContext } from '../engine/operation.js';
import { notModelled, ServiceError } from '../engine/service-error.js';
import { recordsEvents, recordSignIn } from '../operations/users/auth-events.js';
import { findUser, own } from '../state/lookup.js';
import type { UserState } from '../state/state.js';
import type { Answer, ChallengeCheck, Person } from './challenge-check.js';
import {
  type Challenge,
  closeChallenge,
  invalidSession,
  nextChallenge,
  type Passed,
  requireChallenge,
} from './challenges.js';
import { type ClientInPool, findClient } from './client-access.js';
import { checkLockout, countAttempt, forgetFailedAttempts, WrongProof } from './lockout.js';
import { readOpaqueToken } from './opaque-token.js';
import { passwordMatches } from './password.js';
import { checkCanSignIn } from './sign-in-step.js';

/** What a sign-in has led to: the challenge that the user has to answer next, or what `Finish` made of the user. */
export type SignInStep<T> =
  | { readonly challenge: Challenge; readonly finished?: undefined }
  | { readonly challenge?: undefined; readonly finished: T };

/**
 * Turns a user who has passed every factor into tokens, or into the code of the hosted UI. It runs in the update of the
 * state that accepts the last factor; `client` and `user` are drafts.
 */
export type Finish<T> = (client: ClientInPool, user: UserState, now: number) => T;

/**
 * The first factor of a sign-in with a password: InitiateAuth, AdminInitiateAuth and the hosted UI share it. Failed
 * attempts are counted towards the lockout, and recorded if the pool does that.
 *
 * Throws NotAuthorizedException for a wrong password, during a lockout, and for a disabled user or an expired temporary
 * password; UserNotFoundException if the client reveals who exists; the other errors of `checkCanSignIn`.
 */
export async function signInWithPassword<T>(
  context: OperationContext,
  person: Person & { readonly password: string },
  finish: Finish<T>,
): Promise<SignInStep<T>> {
  const client = findClient(await context.store.read(), person.clientId);
  const found = findUser(client.pool, person.username);
  const hash = found?.password;
  const isRight = hash ? await passwordMatches(person.password, hash) : found?.status === 'RESET_REQUIRED';
  return attempt(context, person, (current, now) => {
    const user = requireKnown(current, person.username);
    // The password may have changed since it was compared.
    if (!isRight || user.password?.hash !== hash?.hash) throw wrongPassword();
    checkCanSignIn(current.pool, user, now);
    return accepted(current, user, { passed: 'first factor', now }, finish);
  });
}

/**
 * Answers a challenge that an earlier step of a sign-in has led to. A wrong answer leaves the challenge open.
 *
 * Throws NotAuthorizedException for a session that is not the user's or has expired, the errors of `checkCanSignIn`, and
 * those of the challenge; UnsupportedOperationException for a challenge that is not modelled.
 */
export async function answerChallenge<T>(
  context: OperationContext,
  answer: Answer,
  finish: Finish<T>,
): Promise<SignInStep<T>> {
  const challenge = own(CHALLENGES, answer.challenge);
  if (!challenge) throw notModelled(`the challenge ${answer.challenge}`);
  const check = await (await challenge())(answer);
  return attempt(context, answer, async (client, now) => {
    const user = own(client.pool.users, readOpaqueToken(answer.session).username);
    if (!user || findUser(client.pool, answer.username)?.username !== user.username) throw invalidSession();
    requireChallenge(client, user, { session: answer.session, names: [answer.challenge], now });
    checkCanSignIn(client.pool, user, now);
    const passed = await check({ client, user, now });
    closeChallenge(user, answer.session);
    return accepted(client, user, { passed, now }, finish);
  });
}

/** The checks of answers, loaded at the first answer. */
const CHALLENGES: Readonly<Record<string, () => Promise<ChallengeCheck>>> = {
  NEW_PASSWORD_REQUIRED: async () => (await import('./new-password-challenge.js')).checkNewPassword,
};

/** With PreventUserExistenceErrors, an unknown user reads as a wrong password. */
export function requireKnown({ pool, client }: ClientInPool, username: string): UserState {
  const user = findUser(pool, username);
  if (user) return user;
  if (client.settings.PreventUserExistenceErrors === 'ENABLED') throw wrongPassword();
  throw new ServiceError('UserNotFoundException', 'User does not exist.');
}

export function wrongPassword(): WrongProof {
  return new WrongProof('NotAuthorizedException', 'Incorrect username or password.');
}

/** The step after a factor that was accepted. */
export function accepted<T>(
  client: ClientInPool,
  user: UserState,
  { passed, now }: { readonly passed: Passed; readonly now: number },
  finish: Finish<T>,
): SignInStep<T> {
  const challenge = nextChallenge(client, user, { passed, now });
  recordSignIn(client.pool, user, { at: now, response: challenge ? 'InProgress' : 'Pass', password: 'Success' });
  if (challenge) return { challenge };
  forgetFailedAttempts(client.pool, user.username);
  return { finished: finish(client, user, now) };
}

/** Runs one attempt in one update of the state, during no lockout. A refusal changes nothing but the count of failures. */
export async function attempt<T>(
  context: OperationContext,
  { clientId, username }: Person,
  run: (client: ClientInPool, now: number) => T | Promise<T>,
): Promise<T> {
  const { store, limits } = context;
  const now = context.now().getTime();
  try {
    return await store.update((state) => {
      const client = findClient(state, clientId);
      checkLockout(limits, client.pool, findUser(client.pool, username)?.username ?? username, now);
      return run(client, now);
    });
  } catch (error) {
    if (error instanceof ServiceError) await recordFailure(context, { clientId, username }, error, now);
    throw error;
  }
}

/** In an update of its own, because the one of the attempt has been rolled back. */
async function recordFailure(
  { store, limits }: OperationContext,
  { clientId, username }: Person,
  error: ServiceError,
  now: number,
): Promise<void> {
  await store.update((state) => {
    const { pool } = findClient(state, clientId);
    const user = findUser(pool, username);
    countAttempt(limits, pool, user?.username ?? username, error, now);
    const password = error instanceof WrongProof ? 'Failure' : 'Success';
    if (user && recordsEvents(pool)) recordSignIn(pool, user, { at: now, response: 'Fail', password });
  });
}
