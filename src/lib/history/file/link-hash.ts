import { createHash } from 'node:crypto';

/** What the first line has for the hash of the line before it. */
export const FIRST_PREV = '0'.repeat(64);

/** SHA-256 of a line's bytes, without its line feed, in hex: what the next line holds of it. */
export function linkHash(line: string | Buffer): string {
  return createHash('sha256').update(line).digest('hex');
}
