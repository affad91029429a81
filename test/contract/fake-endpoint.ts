import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request. A request that it does not answer hangs. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Serves `answering` on a local port until `work` has ended, then closes every connection. */
export async function withFakeEndpoint<T>(answering: Answering, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    void answering(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

/** Answers a request with an error in the form of the service. */
export function answerError(response: ServerResponse, name: string, message: string): void {
  response
    .writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' })
    .end(JSON.stringify({ __type: name, message }));
}

/** Answers with a login page, as a captive portal or a proxy does. */
export const loginPage: Answering = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
};

export const neverAnswer: Answering = () => undefined;

/** Forwards requests to `target`, except those that `instead` answers itself, for which it returns true. */
export function proxyTo(
  target: string,
  instead: (operation: string, body: Record<string, unknown>, response: ServerResponse) => boolean,
): Answering {
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    if (instead(operation, JSON.parse(body) as Record<string, unknown>, response)) return;
    const headers = Object.entries(request.headers).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && !['host', 'connection', 'content-length', 'expect'].includes(entry[0]),
    );
    const answer = await fetch(target, { method: 'POST', headers, body });
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      .end(Buffer.from(await answer.arrayBuffer()));
  };
}
