import { expect } from 'chai';
import { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { isAllowedOrigin, parseOrigin } from '../../../../src/lib/sandbox/doors/cors.js';
import { send, serving } from './served.js';

const APP = 'https://app.example.com';
const KEYS = `/${SANDBOX_POOL_ID}/.well-known/jwks.json`;

describe('the origins that may call the sandbox from a browser', () => {
  for (const [origin, isAllowed] of [
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['https://localhost', true],
    [APP, true],
    ['https://app.example.com:8443', false],
    ['http://app.example.com', false],
    ['http://localhost.evil.example', false],
    ['http://evil.example', false],
    ['http://localhost:3000.evil.example', false],
    ['http://evil.example/?http://localhost', false],
    ['null', false],
    ['', false],
  ] as const) {
    it(`${isAllowed ? 'include' : 'do not include'} "${origin}"`, () => {
      expect(isAllowedOrigin(origin, [APP])).to.equal(isAllowed);
    });
  }

  it('are given without a path', () => {
    expect(parseOrigin('https://App.example.com/')).to.equal(APP);
    for (const text of [
      '*',
      'null',
      '',
      'app.example.com',
      `${APP}/a`,
      `${APP}?a`,
      'file:///a',
      'https://u@app.example.com',
    ]) {
      expect(() => parseOrigin(text)).to.throw(AdminError, `invalid origin "${text}"`);
    }
  });
});

describe('requests of other origins', () => {
  const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };

  it('are answered so that a browser hands the answer to an allowed page', () =>
    serving({ allowedOrigins: [APP] }, async ({ url }) => {
      for (const origin of [APP, 'http://localhost:3000']) {
        const api = await send(url, { headers: { ...target, origin }, body: '{}' });
        const keys = await send(url, { method: 'GET', path: KEYS, headers: { origin } });
        for (const { headers } of [api, keys]) {
          expect(headers).to.include({ 'access-control-allow-origin': origin, vary: 'origin' });
          expect(headers).to.not.have.property('access-control-allow-credentials');
        }
        expect([api.status, keys.status]).to.deep.equal([400, 200]);
      }
      const without = await send(url, { method: 'GET', path: KEYS });
      expect(without.headers).to.include({ vary: 'origin' }).and.not.have.property('access-control-allow-origin');
    }));

  it('are refused from every other page, and do nothing', () =>
    serving({}, async ({ url }, store) => {
      const before = JSON.stringify(await store.read());
      for (const origin of [APP, 'null', 'http://localhost.evil.example']) {
        const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminDeleteUser', authorization: 'any' };
        const body = JSON.stringify({ UserPoolId: SANDBOX_POOL_ID, Username: 'ana.silva@tenant-one.example' });
        for (const request of [
          { headers: { ...target, origin }, body },
          { path: '/oauth2/token', headers: { origin }, body: 'grant_type=client_credentials' },
          { path: '/oauth2/token', method: 'OPTIONS', headers: { origin } },
          { path: KEYS, method: 'GET', headers: { origin } },
        ]) {
          const { status, headers } = await send(url, request);
          expect([status, headers['access-control-allow-origin']]).to.deep.equal([403, undefined]);
        }
      }
      expect(JSON.stringify(await store.read())).to.equal(before);
    }));

  it('are announced by a browser, and answered with the methods and headers that may come', () =>
    serving({}, async ({ url }) => {
      const origin = 'http://localhost:3000';
      const asked = 'content-type,x-amz-target,x-amz-user-agent';
      const preflight = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': asked };
      const { status, headers, body } = await send(url, { method: 'OPTIONS', headers: preflight });
      expect([status, body]).to.deep.equal([204, '']);
      expect(headers).to.include({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': asked,
      });
      const odd = await send(url, {
        method: 'OPTIONS',
        headers: { ...preflight, 'access-control-request-headers': '*' },
      });
      expect(odd.headers).to.not.have.property('access-control-allow-headers');
    }));

  it('cannot read the pages on which users sign in', () =>
    serving({}, async ({ url }) => {
      const query = new URLSearchParams({
        client_id: SANDBOX_CLIENT_ID,
        response_type: 'code',
        redirect_uri: 'http://localhost:3000/auth/callback',
      });
      for (const path of [`/login?${query.toString()}`, `/oauth2/authorize?${query.toString()}`, '/logout']) {
        for (const method of ['GET', 'OPTIONS']) {
          const { headers } = await send(url, { method, path, headers: { origin: 'http://localhost:3000' } });
          expect(headers).to.not.have.property('access-control-allow-origin');
        }
      }
    }));
});

describe('the paths of a served sandbox', () => {
  it('have the methods that they name', () =>
    serving({}, async ({ url }) => {
      for (const [path, allow] of [
        ['/', 'POST, OPTIONS'],
        ['/oauth2/token', 'POST, OPTIONS'],
        ['/oauth2/authorize', 'GET, HEAD, OPTIONS'],
        ['/login', 'GET, POST, HEAD, OPTIONS'],
        [KEYS, 'GET, HEAD, OPTIONS'],
      ] as const) {
        for (const [method, status] of [
          ['OPTIONS', 204],
          ['PUT', 405],
          ['DELETE', 405],
        ] as const) {
          const answer = await send(url, { method, path });
          expect([path, answer.status, answer.headers.allow]).to.deep.equal([path, status, allow]);
        }
      }
      const head = await send(url, { method: 'HEAD', path: KEYS });
      const get = await send(url, { method: 'GET', path: KEYS });
      expect([head.status, head.body, head.headers['content-length']]).to.deep.equal([
        200,
        '',
        get.headers['content-length'],
      ]);
    }));

  it('are unknown otherwise, for every method', () =>
    serving({}, async ({ url }) => {
      for (const path of [
        '/none',
        '/oauth2',
        '/oauth2/token/',
        '/constructor',
        `/${SANDBOX_POOL_ID}/.well-known/x.json`,
      ]) {
        for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD']) {
          expect((await send(url, { method, path })).status).to.equal(404);
        }
      }
    }));

  it('refuse the Host header of another site', () =>
    serving({}, async ({ url }) => {
      for (const path of ['/login', '/oauth2/token', KEYS]) {
        expect((await send(url, { method: 'GET', path, headers: { host: 'evil.example' } })).status).to.equal(403);
      }
    }));

  it('refuse a form that is too large', () =>
    serving({}, async ({ url }) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await send(url, { path: '/oauth2/token', headers, body: `a=${'x'.repeat(2_000_000)}` })).status).to.equal(
        413,
      );
    }));
});

describe('the discovery document', () => {
  const documentOf = (issuer?: 'served') =>
    serving({ issuer }, async ({ url }) => {
      const { body } = await send(url, { method: 'GET', path: `/${SANDBOX_POOL_ID}/.well-known/openid-configuration` });
      return { url, document: JSON.parse(body) as Record<string, unknown> };
    });

  it('names the endpoints that are served, and the issuer of the tokens', async () => {
    const { url, document } = await documentOf('served');
    expect(document).to.deep.equal({
      issuer: `${url}/${SANDBOX_POOL_ID}`,
      jwks_uri: `${url}/${SANDBOX_POOL_ID}/.well-known/jwks.json`,
      authorization_endpoint: `${url}/oauth2/authorize`,
      token_endpoint: `${url}/oauth2/token`,
      userinfo_endpoint: `${url}/oauth2/userInfo`,
      revocation_endpoint: `${url}/oauth2/revoke`,
      end_session_endpoint: `${url}/logout`,
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
    const aws = await documentOf();
    expect(aws.document.issuer).to.equal(`https://cognito-idp.us-east-1.amazonaws.com/${SANDBOX_POOL_ID}`);
  });

  it('has no endpoints for a pool without a domain', () =>
    serving({}, async ({ url }, store) => {
      await store.update(({ pools }) => {
        delete pools[SANDBOX_POOL_ID]!.settings.Domain;
      });
      const { body } = await send(url, { method: 'GET', path: `/${SANDBOX_POOL_ID}/.well-known/openid-configuration` });
      expect(JSON.parse(body)).to.not.have.any.keys('token_endpoint', 'authorization_endpoint', 'userinfo_endpoint');
    }));
});
