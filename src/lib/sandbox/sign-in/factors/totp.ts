import { createHmac, randomBytes } from 'node:crypto';
import { ServiceError } from '../../engine/service-error.js';
import { hasTotp } from '../../operations/users/mfa.js';
import type { UserState } from '../../state/state.js';
import { WrongProof } from '../lockout.js';
import type { ChallengeCheck } from '../challenge-check.js';
import { requireParameter } from '../client-access.js';

/**
 * The secret of authenticator apps that the sandbox has not seen being set up: those of the seed, and of states of older
 * versions. docs/sandbox.md lists it, so that anybody can rehearse the sign-in.
 */
export const DEMO_TOTP_SECRET = 'SANDBOXDEMO2TOTP2SECRET2SANDBOX2';

/** RFC 6238, with the defaults of authenticator apps: SHA-1, six digits, 30 seconds. */
const STEP_MS = 30_000;
const DIGITS = 6;

/** A clock may be one step ahead or behind (RFC 6238, section 5.2). Cognito's own tolerance is undocumented. */
const TOLERATED_STEPS = [0, -1, 1];

/** RFC 4648 */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret in base32, 52 characters long as Cognito's are. */
export function newTotpSecret(): string {
  const bits = [...randomBytes(32)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32.charAt(parseInt(group.padEnd(5, '0'), 2))).join('');
}

/** The time step for which `code` is the code of `secret`, if any; `now` is in milliseconds since 1970. */
export function totpStep(secret: string, code: string, now: number): number | undefined {
  const current = Math.floor(now / STEP_MS);
  return TOLERATED_STEPS.map((offset) => current + offset).find((step) => totpCode(secret, step) === code);
}

/** SOFTWARE_TOKEN_MFA. Throws CodeMismatchException, and ExpiredCodeException for a code that was used before. */
export const checkTotpCode: ChallengeCheck = ({ responses }) => {
  const code = requireParameter(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  return Promise.resolve(({ user, now }) => {
    const step = totpStep(secretOf(user), code, now);
    if (step === undefined) throw new WrongProof('CodeMismatchException', 'Invalid code received for user');
    if (step <= (user.totp?.lastStep ?? -1)) {
      throw new ServiceError('ExpiredCodeException', 'Your software token has already been used once.');
    }
    user.totp = { ...user.totp, lastStep: step };
    return 'all factors';
  });
};

/** MFA_SETUP: the app must have been verified in the session before. It is then the user's second factor. */
export const checkMfaSetup: ChallengeCheck = () =>
  Promise.resolve(({ user, challenge }) => {
    if (challenge.totpVerified !== true) throw noSoftwareToken();
    user.mfa = { ...user.mfa, methods: [...new Set([...user.mfa.methods, 'SOFTWARE_TOKEN_MFA'])] };
    return 'all factors';
  });

/** Observed: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/630 */
export function noSoftwareToken(): ServiceError {
  return new ServiceError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
}

/** Throws SoftwareTokenMFANotFoundException if the app was removed since the challenge. */
function secretOf(user: UserState): string {
  if (!hasTotp(user)) throw noSoftwareToken();
  return user.totp?.secret ?? DEMO_TOTP_SECRET;
}

function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  // Dynamic truncation (RFC 4226, section 5.3).
  const number = digest.readUInt32BE(digest.readUInt8(digest.length - 1) & 0xf) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
