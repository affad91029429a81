import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { BEN, EMMA, FELIX_RESET, GRACE_DISABLED, HUGO_UNCONFIRMED, LIAM_EXPIRED } from '../../harness.js';
import { alertOf, ASKED, CALLBACK, HOST, jsonOf, LOGOUT, resultOf, WebClient } from '../web-client.js';

const SESSION = `cognito-${SANDBOX_POOL_ID}`;
const NEW_PASSWORD = 'Chosen-By-Emma-2026!';

describe('the sign-in page', () => {
  let web: WebClient;
  beforeEach(() => {
    web = new WebClient();
  });

  it('sends a user with the right password back to the app, with a session that no script can read', async () => {
    const answer = await web.signIn(BEN, DEMO_PASSWORD);
    expect(answer.location!.href.split('?')[0]).to.equal(CALLBACK);
    expect(resultOf(answer)).to.have.all.keys('code', 'state').and.include({ state: 'state-1' });
    expect(answer.headers['set-cookie']).to.match(
      new RegExp(`^${SESSION}=[\\w.-]+; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600$`),
    );
    expect(answer.headers['cache-control']).to.equal('no-store');
  });

  it('works for a client that does not allow passwords through the API', async () => {
    web.settings.ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
    expect((await web.signIn(BEN, DEMO_PASSWORD)).status).to.equal(302);
  });

  for (const [what, username, password, message] of [
    ['a wrong password', BEN, 'Wrong-Password-2026!', 'Incorrect username or password.'],
    ['an unknown user', 'nobody@tenant-one.example', DEMO_PASSWORD, 'Incorrect username or password.'],
    ['no password', BEN, '', 'Incorrect username or password.'],
    ['a disabled user', GRACE_DISABLED, DEMO_PASSWORD, 'User is disabled.'],
    ['an unconfirmed user', HUGO_UNCONFIRMED, DEMO_PASSWORD, 'User is not confirmed.'],
    ['a user who must reset their password', FELIX_RESET, DEMO_PASSWORD, 'Password reset required for the user'],
    [
      'an expired temporary password',
      LIAM_EXPIRED,
      DEMO_TEMPORARY_PASSWORD,
      'Temporary password has expired and must be reset by an administrator.',
    ],
  ] as const) {
    it(`says why it refuses ${what}, and begins no session`, async () => {
      const answer = await web.signIn(username, password);
      expect([answer.status, alertOf(answer)]).to.deep.equal([400, message]);
      expect(web.cookies.has(SESSION)).to.equal(false);
      expect(answer.text).to.include(`value="${username}"`).and.not.include('Wrong-Password');
    });
  }

  it('asks for a new password at the first sign-in, and then signs in with it', async () => {
    const page = await web.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    expect([page.status, page.text.includes('Change password')]).to.deep.equal([200, true]);
    expect(web.cookies.has(SESSION)).to.equal(false);

    const differs = await web.submit(page, { new_password: NEW_PASSWORD, confirmation: 'x' });
    expect(alertOf(differs)).to.equal('The two passwords differ.');
    const weak = await web.submit(differs, { new_password: 'weak', confirmation: 'weak' });
    expect(alertOf(weak)).to.equal('Password did not conform with policy: Password not long enough');
    const done = await web.submit(weak, { new_password: NEW_PASSWORD, confirmation: NEW_PASSWORD });
    expect(resultOf(done)).to.have.property('code');
    expect((await new WebClient(web.application).signIn(EMMA, NEW_PASSWORD)).status).to.equal(302);
  });

  it('asks for the required attributes that a user lacks, with the new password', async () => {
    web.sandbox.pool.schema.find(({ Name }) => Name === 'nickname')!.Required = true;
    web.settings.WriteAttributes?.push('nickname');
    const page = await web.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    const filled = { new_password: NEW_PASSWORD, confirmation: NEW_PASSWORD, 'userAttributes.nickname': 'Em' };
    expect(page.text).to.include('name="userAttributes.nickname"');
    const { status } = await web.submit(page, filled);
    expect([status, web.sandbox.attributes(EMMA).nickname]).to.deep.equal([302, 'Em']);
  });

  it('starts again when the session of a challenge is over', async () => {
    const page = await web.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    web.sandbox.time += 181_000;
    const answer = await web.submit(page, { new_password: NEW_PASSWORD, confirmation: NEW_PASSWORD });
    expect(alertOf(answer)).to.equal('Invalid session for the user, session is expired.');
    expect(answer.text).to.include('<h1>Sign in</h1>');
  });

  it('fills in the hint of the app', async () => {
    expect((await web.openSignIn({ login_hint: BEN })).text).to.include(`value="${BEN}"`);
  });

  it('links to the identity providers of the client, and has no form if the pool is none of them', async () => {
    expect((await web.openSignIn()).text).to.match(/Continue with AzureAD/);
    web.settings.SupportedIdentityProviders = ['AzureAD', 'Other'];
    expect((await web.openSignIn()).text).to.not.include('<form');
    web.settings.SupportedIdentityProviders = [];
    expect(alertOf(await web.openSignIn())).to.equal('invalid_request');
  });

  it('can be sent back to by the pages, but a form of it goes nowhere but here and to the app', async () => {
    const { headers } = await web.openSignIn();
    const policy = headers['content-security-policy']!.split('; ');
    expect(policy).to.include("form-action 'self' http://localhost:3000");
    expect(policy)
      .to.include("default-src 'none'")
      .and.include("frame-ancestors 'none'")
      .and.include("base-uri 'none'");
    expect(headers).to.include({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers).to.include({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
  });

  it('accepts no form of another page', async () => {
    const page = await web.openSignIn();
    const fields = { username: BEN, password: DEMO_PASSWORD };
    for (const origin of ['https://evil.example', 'http://127.0.0.1:3000', 'http://localhost:9339', 'null']) {
      expect((await web.submit(page, fields, { origin })).status).to.equal(403);
    }
    expect((await web.submit(page, { ...fields, _csrf: 'x'.repeat(32) })).status).to.equal(403);
    expect((await web.submit(page, { ...fields, _csrf: '' })).status).to.equal(403);
    web.cookies.delete('XSRF-TOKEN');
    expect((await web.submit(page, fields)).status).to.equal(403);
    expect(web.cookies.has(SESSION)).to.equal(false);
  });

  it('shows every text from outside as text', async () => {
    const hostile = `"><script>alert(1)</script>'&amp;`;
    web.settings.ClientName = hostile;
    const [name] = Object.keys(ASKED);
    const answers = [
      await web.openSignIn({ login_hint: hostile, state: hostile, nonce: hostile, [hostile]: hostile }),
      await web.signIn(hostile, hostile),
      await web.get('/oauth2/authorize', { ...ASKED, client_id: hostile }),
      await web.get('/oauth2/authorize', { ...ASKED, redirect_uri: hostile }),
      await web.get(
        '/oauth2/authorize',
        `${name}=a&${name}=b&${encodeURIComponent(hostile)}=1&${encodeURIComponent(hostile)}=2`,
      ),
      await web.get('/logout', { client_id: hostile, logout_uri: hostile }),
    ];
    const page = await new WebClient(web.application).signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    answers.push(
      await web.submit(page, {
        details: JSON.stringify([hostile]),
        username: hostile,
        session: hostile,
        confirmation: 'x',
      }),
    );
    for (const { text } of answers)
      expect(text)
        .to.include('<main>')
        .and.not.match(/<script|"><s|'&amp;'/);
  });

  it('ends the oldest of a thousand sessions', async () => {
    await web.signIn(BEN, DEMO_PASSWORD);
    const user = web.sandbox.user(BEN);
    const [[first, session] = ['', undefined]] = Object.entries(user.ssoSessions!);
    for (let count = 1; count < 1000; count += 1) user.ssoSessions![`sso${count}`] = session!;
    await web.signIn(BEN, DEMO_PASSWORD);
    expect(Object.keys(user.ssoSessions!)).to.have.lengthOf(1000).and.not.include(first);
  });
});

describe('/logout', () => {
  let web: WebClient;
  beforeEach(async () => {
    web = new WebClient();
    await web.signIn(BEN, DEMO_PASSWORD);
  });
  const client = { client_id: ASKED.client_id };

  it('ends the session of the browser, and goes to a registered sign-out URL', async () => {
    const cookie = web.cookies.get(SESSION)!;
    const answer = await web.get('/logout', { ...client, logout_uri: LOGOUT });
    expect([answer.status, answer.location!.href, web.cookies.has(SESSION)]).to.deep.equal([302, LOGOUT, false]);
    web.cookies.set(SESSION, cookie);
    expect((await web.get('/oauth2/authorize', ASKED)).location!.pathname).to.equal('/login');
  });

  it('can go to the sign-in page instead', async () => {
    const { logout_uri: _, ...asked } = { ...ASKED, logout_uri: '' };
    const answer = await web.get('/logout', asked);
    expect([answer.location!.host, answer.location!.pathname]).to.deep.equal([HOST, '/login']);
    expect(web.cookies.has(SESSION)).to.equal(false);
  });

  it('leaves the refresh token valid', async () => {
    const { code } = resultOf(await web.get('/oauth2/authorize', ASKED));
    const tokens = jsonOf(await web.exchange(code!));
    await web.get('/logout', { ...client, logout_uri: LOGOUT });
    const answer = await web.token({ grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) });
    expect(decodeJwt(String(jsonOf(answer).access_token)).client_id).to.equal(ASKED.client_id);
  });

  it('shows a page for a sign-out URL that is not registered, and keeps the session', async () => {
    for (const logout_uri of ['https://evil.example/', `${LOGOUT}more`, CALLBACK]) {
      const answer = await web.get('/logout', { ...client, logout_uri });
      expect([answer.status, alertOf(answer)]).to.deep.equal([400, 'redirect_mismatch']);
    }
    expect(alertOf(await web.get('/logout', client))).to.equal('invalid_request');
    expect(alertOf(await web.get('/logout', { logout_uri: LOGOUT }))).to.equal('invalid_request');
    expect(web.cookies.has(SESSION)).to.equal(true);
  });

  it('does nothing for a browser without a session', async () => {
    web.cookies.clear();
    expect((await web.get('/logout', { ...client, logout_uri: LOGOUT })).status).to.equal(302);
    expect(Object.keys(web.sandbox.user(BEN).ssoSessions!)).to.have.lengthOf(1);
  });
});
