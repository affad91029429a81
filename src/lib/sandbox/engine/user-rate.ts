import { isObject } from './shape.js';

/** The reads, and the writes, of one user in a second (quotas in the developer guide). */
const REQUESTS_A_SECOND = 10;

const SECOND_MS = 1000;

/** So many users are remembered before those without a request in the last second are forgotten. */
const REMEMBERED = 10_000;

/**
 * How often requests act on one user. Two names of the same user, such as the user name and the address, count apart, so
 * that no request has to look for the user first. `now` returns milliseconds.
 */
export class UserRate {
  /** The times of the last admitted requests, by kind and user. */
  readonly #times = new Map<string, number[]>();

  constructor(private readonly now: () => number) {}

  /** Whether one more request is within the rate; if so, it counts. A request that names no user always is. */
  admits(operation: string, input: unknown): boolean {
    const user = userOf(input);
    if (user === undefined) return true;
    const time = this.now();
    if (this.#times.size > REMEMBERED) this.#forget(time);
    const kind = isRead(operation) ? 'read' : 'write';
    const key = `${kind} ${user}`;
    const recent = (this.#times.get(key) ?? []).filter((at) => at > time - SECOND_MS);
    const isAdmitted = recent.length < REQUESTS_A_SECOND;
    this.#times.set(key, isAdmitted ? [...recent, time] : recent);
    return isAdmitted;
  }

  #forget(time: number): void {
    for (const [key, times] of this.#times) {
      if (times.every((at) => at <= time - SECOND_MS)) this.#times.delete(key);
    }
  }
}

/** Undocumented: which operations read. Here, a sign-in is a write, and so is one that sends a code. */
function isRead(operation: string): boolean {
  return /^(Admin)?(Get|List)/.test(operation) && operation !== 'GetUserAttributeVerificationCode';
}

/** The user that a request names, in the pool or the client that it names. */
function userOf(input: unknown): string | undefined {
  if (!isObject(input)) return undefined;
  const { AccessToken, AuthParameters, ChallengeResponses, UserPoolId, ClientId } = input;
  if (typeof AccessToken === 'string') return userOfToken(AccessToken);
  const named = [input, AuthParameters, ChallengeResponses].filter(isObject);
  const name = named.map(({ Username, USERNAME }) => Username ?? USERNAME).find((value) => typeof value === 'string');
  return name === undefined ? undefined : JSON.stringify([UserPoolId ?? ClientId, name]);
}

/** The user in an access token, which the operation verifies later. */
function userOfToken(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return isObject(claims) && typeof claims.sub === 'string' ? claims.sub : undefined;
  } catch {
    return undefined;
  }
}
