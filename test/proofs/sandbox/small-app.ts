import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { SandboxState } from '../../../src/lib/sandbox/state/state.js';

/** What the app has got by a sign-in. */
export interface SignedIn {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

/**
 * A web app that signs its users in with the authorization code grant and PKCE. Its first page has the link to the hosted
 * UI; after the sign-in it says who is signed in, or what was refused.
 */
export class SmallApp {
  /** The last sign-in. */
  signedIn: SignedIn | undefined;
  /** The results of the hosted UI, oldest first. */
  readonly results: Readonly<Record<string, string>>[] = [];
  readonly #pending = new Map<string, string>();

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly sandboxUrl: string,
    private readonly secret: string | undefined,
  ) {}

  /** Serves the app on a free port, and registers its addresses in the app client of `state`. */
  static async start(sandboxUrl: string, state: SandboxState): Promise<SmallApp> {
    const client = state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const app = new SmallApp(server, sandboxUrl, client.secret);
    client.settings.CallbackURLs = [app.callback];
    client.settings.LogoutURLs = [app.url];
    delete client.settings.DefaultRedirectURI;
    server.on('request', (request, response) => void app.answer(request, response));
    return app;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  get callback(): string {
    return `${this.url}callback`;
  }

  get signOutUrl(): string {
    const query = new URLSearchParams({ client_id: SANDBOX_CLIENT_ID, logout_uri: this.url });
    return `${this.sandboxUrl}/logout?${query.toString()}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const text = pathname === '/callback' ? await this.finish(Object.fromEntries(searchParams)) : this.start();
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><html lang="en"><title>App</title><main>${text}</main></html>`);
  }

  private start(): string {
    const [state, verifier] = [randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')];
    this.#pending.set(state, verifier);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: SANDBOX_CLIENT_ID,
      redirect_uri: this.callback,
      scope: 'openid email profile',
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return `<a href="${this.sandboxUrl}/oauth2/authorize?${query.toString().replaceAll('&', '&amp;')}">Sign in</a>`;
  }

  /** A state is good for one sign-in. */
  private async finish({ code, state = '', error }: Readonly<Record<string, string>>): Promise<string> {
    this.results.push({ ...(code && { code }), state, ...(error && { error }) });
    const verifier = this.#pending.get(state);
    this.#pending.delete(state);
    if (verifier === undefined) return 'Unknown state';
    if (code === undefined) return `Refused: ${error ?? ''}`;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.callback,
      code_verifier: verifier,
      client_id: SANDBOX_CLIENT_ID,
      ...(this.secret !== undefined && { client_secret: this.secret }),
    });
    const answer = await fetch(`${this.sandboxUrl}/oauth2/token`, { method: 'POST', body });
    const tokens = (await answer.json()) as Record<string, string>;
    if (!answer.ok) return `Refused: ${tokens.error ?? ''}`;
    const { access_token: accessToken = '', id_token: idToken = '', refresh_token: refreshToken = '' } = tokens;
    this.signedIn = { accessToken, idToken, refreshToken };
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as { email?: string };
    return `Signed in as ${claims.email ?? 'nobody'}`;
  }
}
