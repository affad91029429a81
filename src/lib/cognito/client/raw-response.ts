/** The part of an SDK command that is used here, whatever its operation. */
interface Interceptable {
  middlewareStack: {
    add(
      middleware: (next: Next) => Next,
      options: { step: 'deserialize'; priority: 'low'; name: string },
    ): void;
  };
}

type Next = (args: never) => Promise<{ response: unknown; output: never }>;

/**
 * Keeps the body of a command's HTTP response as it was sent. The SDK's deserialiser drops fields that its model does not
 * have, and an update of an app client would reset those on the server unless they are found here.
 *
 * @returns a function that returns the parsed body of the last response; `undefined` before the first, or if it is no JSON
 */
export function captureRawResponse(command: unknown): () => unknown {
  let body: string | undefined;
  const keepBody =
    (next: Next): Next =>
    async (args) => {
      const result = await next(args);
      const response = result.response as { body?: AsyncIterable<Uint8Array> | Uint8Array | string };
      const bytes = await readAll(response.body);
      body = bytes.toString('utf8');
      response.body = new Uint8Array(bytes);
      return result;
    };
  // Low priority: next to the handler, and so before the deserialiser.
  (command as Interceptable).middlewareStack.add(keepBody, {
    step: 'deserialize',
    priority: 'low',
    name: 'keepRawResponse',
  });
  return () => {
    try {
      return body === undefined ? undefined : (JSON.parse(body) as unknown);
    } catch {
      return undefined;
    }
  };
}

async function readAll(body: AsyncIterable<Uint8Array> | Uint8Array | string | undefined): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
