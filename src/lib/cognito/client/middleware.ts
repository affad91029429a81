/** Bytes of one answer: more than 60 users, a page, with 67 attributes each of 2,048 characters of three bytes. */
const MAX_ANSWER = 32_000_000;

/** Wraps each attempt at a call. */
export type AttemptMiddleware = <T>(attempt: () => Promise<T>) => Promise<T>;

/** The part of an SDK command that is used here, whatever its operation. */
interface Interceptable {
  middlewareStack: {
    add(middleware: unknown, options: { step: 'deserialize'; priority: 'low'; name: string }): void;
    addRelativeTo(
      middleware: unknown,
      options: { relation: 'after'; toMiddleware: 'retryMiddleware'; name: string },
    ): void;
  };
}

type Next = (args: never) => Promise<{ response: unknown; output: never }>;

/** Wraps each attempt at a command, including the SDK's retries. */
export function addAttemptMiddleware(command: unknown, middleware: AttemptMiddleware): void {
  (command as Interceptable).middlewareStack.addRelativeTo(
    (next: Next) => (args: never) => middleware(() => next(args)),
    // Inside the retries; and outside the signing, which has to use the time of the attempt.
    { relation: 'after', toMiddleware: 'retryMiddleware', name: 'attemptMiddleware' },
  );
}

/**
 * Keeps the body of a command's HTTP response as it was sent, and bounds its size. The SDK's deserialiser drops fields
 * that its model does not have, and an update of an app client would reset those on the server unless they are found
 * here.
 *
 * @returns returns the parsed body of the last response, with the digits of a number that JavaScript would round in its
 *   place; `undefined` before the first, or if it is not JSON
 */
export function captureRawResponse(command: unknown): () => unknown {
  let body: Buffer | undefined;
  const keepBody = (next: Next) => async (args: never) => {
    const result = await next(args);
    const response = result.response as { body?: AsyncIterable<Uint8Array> | Uint8Array | string };
    body = await readAll(response.body);
    // A copy, since the SDK gives the bytes that it reads another prototype.
    response.body = new Uint8Array(body);
    return result;
  };
  // Low priority: next to the handler, and so before the deserialiser.
  const options = { step: 'deserialize', priority: 'low', name: 'keepRawResponse' } as const;
  (command as Interceptable).middlewareStack.add(keepBody, options);
  return () => {
    try {
      return JSON.parse(body?.toString('utf8').replace(TOKEN, exact) ?? '') as unknown;
    } catch {
      return undefined;
    }
  };
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
