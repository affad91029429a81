import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A request that the endpoint received. */
export interface SeenRequest {
  readonly operation: string;
  /** The method and the path, with its query. */
  readonly line: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A response of the endpoint; `json` is sent as Cognito sends it. */
export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error response of Cognito, or of the API front end. */
export function errorReply(name: string, message: string, status = 400): Reply {
  return { status, json: { __type: name, message }, headers: { 'x-amzn-requestid': `id-of-${name}` } };
}

/** Runs `work` with an HTTP endpoint on this machine. `answer` gets each request, and the number of those before it. */
export async function withEndpoint<T>(
  answer: (request: SeenRequest, before: number) => Reply | Promise<Reply>,
  work: (url: string, seen: readonly SeenRequest[]) => Promise<T>,
): Promise<T> {
  const seen: SeenRequest[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const sent: SeenRequest = {
      operation: String(request.headers['x-amz-target']).replace(/^.*\./, ''),
      line: `${request.method} ${request.url}`,
      text: Buffer.concat(chunks).toString(),
      headers: request.headers,
    };
    seen.push(sent);
    const { status = 200, json, text, headers = {} } = await answer(sent, seen.length - 1);
    const type = text === undefined ? 'application/x-amz-json-1.1' : 'text/html';
    response.writeHead(status, { 'content-type': type, ...headers }).end(text ?? JSON.stringify(json));
  };
  const server = createServer((request, response) => void respond(request, response));
  return listening(server, (port) => work(`http://127.0.0.1:${port}`, seen)).finally(() => {
    server.closeAllConnections();
  });
}

/** Runs `work` with a bare TCP server that calls `connected` with every connection. */
export async function withTcp<T>(connected: (socket: Socket) => void, work: (port: number) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    // A client that times out resets the connection.
    socket.on('error', () => undefined);
    connected(socket);
  });
  return listening(server, work).finally(() => {
    for (const socket of sockets) socket.destroy();
  });
}

/** A port of this machine on which no server listens. */
export function closedPort(): Promise<number> {
  return withTcp(
    () => undefined,
    (port) => Promise.resolve(port),
  );
}

async function listening<T>(server: Server, work: (port: number) => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  try {
    return await work(address.port);
  } finally {
    server.close();
  }
}
