import { createHash, randomBytes } from 'node:crypto';
import { invalidParameter, ServiceError } from '../../engine/service-error.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../seed/seed-users.js';
import { hasGeneratedNames } from '../../state/lookup.js';
import type { SrpVerifier } from '../../state/sign-in-state.js';
import type { UserState } from '../../state/state.js';
import type { ChallengeCheck } from '../challenge-check.js';
import { type Challenge, openChallenge } from '../challenges.js';
import { type ClientInPool, requireParameter } from '../client-access.js';
import { wrongPassword } from '../lockout.js';
import { newOpaqueToken } from '../opaque-token.js';
import { passwordMatches } from '../password.js';
import { isSrpProof, srpExchange, srpVerifier } from './srp.js';

/**
 * What is needed to check the user's password by SRP; undefined without a password. The seed stores none, because it
 * gives thousands of users the same two passwords.
 *
 * Throws UnsupportedOperationException for a password that an older version of the sandbox has stored, or an import job.
 */
export async function verifierOf(poolId: string, user: UserState | undefined): Promise<SrpVerifier | undefined> {
  if (!user?.password) return undefined;
  if (user.password.srp) return user.password.srp;
  if (user.password.imported !== undefined) {
    const message =
      'The sandbox cannot check this password by SRP, because it was imported as a hash. Set it again, or sign in with USER_PASSWORD_AUTH.';
    throw new ServiceError('UnsupportedOperationException', message);
  }
  for (const password of [DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD]) {
    if (await passwordMatches(password, user.password)) return srpVerifier(poolId, user.username, password);
  }
  const message =
    'The sandbox cannot check this password by SRP, because an older version stored it. Set it again, or sign in with USER_PASSWORD_AUTH.';
  throw new ServiceError('UnsupportedOperationException', message);
}

/**
 * The PASSWORD_VERIFIER challenge for a client's `SRP_A`. For a name of no user, or a user without a password, it looks the
 * same and cannot be answered. The session is in the secret block too: most clients of Cognito send only that back.
 *
 * Throws InvalidParameterException for an `SRP_A` that is not valid; Cognito's message is unknown.
 */
export function srpChallenge(
  client: ClientInPool,
  {
    user,
    username,
    srpA,
    verifier,
    now,
  }: {
    readonly user: UserState | undefined;
    readonly username: string;
    readonly srpA: string;
    readonly verifier: SrpVerifier | undefined;
    readonly now: number;
  },
): Challenge {
  const { salt, ...exchanged } = verifier
    ? { salt: verifier.salt, ...srpExchange(srpA, verifier) }
    : decoy(client, username, srpA);
  const { srpB, key } = exchanged;
  if (srpB === undefined || key === undefined) throw invalidParameter('SRP_A is not valid.');
  const name = 'PASSWORD_VERIFIER';
  const Session = user ? openChallenge(client, user, { name, srpKey: key, now }) : newOpaqueToken(username).text;
  const userId = user?.username ?? decoyId(client, username);
  return {
    ChallengeName: name,
    Session,
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: Buffer.from(Session).toString('base64'),
      SRP_B: srpB,
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}

/** The session in the secret block that a client sends back. */
export function sessionInSecretBlock(responses: Readonly<Record<string, string>>): string {
  return Buffer.from(requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64').toString();
}

/** PASSWORD_VERIFIER. Throws NotAuthorizedException for a wrong password. */
export const checkSrpProof: ChallengeCheck = ({ responses }) => {
  const secretBlock = requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = requireParameter(responses, 'TIMESTAMP');
  if (!TIMESTAMP.test(timestamp)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  return Promise.resolve(({ client: { poolId }, user, challenge: { srpKey = '' } }) => {
    const proof = { poolId, userId: user.username, secretBlock, timestamp, signature };
    if (!isSrpProof(srpKey, proof)) throw wrongPassword();
    return 'first factor';
  });
};

/** Such as `Sun Mar 1 12:00:00 UTC 2026`. */
const TIMESTAMP = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d{2}:\d{2}:\d{2} [A-Z]{3,4} \d{4}$/;

/** An exchange with a verifier of no password; the salt is the same each time, as that of a user is. */
function decoy({ poolId }: ClientInPool, username: string, srpA: string) {
  const salt = digest(poolId, username).toString('hex').slice(0, 32);
  return { salt, ...srpExchange(srpA, { salt, verifier: randomBytes(32).toString('hex') }) };
}

/** In a pool with generated names, the ID of no user looks like one too. */
function decoyId({ poolId, pool }: ClientInPool, username: string): string {
  if (!hasGeneratedNames(pool)) return username;
  const digits = digest(poolId, username).toString('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

function digest(poolId: string, username: string): Buffer {
  return createHash('sha256').update(`${poolId} ${username}`).digest();
}
