import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';

import { AdminError } from '../../errors.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { answerPage, type PageText } from './answer-page.js';
import { listenerOn } from './port-owner.js';

/** What the hosted UI has sent the browser back with. */
export interface Answer {
  readonly parameters: URLSearchParams;
  /** Shows the person in the browser the outcome. Settles when the page has been sent, or the browser is gone. */
  readonly reply: (text: PageText) => Promise<void>;
}

export interface AnswerServer {
  /** The one answer that counts. */
  readonly answer: Promise<Answer>;
  /** Ends all connections. Settles when the port is free. */
  readonly close: () => Promise<void>;
}

/**
 * Listens on this machine, and on no network, for the answer to an authorization request. Everything else is refused: other
 * paths and hosts, and an answer without the state of the request, which another program of this machine may have forged.
 *
 * @param redirectUri http, and on this machine
 * @param otherwise what to do if its port cannot be listened on, for the hint
 * @throws AdminError SIGN_IN_SETUP if the port cannot be listened on
 */
export async function listenForAnswer(redirectUri: string, state: string, otherwise: string): Promise<AnswerServer> {
  const url = new URL(redirectUri);
  const port = url.port === '' ? 80 : Number(url.port);
  let listener: RequestListener = () => undefined;
  const answer = new Promise<Answer>((resolve) => (listener = answering(url, state, resolve)));
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(closed));
  };
  try {
    for (const host of addressesOf(url.hostname)) servers.push(...(await listen(listener, { host, port })));
  } catch (error) {
    await close();
    throw isSystemError(error) ? await portError(error, port, otherwise) : error;
  }
  return { answer, close };
}

/** A browser may take either address for `localhost`: nothing else must listen on the other one. */
function addressesOf(hostname: string): string[] {
  return hostname === 'localhost' ? ['127.0.0.1', '::1'] : [hostname.replace(/^\[|\]$/g, '')];
}

const NOT_AN_ANSWER: PageText = {
  title: 'This is not the answer to a sign-in',
  text: 'sf-admin waits for another one, and has ignored this page. Use the link that it has shown in the terminal.',
};

function answering({ host, pathname }: URL, state: string, accept: (answer: Answer) => void): RequestListener {
  let isAnswered = false;
  return (request, response) => {
    const [path, ...query] = (request.url ?? '').split('?');
    // The Host too: a web page can make a name of its own lead to this machine, but not change what the browser calls it.
    if (request.method !== 'GET' || request.headers.host !== host || path !== pathname) {
      response.writeHead(404, { 'content-type': 'text/plain', connection: 'close' }).end('Not found.\n');
      return;
    }
    const parameters = new URLSearchParams(query.join('?'));
    const states = parameters.getAll('state');
    if (isAnswered || states.length !== 1 || states[0] !== state) {
      send(response, 400, NOT_AN_ANSWER);
      return;
    }
    isAnswered = true;
    const reply = async (text: PageText): Promise<void> => {
      send(response, 200, text);
      await finished(response).catch(() => undefined);
    };
    accept({ parameters, reply });
  };
}

function send(response: ServerResponse, status: number, text: PageText): void {
  const { headers, body } = answerPage(text);
  response.writeHead(status, { ...headers, connection: 'close' }).end(body);
}

/** Returns none where the machine does not have such an address: IPv6 may be turned off. */
async function listen(
  listener: RequestListener,
  address: { readonly host: string; readonly port: number },
): Promise<Server[]> {
  const server = createServer(listener);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ ...address, exclusive: true }, resolve);
    });
    return [server];
  } catch (error) {
    if (address.host === '::1' && isSystemError(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) return [];
    throw error;
  }
}

async function portError(cause: NodeJS.ErrnoException, port: number, otherwise: string): Promise<AdminError> {
  const what = `cannot wait for the answer on port ${port}`;
  if (cause.code !== 'EADDRINUSE') {
    return new AdminError('SIGN_IN_SETUP', `${what}: ${systemReason(cause)}`, { hint: otherwise, cause });
  }
  const owner = await listenerOn(port);
  const message = owner === undefined ? `${what}: it is in use` : `${what}: it is in use by ${owner}`;
  const search = owner === undefined ? [`To see by what: lsof -nP -iTCP:${port} -sTCP:LISTEN`] : [];
  return new AdminError('SIGN_IN_SETUP', message, { hint: [...search, otherwise].join('\n'), cause });
}

async function closed(server: Server): Promise<void> {
  const end = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await end;
}
