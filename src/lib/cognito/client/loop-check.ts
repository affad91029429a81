import { createHash } from 'node:crypto';

/** How many of the latest tokens are remembered each: of 60 users a page, those of 60,000. */
const RECENT = 1_000;

/**
 * Tells whether a list leads back to a page that it came from, in constant memory however long the list is: a pool of
 * 200,000 users has 3,334 tokens of up to several KB each, so hashes are kept, and of the latest tokens alone. A loop
 * that is longer than those is found by Brent's algorithm, within a few rounds of it: the token of page 1, 2, 4, 8, …
 * is waited for until the next of them.
 *
 * @returns a function that is given each token in turn, and answers whether it came before
 */
export function loopCheck(recentTokens = RECENT): (token: string) => boolean {
  const recent = new Set<string>();
  let waitedFor: string | undefined;
  let next = 1;
  let count = 0;
  return (token) => {
    const mark = createHash('sha256').update(token).digest('base64');
    if (mark === waitedFor || recent.has(mark)) return true;
    count += 1;
    if (count === next) [waitedFor, next] = [mark, next * 2];
    recent.add(mark);
    const [oldest] = recent;
    if (recent.size > recentTokens && oldest !== undefined) recent.delete(oldest);
    return false;
  };
}
