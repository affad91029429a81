/** The little of an SDK command that this module touches, whatever its operation. */
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
 * Keeps the body of a command's HTTP answer as it was sent. The SDK's deserialiser drops every field that its model
 * does not know, and a client edit must know of those: an update would reset them on the server.
 *
 * @returns a function that gives the parsed body of the last answer; `undefined` before one came or if it was no JSON
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
  // Low priority puts it next to the handler, so that it sees the answer before the deserialiser does.
  (command as Interceptable).middlewareStack.add(keepBody, {
    step: 'deserialize',
    priority: 'low',
    name: 'keepRawAnswer',
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
