import { createHash } from 'node:crypto';
import { SANDBOX_CLIENT_ID } from '../../../../src/lib/model/sandbox-ids.js';
import type { WebRequest } from '../../../../src/lib/sandbox/hosted-ui/web-request.js';
import { routeOf } from '../../../../src/lib/sandbox/hosted-ui/routes.js';
import { Application } from '../application.js';

export const HOST = '127.0.0.1:9339';
export const CALLBACK = 'http://localhost:3000/auth/callback';
export const LOGOUT = 'http://localhost:3000/';

/** The verifier of RFC 7636, appendix B, and its challenge. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** The parameters of an authorization request of the seeded client. */
export const ASKED = {
  response_type: 'code',
  client_id: SANDBOX_CLIENT_ID,
  redirect_uri: CALLBACK,
  scope: 'openid email profile',
  state: 'state-1',
  nonce: 'nonce-1',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
} as const;

export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Where a redirect leads to. */
  readonly location: URL | undefined;
}

export type Fields = Readonly<Record<string, string>>;

/** A browser and an app in front of a sandbox in process. It keeps cookies, and follows no redirect by itself. */
export class WebClient {
  readonly cookies = new Map<string, string>();

  constructor(readonly application = new Application()) {}

  get sandbox() {
    return this.application.sandbox;
  }

  get settings() {
    return this.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings;
  }

  get secret(): string {
    return this.application.secret;
  }

  get(path: string, query: Fields | string = {}, headers: Fields = {}): Promise<WebAnswer> {
    return this.send('GET', path, { query: new URLSearchParams(query).toString(), headers });
  }

  post(path: string, form: Fields, headers: Fields = {}): Promise<WebAnswer> {
    const [bare = '', query = ''] = path.split('?');
    return this.send('POST', bare, {
      query,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    });
  }

  /** Sends the form of a page, as a browser would with these fields filled in. */
  submit(page: WebAnswer, fields: Fields, headers: Fields = {}): Promise<WebAnswer> {
    const { action, hidden } = formIn(page.text);
    return this.post(action, { ...hidden, ...fields }, { origin: `http://${HOST}`, ...headers });
  }

  /** Opens the sign-in page for an authorization request. */
  async openSignIn(more: Fields = {}): Promise<WebAnswer> {
    const authorized = await this.get('/oauth2/authorize', { ...ASKED, ...more });
    if (authorized.location?.host !== HOST) return authorized;
    return this.get(authorized.location.pathname, Object.fromEntries(authorized.location.searchParams));
  }

  /** Signs in with a password on the sign-in page, even if the browser has a session. */
  async signIn(username: string, password: string, more: Fields = {}): Promise<WebAnswer> {
    return this.submit(await this.openSignIn({ prompt: 'login', ...more }), { username, password });
  }

  /** Exchanges a code, as the seeded client does. */
  exchange(code: string, more: Fields = {}): Promise<WebAnswer> {
    const own = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER };
    return this.token({ ...own, code, ...more });
  }

  token(form: Fields, headers: Fields = {}): Promise<WebAnswer> {
    return this.post('/oauth2/token', form, { authorization: basic(SANDBOX_CLIENT_ID, this.secret), ...headers });
  }

  private async send(
    method: 'GET' | 'POST',
    path: string,
    { query, headers, body = '' }: { query: string; headers: Fields; body?: string },
  ): Promise<WebAnswer> {
    const route = routeOf(path);
    if (!route) throw new Error(`no route ${path}`);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = { host: HOST, ...(cookie !== '' && { cookie }), ...headers };
    const request: WebRequest = { method, path, query, headers: sent, body };
    const answer = await this.sandbox.engine.web(route, request);
    this.keepCookie(answer.headers['set-cookie']);
    const { location } = answer.headers;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: Buffer.from(answer.body).toString(),
      location: location === undefined ? undefined : new URL(location, `http://${HOST}`),
    };
  }

  private keepCookie(header: string | undefined): void {
    if (header === undefined) return;
    const [pair = '', ...attributes] = header.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** The members of a JSON answer. */
export function jsonOf({ text }: WebAnswer): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}

/** `[status, error]` of a JSON answer. */
export function errorOf(answer: WebAnswer): [number, unknown] {
  return [answer.status, jsonOf(answer).error];
}

/** The parameters that a redirect gives to the app. */
export function resultOf({ location }: WebAnswer): Record<string, string> {
  if (!location) throw new Error('the answer is not a redirect');
  const text = location.hash === '' ? location.search : location.hash.slice(1);
  return Object.fromEntries(new URLSearchParams(text));
}

/** The message of a page. */
export function alertOf({ text }: WebAnswer): string | undefined {
  return /role="alert"[^>]*>(?:<code>)?([^<]*)/.exec(text)?.[1];
}

function formIn(page: string): { action: string; hidden: Fields } {
  const action = /<form method="post" action="([^"]*)"/.exec(page)?.[1];
  if (action === undefined) throw new Error(`the page has no form: ${page.slice(page.indexOf('<main>'))}`);
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)" \/>/g)];
  return {
    action: unescape(action),
    hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [unescape(name), unescape(value)])),
  };
}

function unescape(text: string): string {
  const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name] ?? '');
}
