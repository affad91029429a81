import { createHash, randomBytes } from 'node:crypto';

/**
 * An opaque string that its holder gives back later: a refresh token, or the session of a challenge. It names its
 * user, so that it can be looked up, and is kept as a hash, so that the state gives none away.
 */
export interface Ticket {
  readonly text: string;
  readonly hash: string;
}

export function newTicket(username: string): Ticket {
  const text = `${Buffer.from(username).toString('base64url')}.${randomBytes(48).toString('base64url')}`;
  return { text, hash: hashOf(text) };
}

/** Whose ticket this says it is, and the hash to look for there. */
export function readTicket(text: string): { username: string; hash: string } {
  const [name = ''] = text.split('.');
  return { username: Buffer.from(name, 'base64url').toString(), hash: hashOf(text) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
