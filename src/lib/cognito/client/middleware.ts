import type { Readable } from 'node:stream';

/** Bytes of one answer: more than 60 users, a page, with 67 attributes each of 2,048 characters of three bytes. */
const MAX_ANSWER = 32_000_000;

/** Wraps each attempt at a call. */
export type AttemptMiddleware = <T>(attempt: () => Promise<T>) => Promise<T>;

/** What one call asks of the middleware that all calls share. */
export interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly attemptMiddleware?: AttemptMiddleware | undefined;
}

interface CallState extends CallOptions {
  /** The body of the last response, as it was sent. */
  body: Buffer | undefined;
}

/** The part of the SDK's client that is used here. */
interface Client {
  readonly config: {
    readonly requestHandler: {
      handle(request: never, options: { abortSignal: AbortSignal }): Promise<{ response: unknown }>;
    };
  };
  readonly middlewareStack: {
    add(middleware: unknown, options: { step: 'deserialize'; priority: 'low'; name: string }): void;
    addRelativeTo(
      middleware: unknown,
      options: { relation: 'after'; toMiddleware: 'retryMiddleware'; name: string },
    ): void;
  };
}

interface Args {
  readonly input: object;
  readonly request: unknown;
}

/**
 * Adds to a client what its calls need beside the SDK: each attempt is wrapped, including the SDK's retries, and the body of
 * each response is kept as it was sent, and bounded. The SDK's deserialiser drops fields that its model does not have, and
 * an update of an app client would reset those on the server unless they are found here.
 *
 * The middleware belongs to the client and not to a command, so that the SDK can keep the order that it sorts all of it into:
 * to do that for each call takes a seventh of its time. What a call asks for is found by its parameters.
 *
 * @returns starts a call with the parameters of its command; the result returns the parsed body of the last response, with
 *   the digits of a number that JavaScript would round in its place; `undefined` before the first, or if it is not JSON
 */
export function addCallMiddleware(client: Client): (input: object, options: CallOptions) => () => unknown {
  const calls = new WeakMap<object, CallState>();
  const wrapAttempt = (next: (args: Args) => Promise<unknown>) => (args: Args) => {
    const { attemptMiddleware } = calls.get(args.input) ?? {};
    return attemptMiddleware === undefined ? next(args) : attemptMiddleware(() => next(args));
  };
  const sendAndKeepBody = () => async (args: Args) => {
    const call = calls.get(args.input);
    if (call === undefined) throw new Error('a call was not started by addCallMiddleware');
    // In place of the SDK's own last step, which passes no signal on if the order is kept.
    const result = await client.config.requestHandler.handle(args.request as never, { abortSignal: call.abortSignal });
    const response = result.response as { body?: Readable | Uint8Array | string };
    call.body = await readAll(response.body);
    // A copy, since the SDK gives the bytes that it reads another prototype.
    response.body = new Uint8Array(call.body);
    return result;
  };
  // Inside the retries; and outside the signing, which has to use the time of the attempt.
  client.middlewareStack.addRelativeTo(wrapAttempt, {
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    name: 'wrapAttempt',
  });
  // Low priority: the last of all, and so before the deserialiser.
  client.middlewareStack.add(sendAndKeepBody, { step: 'deserialize', priority: 'low', name: 'sendAndKeepBody' });
  return (input, options) => {
    const call: CallState = { body: undefined, ...options };
    calls.set(input, call);
    return () => {
      try {
        return JSON.parse(call.body?.toString('utf8').replace(TOKEN, exact) ?? '') as unknown;
      } catch {
        return undefined;
      }
    };
  };
}

/** A text, or a number, of JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d[\d.eE+-]*/g;

/** A whole number that would be rounded, or that is too large, as text; anything else as it is. */
function exact(token: string): string {
  const isRounded = /^-?\d{16,}$/.test(token) ? String(Number(token)) !== token : Math.abs(Number(token)) === Infinity;
  return isRounded ? `"${token}"` : token;
}

/**
 * The bytes of a body. A stream is read by its events: to iterate over it takes several times as long.
 *
 * @throws SyntaxError, which is BAD_RESPONSE, if the body is larger than any answer of Cognito; the stream's error
 */
async function readAll(body: Readable | Uint8Array | string | undefined): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return bounded(Buffer.from(body));
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    body
      .on('data', (piece: Buffer) => {
        size += piece.length;
        pieces.push(piece);
        if (size > MAX_ANSWER) body.destroy(tooLarge());
      })
      .once('end', () => {
        resolve(Buffer.concat(pieces, size));
      })
      .once('error', reject)
      // After an end or an error this has no effect.
      .once('close', () => {
        reject(
          Object.assign(new Error('the connection was closed before the end of the answer'), { code: 'ECONNRESET' }),
        );
      });
  });
}

function bounded(body: Buffer): Buffer {
  if (body.length > MAX_ANSWER) throw tooLarge();
  return body;
}

function tooLarge(): SyntaxError {
  return new SyntaxError('the answer is too large');
}
