import type { Directory } from '../../directory.js';
import { duration } from '../../text/counted.js';

/**
 * A fact for 3 a.m.: revoking reaches the pool at once, and an API that checks tokens by itself only when they expire
 * (COGNITO.md, "Users").
 */
export async function accessTokenNote(directory: Directory): Promise<string> {
  const seconds = await directory.longestAccessToken();
  const rest = 'can still be accepted where\nthey are checked offline';
  return seconds === undefined
    ? `Access tokens issued before ${rest}, until they expire.\nsf-admin client describe shows how long that is.`
    : `Access tokens issued before ${rest}, for at most ${duration(seconds)}.`;
}
