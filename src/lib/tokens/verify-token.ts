/*
 * tokens/: what an administrator does with the tokens of the user pool. Tokens, codes and secrets are read from stdin and
 * written to stdout, and are in no message, error or record.
 */
import type { JSONWebKeySet } from 'jose';

import { isRecord } from '../cognito/client/unmodelled.js';
import { AdminError } from '../errors.js';
import { age } from '../text/point-in-time.js';
import { quoted } from '../text/quoted.js';

/** What Cognito issues a token for (its claim `token_use`). */
export const TOKEN_USES = ['id', 'access'] as const;

export type TokenUse = (typeof TOKEN_USES)[number];

export type Claims = Readonly<Record<string, unknown>>;

/** A JWT, of which nothing has been verified. */
export interface ParsedToken {
  readonly text: string;
  readonly header: Claims;
  readonly claims: Claims;
  /** Bytes. */
  readonly signatureLength: number;
}

/** What a token must be. */
export interface Expected {
  readonly poolId: string;
  /** The pool's own issuer first. */
  readonly issuers: readonly string[];
  readonly keys: JSONWebKeySet;
  /** The app client that the token must be for; left out if any may have it. */
  readonly clientId?: string | undefined;
  readonly use?: TokenUse | undefined;
  readonly now: Date;
}

/** Why a token is not valid. The rules are a contract with scripts (docs/json.md). */
export interface TokenFault {
  readonly rule: 'algorithm' | 'key' | 'signature' | 'issuer' | 'token-use' | 'client' | 'expired' | 'not-yet-valid';
  /** A sentence. */
  readonly found: string;
}

/**
 * The header and the claims of a JWT, without looking at its signature.
 *
 * @throws AdminError INVALID_TOKEN for anything else, such as a refresh token. It contains none of the text.
 */
export function parseToken(text: string): ParsedToken {
  const parts = text.split('.');
  // Observed: Cognito's refresh tokens are JWTs that are encrypted for Cognito itself (JWE, RFC 7516).
  if (parts.length === 5) throw invalidToken('is encrypted: it is a refresh token, which only Cognito can read');
  const [header, claims] = parts.slice(0, 2).map(objectOf);
  if (parts.length === 1) throw invalidToken('is not a JWT: it may be a refresh token or a code, which are opaque');
  if (parts.length !== 3 || header === undefined || claims === undefined) {
    throw invalidToken('is not a complete JWT: it was cut off, or something was added to it');
  }
  return { text, header, claims, signatureLength: Buffer.from(parts[2] ?? '', 'base64url').length };
}

function objectOf(part: string): Claims | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function invalidToken(problem: string): AdminError {
  return new AdminError('INVALID_TOKEN', `the token on stdin ${problem}`, {
    hint: 'Pipe in exactly one ID or access token: three parts of letters and digits, with a dot between them.',
  });
}

/**
 * Everything for which a token has to be refused: none, if it is valid. The clock of this machine counts as it is.
 *
 * Source: Developer Guide, "Verifying a JSON Web Token".
 */
export async function tokenFaults(token: ParsedToken, expected: Expected): Promise<TokenFault[]> {
  const signature = await signatureFault(token, expected);
  const others = [
    issuerFault(token.claims, expected),
    useFault(token.claims, expected),
    clientFault(token.claims, expected),
    expiryFault(token.claims, expected.now),
    notBeforeFault(token.claims, expected.now),
  ];
  return [signature, ...others].filter((fault) => fault !== undefined);
}

/** Whether the user pool has issued a token, which may have expired or be meant for somebody else. */
export function isFromPool(faults: readonly TokenFault[]): boolean {
  return !faults.some(({ rule }) => FORGED.has(rule));
}

const FORGED = new Set<TokenFault['rule']>(['algorithm', 'key', 'signature', 'issuer']);

const ALGORITHM = 'RS256';
/** Bytes of a signature with a key of 2,048 bits, as Cognito's are. */
const SIGNATURE_LENGTH = 256;

async function signatureFault(token: ParsedToken, { keys, poolId }: Expected): Promise<TokenFault | undefined> {
  const { alg, kid } = token.header;
  // Nothing that a token says about its own algorithm is followed: "none", or HS256 with the public key as the secret.
  if (alg !== ALGORITHM) {
    return { rule: 'algorithm', found: `The token says that it is signed with ${textOf(alg)}, not with ${ALGORITHM}.` };
  }
  if (typeof kid !== 'string' || !keys.keys.some((key) => key.kid === kid)) {
    return {
      rule: 'key',
      found: `The token is signed with key ${textOf(kid)}, which user pool ${poolId} does not have.`,
    };
  }
  const { compactVerify, createLocalJWKSet, errors } = await import('jose');
  try {
    await compactVerify(token.text, createLocalJWKSet(keys), { algorithms: [ALGORITHM] });
    return undefined;
  } catch (error) {
    // A key that jose or WebCrypto refuses: too short, or not one at all.
    if (!(error instanceof errors.JOSEError)) {
      const reason = error instanceof Error ? error.message : String(error);
      return { rule: 'key', found: `Key ${textOf(kid)} cannot verify a signature: ${reason}.` };
    }
    const length = token.signatureLength;
    const found =
      length < SIGNATURE_LENGTH
        ? `The token was cut off: its signature has ${length} of ${SIGNATURE_LENGTH} bytes.`
        : 'The signature is wrong: the token was altered, or signed with another key of the same name.';
    return { rule: 'signature', found };
  }
}

function issuerFault({ iss }: Claims, { issuers, poolId }: Expected): TokenFault | undefined {
  if (typeof iss === 'string' && issuers.includes(iss)) return undefined;
  const other = typeof iss === 'string' ? /\/([a-z0-9-]+_[A-Za-z0-9]+)$/.exec(iss)?.[1] : undefined;
  const found =
    other === undefined || other === poolId
      ? `The token was issued by ${textOf(iss)}, not by ${issuers[0] ?? ''}.`
      : `The token was issued by user pool ${other}, not by ${poolId}.`;
  return { rule: 'issuer', found };
}

function useFault({ token_use: use }: Claims, expected: Expected): TokenFault | undefined {
  const wanted = expected.use === undefined ? TOKEN_USES : [expected.use];
  if (wanted.some((one) => one === use)) return undefined;
  const found = isTokenUse(use)
    ? `It is an ${NAMES[use]} token, not an ${wanted.map((one) => NAMES[one]).join(' or ')} token.`
    : `It is neither an ID token nor an access token: its token_use is ${textOf(use)}.`;
  return { rule: 'token-use', found };
}

/** How people write the use of a token. */
export const NAMES: Readonly<Record<TokenUse, string>> = { id: 'ID', access: 'access' };

/** The use that a token states; `undefined` for another one. */
export function useOf({ token_use: use }: Claims): TokenUse | undefined {
  return isTokenUse(use) ? use : undefined;
}

function isTokenUse(use: unknown): use is TokenUse {
  return TOKEN_USES.some((one) => one === use);
}

/** Documented: an ID token names the app client in `aud`, an access token in `client_id`. */
export function clientOf(claims: Claims): unknown {
  return claims.token_use === 'access' ? claims.client_id : claims.aud;
}

function clientFault(claims: Claims, { clientId }: Expected): TokenFault | undefined {
  const client = clientOf(claims);
  if (clientId === undefined || client === clientId) return undefined;
  return { rule: 'client', found: `The token is for app client ${textOf(client)}, not for ${clientId}.` };
}

function expiryFault({ exp }: Claims, now: Date): TokenFault | undefined {
  const time = timeOf(exp);
  if (time === undefined) return { rule: 'expired', found: 'The token does not say when it expires.' };
  // RFC 7519, section 4.1.4: on the expiration time it has expired.
  if (Date.parse(time) > now.getTime()) return undefined;
  return { rule: 'expired', found: `The token expired at ${time} (${age(time, now) ?? ''}).` };
}

function notBeforeFault({ nbf }: Claims, now: Date): TokenFault | undefined {
  if (nbf === undefined) return undefined;
  const time = timeOf(nbf);
  if (time !== undefined && Date.parse(time) <= now.getTime()) return undefined;
  const found =
    time === undefined
      ? 'The time from which the token is valid cannot be read.'
      : `The token is not valid before ${time} (${age(time, now) ?? ''}).`;
  return { rule: 'not-yet-valid', found };
}

/** ISO 8601 for seconds since 1970; `undefined` for an invalid time. */
export function timeOf(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number') return undefined;
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** A value that a stranger may have written. */
function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}
