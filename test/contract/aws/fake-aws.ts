import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

import type { Place } from '../../helpers/place.js';

/** What AWS was asked: `lambda GET /2015-03-31/functions/name/policy`, `cognito-idp DescribeUserPool`. */
export interface AwsRequest {
  /** The start of the host. */
  readonly service: string;
  /** The operation, for services that name it; else the method and the path. */
  readonly operation: string;
  readonly body: string;
}

/** The body of an answer; with a status other than 200, that of an error. */
export interface AwsAnswer {
  readonly status?: number;
  readonly body: string;
}

/**
 * Answers for every host of AWS while `work` runs, as a proxy that terminates TLS.
 *
 * @returns what `work` returns; it gets the variables that lead a process there
 */
export async function withFakeAws<T>(
  place: Place,
  answer: (request: AwsRequest) => AwsAnswer,
  work: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const [key, certificate] = [place.path('key.pem'), place.path('certificate.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=fake-aws', '-keyout', key, '-out', certificate],
    ...['-addext', 'subjectAltName=DNS:*.us-east-1.amazonaws.com,DNS:*.amazonaws.com'],
  ]);
  const tls = createTlsServer({ key: await readFile(key), cert: await readFile(certificate) }, (request, response) => {
    void text(request).then((body) => {
      const { status = 200, body: answered } = answer({ ...named(request, body), body });
      const isXml = answered.startsWith('<');
      response.writeHead(status, { 'content-type': isXml ? 'text/xml' : 'application/json' }).end(answered);
    });
  });
  const proxy = createServer().on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    tls.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  try {
    return await work({ HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '', AWS_CA_BUNDLE: certificate });
  } finally {
    proxy.closeAllConnections();
    proxy.close();
    tls.closeAllConnections();
  }
}

function named(request: IncomingMessage, body: string): Omit<AwsRequest, 'body'> {
  const target = request.headers['x-amz-target'];
  const [service = ''] = (request.headers.host ?? '').split('.');
  const action = new URLSearchParams(body).get('Action');
  const operation = typeof target === 'string' ? target.split('.').at(-1) : action;
  return { service, operation: operation ?? `${request.method} ${request.url}` };
}
