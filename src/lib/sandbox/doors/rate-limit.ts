/**
 * Allows `perSecond` requests a second, and as many at once after a pause: a token bucket, as AWS limits an account.
 * `now` answers milliseconds. The function answers whether one more request may pass.
 */
export function rateLimit(perSecond: number, now: () => number): () => boolean {
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let last = now();
  return () => {
    const time = now();
    tokens = Math.min(capacity, tokens + ((time - last) / 1000) * perSecond);
    last = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
