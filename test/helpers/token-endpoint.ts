import { SANDBOX_CLIENT_ID } from '../../src/lib/model/sandbox-ids.js';
import { SandboxRequestHandler } from '../../src/lib/sandbox/doors/in-process.js';
import { SandboxEngine } from '../../src/lib/sandbox/engine/engine.js';
import { FileStore } from '../../src/lib/sandbox/state/store.js';
import type { Place } from './place.js';

interface WebRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks the token endpoint of the stored sandbox, in this process. */
export function askTokenEndpoint(place: Place, request: WebRequest) {
  return askWeb(place, 'POST /oauth2/token', request);
}

/** Asks what the stored sandbox serves besides the API, in this process. @param line the method and the path */
export async function askWeb(place: Place, line: string, { headers, body }: WebRequest) {
  const [method = '', path = ''] = line.split(' ');
  const handler = new SandboxRequestHandler(new SandboxEngine(new FileStore(place.sandbox)));
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const { response } = await handler.handle({ method, path, headers: texts, body });
  return { status: response.statusCode, headers: response.headers, text: Buffer.from(response.body).toString() };
}

/** What the token endpoint says if StackFlow's client uses a refresh token with a secret: `tokens`, or an error of OAuth. */
export async function tokensWith(place: Place, secret: string, refreshToken: string): Promise<unknown> {
  const { text } = await askTokenEndpoint(place, {
    headers: {
      authorization: `Basic ${Buffer.from(`${SANDBOX_CLIENT_ID}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }).toString(),
  });
  const answer = JSON.parse(text) as { access_token?: string; error?: string };
  return answer.access_token === undefined ? answer.error : 'tokens';
}
