import { expect } from 'chai';
import { generateKeyPair, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { BEN } from '../../harness.js';
import { errorOf, jsonOf, resultOf, WebClient } from '../web-client.js';

describe('/oauth2/userInfo', () => {
  let web: WebClient;
  beforeEach(() => {
    web = new WebClient();
  });

  const tokenFor = async (scope: string) => {
    const { code } = resultOf(await web.signIn(BEN, DEMO_PASSWORD, { scope }));
    return jsonOf(await web.exchange(code!)) as unknown as { access_token: string; id_token: string };
  };
  const ask = (token: string) => web.get('/oauth2/userInfo', {}, { authorization: `Bearer ${token}` });

  it('has the attributes that the scopes allow, with texts for what is verified', async () => {
    const { access_token: token } = await tokenFor('openid email');
    const { sub, username } = { sub: web.sandbox.attributes(BEN).sub, username: web.sandbox.user(BEN).username };
    const expected = { sub, username, email: BEN, email_verified: 'true' };
    expect(jsonOf(await ask(token))).to.deep.equal(expected);
    const posted = await web.post('/oauth2/userInfo', {}, { authorization: `Bearer ${token}` });
    expect(jsonOf(posted)).to.deep.equal(expected);
  });

  it('has all attributes that the client may read for the scope profile, as they are now', async () => {
    const { access_token: token } = await tokenFor('openid profile');
    web.sandbox.user(BEN).attributes.given_name = 'Benjamin';
    const content = jsonOf(await ask(token));
    expect(content).to.include({ given_name: 'Benjamin', 'custom:tenant_id': 'tenant_001' });
  });

  it('works for a token of the implicit grant, until the user is signed out', async () => {
    web.settings.AllowedOAuthFlows = ['implicit'];
    const { access_token: token } = resultOf(await web.signIn(BEN, DEMO_PASSWORD, { response_type: 'token' }));
    expect((await ask(token!)).status).to.equal(200);
    await web.sandbox.call('AdminUserGlobalSignOut', { Username: BEN });
    expect(errorOf(await ask(token!))).to.deep.equal([401, 'invalid_token']);
  });

  it('refuses a request without a token', async () => {
    for (const authorization of ['', 'Basic abc', 'Bearer', 'Bearer a b']) {
      const answer = await web.get('/oauth2/userInfo', {}, { authorization });
      expect(errorOf(answer)).to.deep.equal([400, 'invalid_request']);
    }
  });

  it('refuses a token of a sign-in through the API, which has no scope openid', async () => {
    const { AuthenticationResult } = await web.application.signIn(BEN, DEMO_PASSWORD);
    const answer = await ask(AuthenticationResult!.AccessToken);
    expect(errorOf(answer)).to.deep.equal([401, 'invalid_token']);
    expect(answer.headers['www-authenticate']).to.equal('Bearer error="invalid_token"');
  });

  describe('refuses a token', () => {
    const claimsOf = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as JWTPayload;

    /** A token with other claims, signed with the sandbox's key or another. */
    async function forge(token: string, change: JWTPayload, { kid = 'test-key', own = true } = {}): Promise<string> {
      const key = own
        ? await importJWK({ ...web.sandbox.state.signingKey!.privateJwk }, 'RS256')
        : (await generateKeyPair('RS256')).privateKey;
      return new SignJWT({ ...claimsOf(token), ...change }).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
    }

    for (const [what, make] of [
      ['that is no token', () => 'a.b.c'],
      ['that is an ID token', ({ id_token: token }) => token],
      ['without a signature', ({ access_token: token }) => new UnsecuredJWT(claimsOf(token)).encode()],
      ['whose signature is cut off', ({ access_token: token }) => token.split('.').slice(0, 2).join('.') + '.'],
      ['with the key of somebody else', ({ access_token: token }) => forge(token, {}, { own: false })],
      ['with an unknown key ID', ({ access_token: token }) => forge(token, {}, { kid: 'other' })],
      ['that has expired', ({ access_token: token }) => forge(token, { exp: 1 })],
      [
        'of another pool',
        ({ access_token: token }) =>
          forge(token, { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other01' }),
      ],
      ['of a client that does not exist', ({ access_token: token }) => forge(token, { client_id: 'other' })],
      ['of a user who does not exist', ({ access_token: token }) => forge(token, { username: 'other' })],
      ['without the scope openid', ({ access_token: token }) => forge(token, { scope: 'email' })],
      ['of a sign-in that is unknown', ({ access_token: token }) => forge(token, { origin_jti: 'other' })],
    ] as readonly [string, (tokens: { access_token: string; id_token: string }) => string | Promise<string>][]) {
      it(what, async () => {
        const tokens = await tokenFor('openid email');
        expect((await ask(await forge(tokens.access_token, {}))).status, 'the forge works').to.equal(200);
        expect(errorOf(await ask(await make(tokens)))).to.deep.equal([401, 'invalid_token']);
      });
    }

    it('signed with the public key as a secret', async () => {
      const { access_token: token } = await tokenFor('openid email');
      const { n } = web.sandbox.state.signingKey!.privateJwk as { n: string };
      const signer = new SignJWT(claimsOf(token)).setProtectedHeader({ alg: 'HS256', kid: 'test-key' });
      expect(errorOf(await ask(await signer.sign(Buffer.from(n))))).to.deep.equal([401, 'invalid_token']);
    });

    it('of a user who has been disabled or deleted, or whose token has been revoked', async () => {
      const { access_token: token } = await tokenFor('openid email');
      await web.sandbox.call('AdminDisableUser', { Username: BEN });
      expect(errorOf(await ask(token))).to.deep.equal([401, 'invalid_token']);
      await web.sandbox.call('AdminDeleteUser', { Username: BEN });
      expect(errorOf(await ask(token))).to.deep.equal([401, 'invalid_token']);
    });
  });
});
