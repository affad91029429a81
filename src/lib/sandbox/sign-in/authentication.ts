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
import { checkLockout, countAttempt, forgetFailedAttempts, wrongPassword, WrongProof } from './lockout.js';
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
    return accepted(current, user, { passed: 'first factor', now }, finish);
  });
}

/**
 * The first half of a sign-in with a password that is not sent: the challenge PASSWORD_VERIFIER. `srpA` is hexadecimal.
 *
 * Throws NotAuthorizedException during a lockout, UserNotFoundException if the client reveals who exists,
 * PasswordResetRequiredException, and the errors of `verifierOf` and `srpChallenge`.
 */
export async function startSrp(
  context: OperationContext,
  person: Person & { readonly srpA: string },
): Promise<Challenge> {
  const { srpChallenge, verifierOf } = await import('./srp-challenge.js');
  const { poolId, pool } = findClient(await context.store.read(), person.clientId);
  const verifier = await verifierOf(poolId, findUser(pool, person.username));
  return attempt(context, person, (client, now) => {
    const user = findUser(client.pool, person.username);
    if (!user && client.client.settings.PreventUserExistenceErrors !== 'ENABLED') requireKnown(client, person.username);
    // Without a password there is nothing to verify, so this is told at once.
    if (user?.status === 'RESET_REQUIRED') checkCanSignIn(client.pool, user, now);
    return srpChallenge(client, { ...person, user, verifier, now });
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
  const load = own(CHALLENGES, answer.challenge);
  if (!load) throw notModelled(`the challenge ${answer.challenge}`);
  const check = await (await load())(answer);
  const { username } = readOpaqueToken(answer.session);
  return attempt(context, { clientId: answer.clientId, username }, async (client, now) => {
    const user = own(client.pool.users, username);
    // An exchange by SRP for a name of no user cannot be told from a real one.
    if (!user && answer.challenge === 'PASSWORD_VERIFIER') requireKnown(client, username);
    if (!user || findUser(client.pool, answer.username)?.username !== user.username) throw invalidSession();
    const challenge = requireChallenge(client, user, { session: answer.session, name: answer.challenge, now });
    const passed = await check({ context, client, user, challenge, now });
    closeChallenge(user, answer.session);
    if (typeof passed === 'object') return { challenge: passed };
    return accepted(client, user, { passed, now }, finish);
  });
}

/** The checks of answers, loaded at the first answer. */
const CHALLENGES: Readonly<Record<string, () => Promise<ChallengeCheck>>> = {
  PASSWORD_VERIFIER: async () => (await import('./srp-challenge.js')).checkSrpProof,
  NEW_PASSWORD_REQUIRED: async () => (await import('./new-password-challenge.js')).checkNewPassword,
};

/** With PreventUserExistenceErrors, an unknown user reads as a wrong password. */
export function requireKnown({ pool, client }: ClientInPool, username: string): UserState {
  const user = findUser(pool, username);
  if (user) return user;
  if (client.settings.PreventUserExistenceErrors === 'ENABLED') throw wrongPassword();
  throw new ServiceError('UserNotFoundException', 'User does not exist.');
}

/** The step after a factor that was accepted. Throws the errors of `checkCanSignIn`. */
export function accepted<T>(
  client: ClientInPool,
  user: UserState,
  { passed, now }: { readonly passed: Passed; readonly now: number },
  finish: Finish<T>,
): SignInStep<T> {
  checkCanSignIn(client.pool, user, now);
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
