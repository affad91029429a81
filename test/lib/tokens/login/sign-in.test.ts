import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { connect } from 'node:net';

import { expect } from 'chai';
import { decodeJwt } from 'jose';

import type { Directory } from '../../../../src/lib/directory.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_CLIENT_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { serveSandbox, type ServedSandbox } from '../../../../src/lib/sandbox/doors/serve.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { signingKeyOf } from '../../../../src/lib/sandbox/sign-in/tokens.js';
import type { PoolState, SandboxState, SigningKey } from '../../../../src/lib/sandbox/state/state.js';
import { type LoginInput, signIn, type SignedIn } from '../../../../src/lib/tokens/login/sign-in.js';
import { CODE, keepCode } from '../../../helpers/authorization-code.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { freePort } from '../../../helpers/free-port.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

const BEN = 'ben.carter@tenant-one.example';

interface Page {
  readonly status: number;
  readonly policy: string | undefined;
  readonly text: string;
}

describe('signIn', () => {
  let state: SandboxState;
  let sandbox: ServedSandbox;
  let pool: PoolState;
  let port: number;
  let callback: string;
  /** Making a key takes long. */
  let own: SigningKey;
  let foreign: SigningKey;
  before(async () => {
    own = await signingKeyOf(new MemoryStore(seedState()));
    foreign = await signingKeyOf(new MemoryStore(seedState()));
  });

  beforeEach(async () => {
    state = { ...seedState(), signingKey: own };
    pool = Object.values(state.pools)[0]!;
    sandbox = await serveSandbox({ store: new MemoryStore(state), port: 0 });
    port = await freePort();
    callback = `http://localhost:${port}/callback`;
    settings().CallbackURLs = [callback];
    delete settings().DefaultRedirectURI;
  });
  afterEach(() => sandbox.close());

  const settings = () => pool.clients[SANDBOX_CLIENT_ID]!.settings;

  function open({ context, ...options }: TestDirectoryOptions = {}): Directory {
    return openTestDirectory({ context: { endpointUrl: sandbox.url, ...context }, ...options });
  }

  /** Signs in, with `browse` in place of the person and the browser. */
  function login(
    browse: (asked: URLSearchParams) => unknown,
    { directory = open(), ...input }: Partial<LoginInput> & { directory?: Directory } = {},
  ): Promise<SignedIn> {
    return signIn(directory, { scopes: [], waitSeconds: 10, ...input }, async ({ url }) => {
      await browse(new URL(url).searchParams);
    });
  }

  /** What the hosted UI does after a sign-in: it keeps the code, and sends the browser back. */
  function signedInAs(
    asked: URLSearchParams,
    { nonce = asked.get('nonce')!, codeChallenge = asked.get('code_challenge')! } = {},
  ): Promise<Page> {
    const scopes = (asked.get('scope') ?? 'openid email').split(' ');
    keepCode(pool, BEN, { redirectUri: asked.get('redirect_uri')!, scopes, nonce, codeChallenge });
    return answer({ code: CODE, state: asked.get('state')! });
  }

  const answer = (parameters: Readonly<Record<string, string>>) =>
    browser(`${callback}?${new URLSearchParams(parameters).toString()}`);

  async function refusal(run: Promise<unknown>): Promise<AdminError> {
    try {
      await run;
    } catch (error) {
      return error as AdminError;
    }
    throw new Error('nothing was refused');
  }

  it('gives the tokens of the user, and says in the browser that the window can be closed', async () => {
    let asked = new URLSearchParams();
    let page: Promise<Page> | undefined;
    const { tokens, user } = await login((parameters) => {
      asked = parameters;
      page = signedInAs(parameters);
    });
    expect(user).to.equal(BEN);
    expect(decodeJwt(tokens.idToken!)).to.include({ email: BEN, nonce: asked.get('nonce') });
    expect(Object.fromEntries(asked)).to.include({
      ...{ response_type: 'code', client_id: SANDBOX_CLIENT_ID, redirect_uri: callback, code_challenge_method: 'S256' },
    });
    const { status, policy, text } = await page!;
    expect([status, /You are signed in.*You can close this window/s.test(text)]).to.deep.equal([200, true]);
    expect(policy).to.include("default-src 'none'");
    for (const secret of [CODE, asked.get('state')!, tokens.accessToken]) expect(text).not.to.include(secret);
  });

  it('asks for new secrets each time', async () => {
    const seen: string[] = [];
    const secretsOf = (asked: URLSearchParams) => {
      seen.push(...['state', 'nonce', 'code_challenge'].map((name) => asked.get(name)!));
      void signedInAs(asked);
    };
    await login(secretsOf);
    await login(secretsOf);
    expect(new Set(seen).size).to.equal(6);
  });

  it('gives no ID token without the scope openid, and names the user by the user name', async () => {
    settings().AllowedOAuthScopes = ['aws.cognito.signin.user.admin'];
    const { tokens, user } = await login((asked) => void signedInAs(asked), {
      scopes: ['aws.cognito.signin.user.admin'],
    });
    expect([tokens.idToken, user in pool.users]).to.deep.equal([null, true]);
  });

  it('signs in to an app client without a secret, too', async () => {
    delete pool.clients[SANDBOX_CLIENT_ID]!.secret;
    expect((await login((asked) => void signedInAs(asked))).user).to.equal(BEN);
  });

  it('ignores every answer but the one with its state', async () => {
    const pages: Page[] = [];
    const { user } = await login(async (asked) => {
      const own = asked.get('state')!;
      pages.push(await answer({ error: 'access_denied' }), await answer({ code: CODE, state: 'forged' }));
      pages.push(await browser(`${callback}?state=${own}&state=forged`));
      void signedInAs(asked);
    });
    expect(user).to.equal(BEN);
    expect(pages.map(({ status }) => status)).to.deep.equal([400, 400, 400]);
    expect(pages[0]!.text).to.include('This is not the answer to a sign-in');
  });

  it('has nothing under another path, for another host or for a form', async () => {
    const statuses: number[] = [];
    await login(async (asked) => {
      const query = `?error=access_denied&state=${asked.get('state')!}`;
      for (const [url, options] of [
        [`http://localhost:${port}/favicon.ico${query}`, {}],
        [`${callback}/${query}`, {}],
        [`${callback}${query}`, { headers: { host: `rebound.example:${port}` } }],
        [`${callback}${query}`, { method: 'POST' }],
      ] as const) {
        statuses.push((await browser(url, options)).status);
      }
      void signedInAs(asked);
    });
    expect(statuses).to.deep.equal([404, 404, 404, 404]);
  });

  it('listens on both addresses that a browser may take for localhost', async function () {
    if (!(await hasIPv6())) this.skip();
    const statuses: number[] = [];
    await login(async (asked) => {
      for (const host of ['127.0.0.1', '[::1]']) {
        const headers = { host: `localhost:${port}` };
        statuses.push((await browser(`http://${host}:${port}/callback?state=forged`, { headers })).status);
      }
      void signedInAs(asked);
    });
    expect(statuses).to.deep.equal([400, 400]);
  });

  for (const [error, hint] of [
    ['access_denied', 'have the person accept'],
    ['user_cancelled_authorize', 'have the person accept'],
    ['invalid_request', 'sf-admin providers list'],
    ['server_error', 'sf-admin pool triggers'],
    ['invalid_scope', 'sf-admin client describe'],
  ] as const) {
    it(`says what to do about ${error}, also that it failed in the browser`, async () => {
      let page: Promise<Page> | undefined;
      const {
        code,
        message,
        hint: given,
      } = await refusal(
        login((asked) => {
          page = answer({ error, error_description: 'Because.', state: asked.get('state')! });
        }),
      );
      expect([code, message]).to.deep.equal(['SIGN_IN_REFUSED', `Cognito refused the sign-in: ${error} (Because.)`]);
      expect(given).to.include(hint);
      const { text } = await page!;
      expect(text).to.include('The sign-in failed').and.not.to.include(error);
    });
  }

  it('refuses an answer with neither a code nor an error', async () => {
    const { code } = await refusal(login((asked) => void answer({ state: asked.get('state')! })));
    expect(code).to.equal('BAD_RESPONSE');
  });

  it('refuses the ID token of another sign-in', async () => {
    const { code, message } = await refusal(login((asked) => void signedInAs(asked, { nonce: 'of-another' })));
    expect([code, message]).to.deep.equal(['BAD_RESPONSE', 'the hosted UI gave the ID token of another sign-in']);
  });

  it('refuses tokens that no key of the user pool has signed', async () => {
    const { code, message } = await refusal(
      login((asked) => {
        state.signingKey = foreign;
        void signedInAs(asked);
      }),
    );
    expect(code).to.equal('BAD_RESPONSE');
    expect(message).to.include('the hosted UI gave an access token that is not valid');
  });

  it('says that the code was requested with another verifier, or that the app client has another secret', async () => {
    const wrongVerifier = await refusal(login((asked) => void signedInAs(asked, { codeChallenge: 'A'.repeat(43) })));
    expect(wrongVerifier.message).to.include('invalid_grant');
    const wrongSecret = await refusal(
      login((asked) => {
        pool.clients[SANDBOX_CLIENT_ID]!.secret = 'another-secret-since-then';
        void signedInAs(asked);
      }),
    );
    expect([wrongSecret.code, wrongSecret.message.includes('invalid_client')]).to.deep.equal(['SIGN_IN_REFUSED', true]);
    expect(wrongSecret.hint).to.include('sf-admin client describe');
  });

  it('ends when nobody has signed in, and leaves the port free', async () => {
    const { code, message } = await refusal(login(() => undefined, { waitSeconds: 0.05 }));
    expect([code, message]).to.deep.equal(['TIMEOUT', 'no sign-in within 0.05 seconds']);
    expect(await refusal(browser(callback))).to.include({ code: 'ECONNREFUSED' });
  });

  it('ends at an interrupt, also with a connection open, and leaves the port free', async () => {
    const interrupt = new AbortController();
    const directory = open({ interrupt: interrupt.signal });
    const { code } = await refusal(
      login(
        async () => {
          const idle = connect(port, '127.0.0.1');
          idle.on('error', () => undefined);
          await once(idle, 'connect');
          interrupt.abort();
        },
        { directory },
      ),
    );
    expect(code).to.equal('CANCELLED');
    expect(await refusal(browser(callback))).to.include({ code: 'ECONNREFUSED' });
  });

  for (const host of ['127.0.0.1', '::1']) {
    it(`does not begin while something else listens on ${host}, says what, and offers other callback URLs`, async function () {
      if (host === '::1' && !(await hasIPv6())) this.skip();
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(port, host, resolve));
      try {
        settings().CallbackURLs = [callback, 'http://localhost:1/other'];
        const { code, message, hint } = await refusal(login(() => expect.fail('it has begun')));
        const owner = process.platform === 'linux' ? ` by [^)]* \\(process ${process.pid}\\)` : '';
        expect(code).to.equal('SIGN_IN_SETUP');
        expect(message).to.match(new RegExp(`^cannot wait for the answer on port ${port}: it is in use${owner}$`));
        expect(hint).to.include('--redirect http://localhost:1/other');
      } finally {
        await new Promise((resolve) => other.close(resolve));
      }
    });
  }

  it('is refused for a caller who acts in a tenant, or only reads, before anybody is asked', async () => {
    const bound = await refusal(
      login(() => expect.fail('it has begun'), { directory: open({ tenant: 'tenant_001' }) }),
    );
    expect(bound.code).to.equal('TENANT_MISMATCH');
    const directory = open();
    const endpoint = { ...directory.endpoint, readOnly: true };
    const reading = await refusal(login(() => expect.fail('it has begun'), { directory: { ...directory, endpoint } }));
    expect(reading.code).to.equal('READ_ONLY');
  });
});

/** What a browser shows for a URL. Not `fetch`, which sends no Host of the caller's. */
function browser(url: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Page> {
  return new Promise((resolve, reject) => {
    // An answer that is accepted gets its page at the end of the sign-in: a test that awaits it earlier must fail, not hang.
    const request = get(url, { agent: false, signal: AbortSignal.timeout(5_000), ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const policy = response.headers['content-security-policy'] as string | undefined;
        resolve({ status: response.statusCode ?? 0, policy, text: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject);
  });
}

async function hasIPv6(): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(0, '::1', () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });
}
