import type { OperationContext } from '../engine/operation.js';
import { notModelled, ServiceError } from '../engine/service-error.js';
import { recordSignIn } from '../operations/users/auth-events.js';
import { draftOf } from '../state/draft.js';
import { findUser, own } from '../state/lookup.js';
import type { AuthEventState, PoolState, UserState } from '../state/state.js';
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
    return accepted(context, current, user, { passed: 'first factor', now }, finish);
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
  const { srpChallenge, verifierOf } = await import('./factors/srp-challenge.js');
  const { poolId, pool } = findClient(await context.store.read(), person.clientId);
  const verifier = await verifierOf(poolId, findUser(pool, person.username));
  return attempt(context, person, (client, now) => {
    const user = findUser(client.pool, person.username);
    if (!user && client.client.settings.PreventUserExistenceErrors !== 'ENABLED') requireKnown(client, person.username);
    // Without a password there is nothing to verify, so this is said at once.
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
    // An exchange by SRP for a name of no user looks like a real one.
    if (!user && answer.challenge === 'PASSWORD_VERIFIER') requireKnown(client, username);
    if (!user || findUser(client.pool, answer.username)?.username !== user.username) throw invalidSession();
    const challenge = requireChallenge(client, user, { session: answer.session, name: answer.challenge, now });
    const passed = await check({ context, client, user, challenge, now });
    closeChallenge(user, answer.session);
    if (typeof passed === 'object') return { challenge: passed };
    return accepted(context, client, user, { passed, now }, finish);
  });
}

/** The checks of answers, loaded at the first answer. */
const CHALLENGES: Readonly<Record<string, () => Promise<ChallengeCheck>>> = {
  PASSWORD_VERIFIER: async () => (await import('./factors/srp-challenge.js')).checkSrpProof,
  SELECT_MFA_TYPE: async () => (await import('./factors/sent-code.js')).checkMfaChoice,
  SMS_MFA: async () => (await import('./factors/sent-code.js')).checkSmsCode,
  EMAIL_OTP: async () => (await import('./factors/sent-code.js')).checkEmailCode,
  SOFTWARE_TOKEN_MFA: async () => (await import('./factors/totp.js')).checkTotpCode,
  MFA_SETUP: async () => (await import('./factors/totp.js')).checkMfaSetup,
  NEW_PASSWORD_REQUIRED: async () => (await import('./factors/new-password-challenge.js')).checkNewPassword,
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
  context: OperationContext,
  client: ClientInPool,
  user: UserState,
  { passed, now }: { readonly passed: Passed; readonly now: number },
  finish: Finish<T>,
): SignInStep<T> {
  assertCanSignIn(client.pool, user, now);
  const challenge = nextChallenge(context, client, user, { passed, now });
  recordSignIn(client.pool, user, {
    at: now,
    response: challenge ? 'InProgress' : 'Pass',
    password: 'Success',
    ...(passed === 'all factors' && { mfa: 'Success' }),
  });
  if (challenge) return { challenge };
  forgetFailedAttempts(client.pool, user.username);
  return { finished: finish(client, user, now) };
}

/** A refusal of a user who has proved who they are. */
class RefusedUser extends ServiceError {}

/** Throws what `checkCanSignIn` does, as RefusedUser. */
function assertCanSignIn(pool: PoolState, user: UserState, now: number): void {
  try {
    checkCanSignIn(pool, user, now);
  } catch (error) {
    throw error instanceof ServiceError ? new RefusedUser(error.name, error.message) : error;
  }
}

/**
 * Runs one attempt during no lockout. A refusal changes nothing but the count of failures, which the same update saves: of
 * several attempts at once, each knows how many failed before.
 */
export async function attempt<T>(
  { store, limits, now: clock }: OperationContext,
  { clientId, username }: Person,
  run: (client: ClientInPool, now: number) => T | Promise<T>,
): Promise<T> {
  const now = clock().getTime();
  const outcome = await store.update(async (state) => {
    const draft = draftOf(state);
    try {
      const client = findClient(draft.value, clientId);
      checkLockout(limits, client.pool, findUser(client.pool, username)?.username ?? username, now);
      return { result: await run(client, now) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      draft.rollback();
      recordFailure(limits, findClient(state, clientId), { username, error, now });
      return { error };
    }
  });
  if (outcome.error) throw outcome.error;
  return outcome.result;
}

function recordFailure(
  limits: OperationContext['limits'],
  { pool }: ClientInPool,
  { username, error, now }: { readonly username: string; readonly error: ServiceError; readonly now: number },
): void {
  const user = findUser(pool, username);
  countAttempt(limits, pool, user?.username ?? username, error, now);
  if (user) recordSignIn(pool, user, { at: now, response: 'Fail', ...challengesOf(error) });
}

/** What a refused attempt has shown. Neither, for example, during a lockout or for a session that has ended. */
function challengesOf(error: ServiceError): Pick<AuthEventState, 'password' | 'mfa'> {
  if (error instanceof RefusedUser) return { password: 'Success' };
  if (!(error instanceof WrongProof)) return {};
  // A code is asked for only after the right password.
  return error.name === 'CodeMismatchException' ? { password: 'Success', mfa: 'Failure' } : { password: 'Failure' };
}
