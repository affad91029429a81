import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { BEN } from '../harness.js';
import { alertOf, ASKED, CALLBACK, CHALLENGE, HOST, resultOf, WebClient } from './web-client.js';

describe('/oauth2/authorize', () => {
  let web: WebClient;
  beforeEach(() => {
    web = new WebClient();
  });

  const refusalOf = async (more: Record<string, string>) => {
    const answer = await web.get('/oauth2/authorize', { ...ASKED, ...more });
    const { error, state, ...rest } = resultOf(answer);
    return { to: answer.location!.href.split(/[?#]/)[0], error, state, others: Object.keys(rest) };
  };
  const refused = (error: string) => ({ to: CALLBACK, error, state: 'state-1', others: ['error_description'] });

  it('sends the browser to the sign-in page with the parameters of the app', async () => {
    const { status, location } = await web.get('/oauth2/authorize', ASKED);
    expect([status, location!.host, location!.pathname]).to.deep.equal([302, HOST, '/login']);
    expect(Object.fromEntries(location!.searchParams)).to.deep.equal(ASKED);
  });

  for (const [what, more, code] of [
    ['an unknown client', { client_id: 'nobody' }, 'invalid_request'],
    ['a client of the name of an inherited member', { client_id: 'constructor' }, 'invalid_request'],
    ['an unregistered redirect URI', { redirect_uri: 'https://evil.example/' }, 'redirect_mismatch'],
    ['a prefix of a registered redirect URI', { redirect_uri: CALLBACK.slice(0, -1) }, 'redirect_mismatch'],
    ['a longer redirect URI', { redirect_uri: `${CALLBACK}/more` }, 'redirect_mismatch'],
    [
      'another port of a loopback redirect URI',
      { redirect_uri: CALLBACK.replace('3000', '3001') },
      'redirect_mismatch',
    ],
    ['another loopback host', { redirect_uri: CALLBACK.replace('localhost', '127.0.0.1') }, 'redirect_mismatch'],
    ['a redirect URI with a fragment', { redirect_uri: `${CALLBACK}#x` }, 'redirect_mismatch'],
    [
      'a redirect URI with a user',
      { redirect_uri: 'http://localhost:3000@evil.example/auth/callback' },
      'redirect_mismatch',
    ],
    ['a redirect URI with a line break', { redirect_uri: `${CALLBACK}\r\nSet-Cookie: a=b` }, 'redirect_mismatch'],
    ['no redirect URI', { redirect_uri: '' }, 'invalid_request'],
    ['no client', { client_id: '' }, 'invalid_request'],
  ] as const) {
    it(`shows a page for ${what}, and never redirects`, async () => {
      for (const path of ['/oauth2/authorize', '/login']) {
        const answer = await web.get(path, { ...ASKED, ...more });
        expect([answer.status, alertOf(answer), answer.headers.location]).to.deep.equal([400, code, undefined]);
      }
    });
  }

  it('shows a page for a client of a pool without a domain', async () => {
    delete web.sandbox.pool.settings.Domain;
    const answer = await web.get('/oauth2/authorize', ASKED);
    expect([answer.status, alertOf(answer)]).to.deep.equal([400, 'invalid_request']);
  });

  it('shows a page for a repeated parameter', async () => {
    const answer = await web.get('/oauth2/authorize', `${new URLSearchParams(ASKED).toString()}&state=other`);
    expect([answer.status, alertOf(answer)]).to.deep.equal([400, 'invalid_request']);
  });

  it('names a scope that the app client does not have', async () => {
    const { location } = await new WebClient().get('/oauth2/authorize', { ...ASKED, scope: 'openid shop/read' });
    expect(location!.searchParams.get('error_description')).to.equal(
      'The app client does not allow the scope shop/read.',
    );
  });

  for (const [what, more, error] of [
    ['no response type', { response_type: '' }, 'invalid_request'],
    ['an unknown response type', { response_type: 'id_token' }, 'invalid_request'],
    ['an unregistered scope', { scope: 'openid aws.cognito.signin.user.admin' }, 'invalid_scope'],
    ['email without openid', { scope: 'email' }, 'invalid_scope'],
    ['a plain code challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a code challenge without a method', { code_challenge_method: '' }, 'invalid_request'],
    ['a method without a code challenge', { code_challenge: '' }, 'invalid_request'],
    ['a code challenge that is no hash', { code_challenge: CHALLENGE.slice(1) }, 'invalid_request'],
    ['a provider that the client does not support', { identity_provider: 'Google' }, 'invalid_request'],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required'],
  ] as const) {
    it(`tells the app about ${what}`, async () => {
      expect(await refusalOf(more)).to.deep.equal(refused(error));
    });
  }

  it('tells the app in the fragment that the client does not allow the implicit grant', async () => {
    const answer = await web.get('/oauth2/authorize', { ...ASKED, response_type: 'token' });
    expect(answer.location!.search).to.equal('');
    expect(resultOf(answer)).to.include({ error: 'unauthorized_client', state: 'state-1' });
  });

  it('tells the app that its client allows no OAuth flows', async () => {
    web.settings.AllowedOAuthFlowsUserPoolClient = false;
    expect(await refusalOf({})).to.deep.equal(refused('unauthorized_client'));
  });

  it('refuses a state that is JSON, and no other', async () => {
    for (const [state, error] of [
      ['{"page":"/tickets"}', 'invalid_request'],
      [' ["a"]', 'invalid_request'],
      [btoa('{"page":"/tickets"}'), 'login_required'],
      ['{page', 'login_required'],
      ['42', 'login_required'],
    ]) {
      const answer = resultOf(await web.get('/oauth2/authorize', { ...ASKED, prompt: 'none', state: state! }));
      expect(answer).to.include({ error, state });
    }
  });

  it('keeps the query of a registered redirect URI', async () => {
    web.settings.CallbackURLs = ['https://app.example.com/?a=b'];
    const { location } = await web.get('/oauth2/authorize', {
      ...ASKED,
      redirect_uri: 'https://app.example.com/?a=b',
      prompt: 'none',
    });
    expect(location!.href).to.match(/^https:\/\/app\.example\.com\/\?a=b&error=login_required&/);
  });

  it('escapes what a header cannot have, in the redirect URI and in the state', async () => {
    web.settings.CallbackURLs = ['https://app.example.com/漢'];
    const state = 'a\r\nSet-Cookie: x=y&error=none';
    const { headers } = await web.get('/oauth2/authorize', {
      ...ASKED,
      redirect_uri: 'https://app.example.com/漢',
      prompt: 'none',
      state,
    });
    expect(headers.location).to.match(/^https:\/\/app\.example\.com\/%E6%BC%A2\?[\x21-\x7e]*$/);
    expect(new URL(headers.location!).searchParams.getAll('state')).to.deep.equal([state]);
    expect(new URL(headers.location!).searchParams.getAll('error')).to.deep.equal(['login_required']);
  });

  it('takes the default redirect URI of a client with one provider', async () => {
    web.settings.SupportedIdentityProviders = ['COGNITO'];
    web.settings.DefaultRedirectURI = CALLBACK;
    const { location } = await web.get('/oauth2/authorize', { ...ASKED, redirect_uri: '', prompt: 'none' });
    expect(location!.href).to.match(/^http:\/\/localhost:3000\/auth\/callback\?error=login_required/);
  });

  describe('of a browser with a session', () => {
    beforeEach(async () => {
      expect((await web.signIn(BEN, DEMO_PASSWORD)).status).to.equal(302);
    });

    it('gives the app a code at once, with the time of the sign-in', async () => {
      web.sandbox.time += 600_000;
      for (const prompt of ['', 'none']) {
        const { code, state } = resultOf(await web.get('/oauth2/authorize', { ...ASKED, prompt, state: 'state-2' }));
        expect(state).to.equal('state-2');
        const tokens = JSON.parse((await web.exchange(code!)).text) as { id_token: string };
        const { auth_time: signedIn, iat } = decodeJwt(tokens.id_token) as { auth_time: number; iat: number };
        expect(iat - signedIn).to.equal(600);
      }
    });

    for (const prompt of ['login', 'select_account', 'consent login']) {
      it(`shows the sign-in page for prompt=${prompt}`, async () => {
        const { location } = await web.get('/oauth2/authorize', { ...ASKED, prompt });
        expect(location!.pathname).to.equal('/login');
        expect(location!.searchParams.has('prompt')).to.equal(false);
      });
    }

    const isAsked = async () => (await web.get('/oauth2/authorize', ASKED)).location!.pathname === '/login';

    it('asks again after an hour', async () => {
      web.sandbox.time += 3_599_000;
      expect(await isAsked()).to.equal(false);
      web.sandbox.time += 2000;
      expect(await isAsked()).to.equal(true);
    });

    it('is reused by each client as long as it may, counted from the sign-in', async () => {
      const { clients } = web.sandbox.pool;
      clients.other = structuredClone(clients[SANDBOX_CLIENT_ID]!);
      // The session itself lasts longer than `other` may reuse it.
      clients.longest = { ...structuredClone(clients.other), sessionReuseMinutes: 600 };
      const set = (ClientId: string, MaxValidityMinutes: number) =>
        web.sandbox.call('SetUserPoolClientSessionConfiguration', { ClientId, SSOSession: { MaxValidityMinutes } });
      await set('other', 300);
      await web.signIn(BEN, DEMO_PASSWORD);
      web.sandbox.time += 3_601_000;
      const other = () => web.get('/oauth2/authorize', { ...ASKED, client_id: 'other' });
      expect(await isAsked()).to.equal(true);
      expect(resultOf(await other())).to.have.property('code');
      await set('other', 0);
      expect((await other()).location!.pathname).to.equal('/login');
      await set('other', 300);
      web.sandbox.time += 4 * 3_600_000;
      expect((await other()).location!.pathname).to.equal('/login');
    });

    it('begins for a client that never reuses it', async () => {
      web.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.sessionReuseMinutes = 0;
      await web.signIn(BEN, DEMO_PASSWORD);
      expect(await isAsked()).to.equal(true);
      web.sandbox.pool.clients.other = { ...web.sandbox.pool.clients[SANDBOX_CLIENT_ID]!, sessionReuseMinutes: 60 };
      const { location } = await web.get('/oauth2/authorize', { ...ASKED, client_id: 'other' });
      expect(location!.pathname).to.equal('/auth/callback');
    });

    it('asks again when the user has been disabled', async () => {
      await web.sandbox.call('AdminDisableUser', { Username: BEN });
      expect(await isAsked()).to.equal(true);
    });

    it('asks again when the user has to choose a new password', async () => {
      const Password = 'Another-Temporary-1!';
      await web.sandbox.call('AdminSetUserPassword', { Username: BEN, Password, Permanent: false });
      expect(await isAsked()).to.equal(true);
    });

    it('asks again when an administrator has ended the session, but not after a global sign-out', async () => {
      await web.sandbox.call('AdminUserGlobalSignOut', { Username: BEN });
      expect(await isAsked()).to.equal(false);
      const [SessionId] = Object.keys(web.sandbox.user(BEN).ssoSessions!);
      await web.sandbox.call('AdminRevokeUserSession', { Username: BEN, SessionId });
      expect(await isAsked()).to.equal(true);
    });

    it('does not accept the cookie of another pool or another session', async () => {
      const name = `cognito-${SANDBOX_POOL_ID}`;
      const [username = ''] = web.cookies.get(name)!.split('.');
      for (const value of [`${username}.other`, username, `.${username}`, '']) {
        web.cookies.set(name, value);
        expect(await isAsked()).to.equal(true);
      }
    });

    it('stores only the hash of the cookie', () => {
      const cookie = web.cookies.get(`cognito-${SANDBOX_POOL_ID}`)!;
      expect(JSON.stringify(web.sandbox.state)).to.not.include(cookie).and.not.include(cookie.split('.')[1]);
    });

    it('is listed, and its code gives a session that belongs to it', async () => {
      const { code } = resultOf(await web.get('/oauth2/authorize', ASKED));
      await web.exchange(code!);
      const { Sessions } = (await web.sandbox.call('AdminListUserSessions', { Username: BEN })) as {
        Sessions: { SessionType: string; SessionId: string; OriginSessionId?: string }[];
      };
      const sso = Sessions.find(({ SessionType }) => SessionType === 'SSO')!;
      expect(Sessions.find(({ SessionType }) => SessionType === 'TOKEN')!.OriginSessionId).to.equal(sso.SessionId);
    });
  });

  describe('with the implicit grant', () => {
    beforeEach(() => {
      web.settings.AllowedOAuthFlows = ['implicit'];
    });

    it('gives the app tokens in the fragment, and no refresh token', async () => {
      const answer = await web.signIn(BEN, DEMO_PASSWORD, { response_type: 'token' });
      const result = resultOf(answer);
      expect(answer.location!.search).to.equal('');
      expect(result).to.have.all.keys('access_token', 'id_token', 'token_type', 'expires_in', 'state');
      expect(result).to.include({ token_type: 'Bearer', expires_in: '3600', state: 'state-1' });
      expect(decodeJwt(result.id_token!)).to.include({ nonce: 'nonce-1', email: BEN });
    });

    it('gives no ID token without the scope openid', async () => {
      web.settings.AllowedOAuthScopes = ['aws.cognito.signin.user.admin'];
      const result = resultOf(await web.signIn(BEN, DEMO_PASSWORD, { response_type: 'token', scope: '' }));
      expect(result).to.not.have.property('id_token');
      expect(decodeJwt(result.access_token!).scope).to.equal('aws.cognito.signin.user.admin');
    });
  });
});
