import {
  createDiffieHellman,
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { SrpVerifier } from '../state/sign-in-state.js';

/**
 * The server's half of SRP-6a (RFC 5054) as Cognito has it. Cognito documents no details; these are those of its own
 * client, amazon-cognito-identity-js: the 3072-bit group of RFC 3526 with the generator 2, SHA-256, a user ID that
 * starts with the name of the pool, and a key derived by HKDF.
 */
const PRIME_BYTES = getDiffieHellman('modp15').getPrime();
const N = numberOf(PRIME_BYTES);
const G = 2n;
const K = numberOf(hash(padded(N), Buffer.from([2])));

/** The two ends of an exchange: what the client gets, and the key that only who knows the password has too. */
interface Exchange {
  /** Hexadecimal. */
  readonly srpB: string;
  /** Base64. */
  readonly key: string;
}

/** The part of the pool's ID after the Region: Cognito's clients put it in front of the user's ID. */
export function srpPoolName(poolId: string): string {
  return poolId.split('_')[1] ?? '';
}

/** What the pool keeps of a password to check it by SRP. `userId` is the user name; it takes a few milliseconds. */
export function srpVerifier(poolId: string, userId: string, password: string): SrpVerifier {
  const salt = randomBytes(16);
  const secret = hash(padded(numberOf(salt)), hash(`${srpPoolName(poolId)}${userId}:${password}`));
  return { salt: salt.toString('hex'), verifier: power(G, numberOf(secret)).toString(16) };
}

/** Answers the client's `SRP_A`, in hexadecimal; undefined if that is no valid public value. */
export function srpExchange(srpA: string, { verifier }: SrpVerifier): Exchange | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(srpA)) return undefined;
  const A = BigInt(`0x${srpA}`);
  // With a multiple of N, everybody would have the key.
  if (A % N === 0n) return undefined;
  const v = BigInt(`0x${verifier}`);
  const b = numberOf(randomBytes(32));
  const B = (K * v + power(G, b)) % N;
  const u = hash(padded(A), padded(B));
  const S = power((A * power(v, numberOf(u))) % N, b);
  const key = hkdfSync('sha256', padded(S), padded(numberOf(u)), 'Caldera Derived Key', 16);
  return { srpB: B.toString(16), key: Buffer.from(key).toString('base64') };
}

/** What a client sends to prove that it has the key of an exchange. */
export interface SrpProof {
  readonly poolId: string;
  readonly userId: string;
  /** Base64, as is the signature. */
  readonly secretBlock: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** Whether `proof` was made with `key`, which is base64. */
export function isSrpProof(key: string, { poolId, userId, secretBlock, timestamp, signature }: SrpProof): boolean {
  const expected = createHmac('sha256', Buffer.from(key, 'base64'))
    .update(srpPoolName(poolId))
    .update(userId)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** `base` to the power of `exponent`, modulo N; OpenSSL is several times faster at it than a BigInt. */
function power(base: bigint, exponent: bigint): bigint {
  const group = createDiffieHellman(PRIME_BYTES, Number(G));
  group.setPrivateKey(bytesOf(exponent));
  return numberOf(group.computeSecret(bytesOf(base)));
}

function hash(...parts: readonly (string | Buffer)[]): Buffer {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
}

/** As Cognito's clients write a number: with a zero in front if its first bit is set. */
function padded(number: bigint): Buffer {
  const bytes = bytesOf(number);
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

function bytesOf(number: bigint): Buffer {
  const digits = number.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
