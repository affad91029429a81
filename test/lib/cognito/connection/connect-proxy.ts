import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What a proxy was asked: the target, and the header with the user's name and password. */
export interface Asked {
  readonly target: string;
  readonly authorization: string | undefined;
}

/** The files of a certificate that signs itself. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for a host, as a company's own authority would. Throws if there is no openssl. */
export async function makeCertificate(folder: string, host: string): Promise<Certificate> {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host},DNS:localhost`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert]);
  return { cert, key };
}

/** Runs `work` with an HTTPS server on this machine. */
export async function withTlsServer<T>(
  { cert, key }: Certificate,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  work: (port: number) => Promise<T>,
): Promise<T> {
  const server = createHttpsServer({ cert: await readFile(cert), key: await readFile(key) }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Runs `work` with a proxy that connects every target to a port of this machine, or refuses with `status`. */
export async function withProxy<T>(
  { port: target, status = 200 }: { port: number; status?: number },
  work: (proxy: string, asked: readonly Asked[]) => Promise<T>,
): Promise<T> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  const server = createHttpServer();
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    socket.on('error', () => undefined);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-type: text/html\r\n\r\n<html>refused</html>`);
      return;
    }
    const onward = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    for (const one of [socket, onward]) sockets.add(one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  }
}
