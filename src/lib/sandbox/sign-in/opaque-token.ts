import { createHash, randomBytes } from 'node:crypto';

/**
 * A random string that a client sends back later: a refresh token, or the session of a challenge. It contains the user
 * name, for the lookup; the state has only its hash, so that a copy of the state file reveals no token.
 */
interface OpaqueToken {
  readonly text: string;
  readonly hash: string;
}

export function newOpaqueToken(username: string): OpaqueToken {
  const text = `${Buffer.from(username).toString('base64url')}.${randomBytes(48).toString('base64url')}`;
  return { text, hash: hashOf(text) };
}

/** The user name in a token, and the hash to look for. */
export function readOpaqueToken(text: string): { username: string; hash: string } {
  const [name = ''] = text.split('.');
  return { username: Buffer.from(name, 'base64url').toString(), hash: hashOf(text) };
}

/** What the state keeps instead of a secret. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
