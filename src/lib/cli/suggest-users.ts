import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { didYouMean } from '../text/suggestion.js';

/**
 * The error, with similar addresses as the start of its hint if it says that the only user on the command line does not
 * exist. Any other error is returned as it is.
 *
 * @param named the argument USER
 */
export async function withSimilarUsers(
  error: unknown,
  { directory, named }: { directory: Directory | undefined; named: unknown },
): Promise<unknown> {
  const [user, ...others] = [named].flat();
  if (!(error instanceof AdminError) || error.code !== 'USER_NOT_FOUND') return error;
  if (directory === undefined || typeof user !== 'string' || others.length > 0) return error;
  const { similarUsers } = await import('../users/read/similar-users.js');
  // What failed is that the user was not found; the suggestion is an extra.
  const similar = await similarUsers(directory, user).catch(() => []);
  if (similar.length === 0) return error;
  const { code, message, hint, requestId } = error;
  const lines = [didYouMean(...similar).trim(), ...(hint === undefined ? [] : [hint])];
  return new AdminError(code, message, { cause: error, hint: lines.join('\n'), requestId });
}
