import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { SANDBOX_CLIENT_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { BEN } from '../../harness.js';
import { basic, CALLBACK, errorOf, type Fields, jsonOf, resultOf, VERIFIER, WebClient } from '../web-client.js';

interface TokenAnswer {
  access_token: string;
  id_token: string;
  refresh_token: string;
}

describe('/oauth2/token', () => {
  let web: WebClient;
  beforeEach(() => {
    web = new WebClient();
  });

  const newCode = async (more: Fields = {}) => resultOf(await web.signIn(BEN, DEMO_PASSWORD, more)).code!;
  const newTokens = async (more: Fields = {}) =>
    jsonOf(await web.exchange(await newCode(more))) as unknown as TokenAnswer;
  const refresh = (tokens: TokenAnswer) =>
    web.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });

  describe('for a code', () => {
    it('gives the tokens of the user, for the granted scopes, and no cache keeps them', async () => {
      const answer = await web.exchange(await newCode());
      expect(answer.status).to.equal(200);
      expect(answer.headers).to.include({ 'content-type': 'application/json', 'cache-control': 'no-store' });
      const tokens = jsonOf(answer) as unknown as TokenAnswer;
      expect(tokens).to.have.all.keys('access_token', 'id_token', 'refresh_token', 'expires_in', 'token_type');
      expect(tokens).to.include({ expires_in: 3600, token_type: 'Bearer' });
      expect(decodeJwt(tokens.access_token)).to.include({
        scope: 'openid email profile',
        client_id: SANDBOX_CLIENT_ID,
      });
      expect(decodeJwt(tokens.id_token)).to.include({ nonce: 'nonce-1', aud: SANDBOX_CLIENT_ID, email: BEN });
    });

    it('gives no ID token without the scope openid', async () => {
      web.settings.AllowedOAuthScopes?.push('aws.cognito.signin.user.admin');
      expect(await newTokens({ scope: 'aws.cognito.signin.user.admin' })).to.not.have.property('id_token');
    });

    it('is refused the second time, and revokes the refresh token of the first', async () => {
      const code = await newCode();
      const tokens = jsonOf(await web.exchange(code)) as unknown as TokenAnswer;
      expect((await refresh(tokens)).status).to.equal(200);
      expect(errorOf(await web.exchange(code))).to.deep.equal([400, 'invalid_grant']);
      expect(errorOf(await refresh(tokens))).to.deep.equal([400, 'invalid_grant']);
    });

    it('is refused the second time, and revokes the token that has replaced that of the first', async () => {
      web.settings.RefreshTokenRotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 };
      const code = await newCode();
      const first = jsonOf(await web.exchange(code)) as unknown as TokenAnswer;
      const second = jsonOf(await refresh(first)) as unknown as TokenAnswer;
      await web.exchange(code);
      expect(errorOf(await refresh(second))).to.deep.equal([400, 'invalid_grant']);
    });

    it('is refused once its user has been disabled, or deleted and created again', async () => {
      const codes = [await newCode(), await newCode()];
      const { users } = web.sandbox.pool;
      const { username } = web.sandbox.user(BEN);
      await web.sandbox.call('AdminDisableUser', { Username: username });
      await web.sandbox.call('AdminEnableUser', { Username: username });
      expect(errorOf(await web.exchange(codes[0]!))).to.deep.equal([400, 'invalid_grant']);

      const code = await newCode();
      users[username]!.attributes.sub = 'another';
      expect(errorOf(await web.exchange(code))).to.deep.equal([400, 'invalid_grant']);
    });

    it('is given once to two requests at the same time', async () => {
      const code = await newCode();
      const answers = await Promise.all([web.exchange(code), web.exchange(code)]);
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400]);
    });

    it('is refused after five minutes', async () => {
      const code = await newCode();
      web.sandbox.time += 300_000;
      expect(errorOf(await web.exchange(code))).to.deep.equal([400, 'invalid_grant']);
    });

    for (const [what, more] of [
      ['an unknown code', { code: '0' }],
      ['no verifier', { code_verifier: '' }],
      ['a wrong verifier', { code_verifier: VERIFIER.replace('d', 'e') }],
      ['the challenge as the verifier', { code_verifier: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }],
      ['another redirect URI', { redirect_uri: 'https://app.stackflow-tech.com/auth/callback' }],
      ['a prefix of the redirect URI', { redirect_uri: CALLBACK.slice(0, -1) }],
    ] as const) {
      it(`refuses ${what}, and leaves the code valid`, async () => {
        const code = await newCode();
        expect(errorOf(await web.exchange(code, more))).to.deep.equal([400, 'invalid_grant']);
        expect((await web.exchange(code)).status).to.equal(200);
      });
    }

    it('refuses a verifier for a code without a challenge', async () => {
      const without = { code_challenge: '', code_challenge_method: '' };
      expect(errorOf(await web.exchange(await newCode(without)))).to.deep.equal([400, 'invalid_grant']);
      expect((await web.exchange(await newCode(without), { code_verifier: '' })).status).to.equal(200);
    });

    it('refuses the code of another client', async () => {
      web.sandbox.pool.clients.other = structuredClone(web.sandbox.pool.clients[SANDBOX_CLIENT_ID]!);
      const code = await newCode({ client_id: 'other' });
      expect(errorOf(await web.exchange(code))).to.deep.equal([400, 'invalid_grant']);
    });

    for (const [what, change] of [
      ['has been disabled', 'AdminDisableUser'],
      ['has been deleted', 'AdminDeleteUser'],
    ] as const) {
      it(`refuses the code of a user who ${what}`, async () => {
        const code = await newCode();
        await web.sandbox.call(change, { Username: BEN });
        expect(errorOf(await web.exchange(code))).to.deep.equal([400, 'invalid_grant']);
      });
    }

    it('refuses a scope whose attributes the client cannot read', async () => {
      web.settings.ReadAttributes = ['email'];
      expect(errorOf(await web.exchange(await newCode()))).to.deep.equal([400, 'invalid_grant']);
    });

    it('stores only the hash of the code', async () => {
      const code = await newCode();
      expect(JSON.stringify(web.sandbox.state)).to.not.include(code);
      expect(Object.keys(web.sandbox.pool.authorizationCodes!)).to.have.lengthOf(1);
    });

    it('forgets expired codes', async () => {
      await newCode();
      web.sandbox.time += 300_000;
      await newCode();
      expect(Object.keys(web.sandbox.pool.authorizationCodes!)).to.have.lengthOf(1);
    });
  });

  describe('for a refresh token', () => {
    it('gives new tokens with the same scopes and time of sign-in, and no refresh token', async () => {
      const tokens = await newTokens();
      web.sandbox.time += 60_000;
      const again = jsonOf(await refresh(tokens)) as unknown as TokenAnswer;
      expect(again).to.have.all.keys('access_token', 'id_token', 'expires_in', 'token_type');
      const [before, after] = [decodeJwt(tokens.access_token), decodeJwt(again.access_token)];
      for (const claim of ['scope', 'auth_time', 'origin_jti', 'version']) expect(after[claim]).to.equal(before[claim]);
      expect(after.iat! - before.iat!).to.equal(60);
      expect(decodeJwt(again.id_token)).to.not.have.property('nonce');
    });

    it('accepts one of a sign-in through the API, whatever flows the client allows there', async () => {
      const { RefreshToken } = (await web.application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
      web.settings.ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH'];
      const again = jsonOf(await refresh({ refresh_token: RefreshToken } as TokenAnswer)) as unknown as TokenAnswer;
      expect(decodeJwt(again.access_token).scope).to.equal('aws.cognito.signin.user.admin');
      expect(decodeJwt(again.id_token)).to.include({ email: BEN });
    });

    it('refuses one that was revoked, one that is none, and none', async () => {
      const tokens = await newTokens();
      await web.sandbox.call('AdminUserGlobalSignOut', { Username: BEN });
      expect(errorOf(await refresh(tokens))).to.deep.equal([400, 'invalid_grant']);
      expect(errorOf(await refresh({ ...tokens, refresh_token: 'none' }))).to.deep.equal([400, 'invalid_grant']);
      expect(errorOf(await web.token({ grant_type: 'refresh_token' }))).to.deep.equal([400, 'invalid_request']);
    });
  });

  describe('for a client itself', () => {
    beforeEach(() => {
      web.settings.AllowedOAuthFlows = ['client_credentials'];
      web.settings.AllowedOAuthScopes = ['api/read', 'api/write'];
    });

    it('gives an access token for the scopes asked for, or all', async () => {
      for (const [scope, granted] of [
        ['api/read', 'api/read'],
        ['', 'api/read api/write'],
      ] as const) {
        const answer = jsonOf(await web.token({ grant_type: 'client_credentials', scope }));
        expect(answer).to.have.all.keys('access_token', 'expires_in', 'token_type');
        const claims = decodeJwt(String(answer.access_token));
        expect(claims).to.include({ sub: SANDBOX_CLIENT_ID, scope: granted, token_use: 'access' });
      }
    });

    it('refuses a scope that the client does not have, and every other grant', async () => {
      const form = { grant_type: 'client_credentials', scope: 'api/read api/admin' };
      expect(errorOf(await web.token(form))).to.deep.equal([400, 'invalid_scope']);
      expect(errorOf(await web.exchange('any'))).to.deep.equal([400, 'unauthorized_client']);
    });
  });

  describe('authenticates the client', () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'x' };
    /** Whether the client was accepted: then the refresh token is what is wrong. */
    const ACCEPTED = [400, 'invalid_grant'];
    const REFUSED = [400, 'invalid_client'];
    const send = async (more: Fields, authorization?: string) =>
      errorOf(await web.post('/oauth2/token', { ...form, ...more }, { ...(authorization && { authorization }) }));

    it('with its secret, in HTTP Basic or in the form', async () => {
      const [client_id, client_secret] = [SANDBOX_CLIENT_ID, web.secret];
      expect(await send({}, basic(client_id, client_secret))).to.deep.equal(ACCEPTED);
      expect(await send({ client_id }, basic(client_id, client_secret))).to.deep.equal(ACCEPTED);
      expect(await send({ client_id, client_secret })).to.deep.equal(ACCEPTED);

      expect(await send({})).to.deep.equal(REFUSED);
      expect(await send({ client_id })).to.deep.equal(REFUSED);
      expect(await send({ client_id, client_secret: 'x' })).to.deep.equal(REFUSED);
      expect(await send({}, basic(client_id, ''))).to.deep.equal(REFUSED);
      expect(await send({}, basic(client_id, `${client_secret}x`))).to.deep.equal(REFUSED);
      expect(await send({}, basic('nobody', client_secret))).to.deep.equal(REFUSED);
      expect(await send({ client_id: 'other' }, basic(client_id, client_secret))).to.deep.equal(REFUSED);
      expect(await send({}, 'Basic !')).to.deep.equal(REFUSED);
    });

    it('with a secret that is encoded as in a form, or not', async () => {
      web.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.secret = 'a+b+c';
      expect(await send({}, basic(SANDBOX_CLIENT_ID, 'a+b+c'))).to.deep.equal(ACCEPTED);
      expect(await send({}, basic(SANDBOX_CLIENT_ID, 'a%2Bb%2Bc'))).to.deep.equal(ACCEPTED);
    });

    it('by its ID alone if it has no secret', async () => {
      delete web.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.secret;
      expect(await send({ client_id: SANDBOX_CLIENT_ID })).to.deep.equal(ACCEPTED);
      expect(await send({ client_id: SANDBOX_CLIENT_ID, client_secret: 'x' })).to.deep.equal(REFUSED);
    });
  });

  it('refuses an unknown grant, a missing one, and a client without OAuth', async () => {
    expect(errorOf(await web.token({ grant_type: 'password' }))).to.deep.equal([400, 'unsupported_grant_type']);
    expect(errorOf(await web.token({}))).to.deep.equal([400, 'invalid_request']);
    web.settings.AllowedOAuthFlowsUserPoolClient = false;
    expect(errorOf(await web.exchange('any'))).to.deep.equal([400, 'unauthorized_client']);
  });

  it('refuses a body that is no form', async () => {
    const json = { 'content-type': 'application/json' };
    expect(errorOf(await web.token({ grant_type: 'refresh_token' }, json))).to.deep.equal([400, 'invalid_request']);
  });
});

describe('/oauth2/revoke', () => {
  const web = new WebClient();
  const revoke = (form: Fields, headers: Fields = { authorization: basic(SANDBOX_CLIENT_ID, web.secret) }) =>
    web.post('/oauth2/revoke', form, headers);
  let tokens: TokenAnswer;
  beforeEach(async () => {
    const { code } = resultOf(await web.signIn(BEN, DEMO_PASSWORD));
    tokens = jsonOf(await web.exchange(code!)) as unknown as TokenAnswer;
  });

  it('ends a refresh token, and is a success for one that is unknown', async () => {
    for (const token of [tokens.refresh_token, tokens.refresh_token, 'unknown']) {
      const { status, text } = await revoke({ token });
      expect([status, text]).to.deep.equal([200, '']);
    }
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expect(errorOf(await web.token(form))).to.deep.equal([400, 'invalid_grant']);
  });

  it('refuses other tokens, a missing token, and another client', async () => {
    expect(errorOf(await revoke({ token: tokens.access_token }))).to.deep.equal([400, 'unsupported_token_type']);
    expect(errorOf(await revoke({}))).to.deep.equal([400, 'invalid_request']);
    const wrong = await revoke({ token: 'x' }, { authorization: basic(SANDBOX_CLIENT_ID, 'x') });
    expect(errorOf(wrong)).to.deep.equal([401, 'invalid_client']);
    expect(wrong.headers).to.have.property('www-authenticate');
  });

  it('refuses a client without token revocation', async () => {
    web.settings.EnableTokenRevocation = false;
    expect(errorOf(await revoke({ token: 'x' }))).to.deep.equal([400, 'invalid_request']);
    web.settings.EnableTokenRevocation = true;
  });
});
