import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; what it does not answer hangs. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Something on this machine that is no Cognito, for as long as `work` takes. Every connection is then ended. */
export async function withFakeEndpoint<T>(
  answering: Answering,
  work: (url: string) => Promise<T>,
): Promise<T> {
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

/** Answers one request with an error as the service names it. */
export function answerError(response: ServerResponse, name: string, message: string): void {
  response
    .writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' })
    .end(JSON.stringify({ __type: name, message }));
}

/** A login page, as a captive portal or a proxy puts it in the place of the service. */
export const loginPage: Answering = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
};

/** Never answers. */
export const neverAnswer: Answering = () => undefined;

/** Passes everything on to `target`, but for the requests that `instead` answers, by returning true. */
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
        typeof entry[1] === 'string' &&
        !['host', 'connection', 'content-length', 'expect'].includes(entry[0]),
    );
    const answer = await fetch(target, { method: 'POST', headers, body });
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      .end(Buffer.from(await answer.arrayBuffer()));
  };
}
