import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A request as an endpoint sees one. */
export interface SeenRequest {
  readonly operation: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What an endpoint answers; `json` is sent as Cognito sends it. */
export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as Cognito, or the front door before it, sends one. */
export function errorReply(name: string, message: string, status = 400): Reply {
  return { status, json: { __type: name, message }, headers: { 'x-amzn-requestid': `id-of-${name}` } };
}

/** Runs `work` against an HTTP endpoint on this machine. `answer` is given each request, and how many came before. */
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

/** Runs `work` against a bare TCP server that does `connected` to every connection. */
export async function withTcp<T>(
  connected: (socket: Socket) => void,
  work: (port: number) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    // A client that gives up resets the connection; that is what is being tested.
    socket.on('error', () => undefined);
    connected(socket);
  });
  return listening(server, work).finally(() => {
    for (const socket of sockets) socket.destroy();
  });
}

/** A port of this machine on which nothing listens. */
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
