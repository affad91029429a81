/** Bytes of one answer: more than 60 users, a page, with 67 attributes each of 2,048 characters of three bytes. */
const MAX_ANSWER = 32_000_000;

/** Wraps each attempt at a call. */
export type AttemptMiddleware = <T>(attempt: () => Promise<T>) => Promise<T>;

/** What the middleware of a client needs to know of one call, and what it keeps of it. */
export interface CallInProgress {
  /** Wraps each attempt, including the SDK's retries. */
  readonly attemptMiddleware: AttemptMiddleware | undefined;
  /** The body of the last response as it was sent. */
  body?: Buffer;
}

/** The part of an SDK client that is used here. */
interface Interceptable {
  middlewareStack: {
    remove(name: string): boolean;
    add(middleware: unknown, options: { step: 'deserialize'; priority: 'low'; name: string }): void;
    addRelativeTo(
      middleware: unknown,
      options: { relation: 'after'; toMiddleware: 'retryMiddleware'; name: string },
    ): void;
  };
}

interface Args {
  readonly input: object;
}
type Next = (args: Args) => Promise<{ response: unknown; output: never }>;

/**
 * Adds to a client what every call passes: its wrapper of attempts, and what keeps the body of the response and bounds its
 * size. To the client and not to each command, for which the SDK would sort its list of middleware anew.
 *
 * @param callOf the call with these parameters
 */
export function addMiddleware(client: unknown, callOf: (input: object) => CallInProgress): void {
  const { middlewareStack } = client as Interceptable;
  // It copies every request and answer for a log that nobody reads.
  middlewareStack.remove('loggerMiddleware');
  const wrapAttempt = (next: Next) => (args: Args) => {
    const { attemptMiddleware } = callOf(args.input);
    return attemptMiddleware === undefined ? next(args) : attemptMiddleware(() => next(args));
  };
  // Inside the retries; and outside the signing, which has to use the time of the attempt.
  const insideRetries = { relation: 'after', toMiddleware: 'retryMiddleware', name: 'attemptMiddleware' } as const;
  middlewareStack.addRelativeTo(wrapAttempt, insideRetries);
  const keepBody = (next: Next) => async (args: Args) => {
    const result = await next(args);
    const response = result.response as { body?: AsyncIterable<Uint8Array> | Uint8Array | string };
    const body = await readAll(response.body);
    callOf(args.input).body = body;
    // A copy, since the SDK gives the bytes that it reads another prototype.
    response.body = new Uint8Array(body);
    return result;
  };
  // Low priority: next to the handler, and so before the deserialiser.
  middlewareStack.add(keepBody, { step: 'deserialize', priority: 'low', name: 'keepRawResponse' });
}

/**
 * The body of a response as it was sent. The SDK's deserialiser drops fields that its model does not have, and an update of an
 * app client would reset those on the server unless they are found here.
 *
 * @returns the parsed body, with the digits of a number that JavaScript would round in its place; `undefined` if it is not JSON
 */
export function rawResponse({ body }: CallInProgress): unknown {
  try {
    return JSON.parse(body?.toString('utf8').replace(TOKEN, exact) ?? '') as unknown;
  } catch {
    return undefined;
  }
}

/** A text, or a number, of JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d[\d.eE+-]*/g;

/** A whole number that would be rounded, or that is too large, as text; anything else as it is. */
function exact(token: string): string {
  const isRounded = /^-?\d{16,}$/.test(token) ? String(Number(token)) !== token : Math.abs(Number(token)) === Infinity;
  return isRounded ? `"${token}"` : token;
}

/** @throws SyntaxError, which is BAD_RESPONSE, if the body is larger than any answer of Cognito */
async function readAll(body: AsyncIterable<Uint8Array> | Uint8Array | string | undefined): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of typeof body === 'string' || body instanceof Uint8Array ? [Buffer.from(body)] : body) {
    size += piece.length;
    if (size > MAX_ANSWER) throw new SyntaxError('the answer is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
