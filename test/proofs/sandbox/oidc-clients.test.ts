import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { expect } from 'chai';
import * as oidc from 'openid-client';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type ServedSandbox, serveSandbox, type ServeOptions } from '../../../src/lib/sandbox/doors/serve.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { DEMO_PASSWORD } from '../../../src/lib/sandbox/seed/seed-users.js';
import type { SandboxState } from '../../../src/lib/sandbox/state/state.js';
import { MemoryStore } from '../../lib/sandbox/memory-store.js';

const BEN = 'ben.carter@tenant-one.example';
const CALLBACK = 'http://localhost:3000/auth/callback';

/** What a verifier accepts. */
interface Expected {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly tokenUse: 'id' | 'access';
  readonly scope?: string;
}

describe('a served sandbox and clients that others wrote', () => {
  let state: SandboxState;
  let sandbox: ServedSandbox;
  afterEach(() => sandbox.close());

  async function serve(options: Partial<ServeOptions>): Promise<void> {
    state = seedState();
    sandbox = await serveSandbox({ store: new MemoryStore(state), port: 0, ...options });
  }

  const client = () => state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!;
  const issuerUrl = () => new URL(`${sandbox.url}/${SANDBOX_POOL_ID}`);

  function discover(authentication?: oidc.ClientAuth): Promise<oidc.Configuration> {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out; the sandbox has no TLS
    const options = { execute: [oidc.allowInsecureRequests] };
    return oidc.discovery(issuerUrl(), SANDBOX_CLIENT_ID, client().secret, authentication, options);
  }

  /** Signs in on the page that an authorization URL leads to. Returns where the browser is sent in the end. */
  async function signInAt(url: URL): Promise<URL> {
    const authorized = await fetch(url, { redirect: 'manual' });
    const pageUrl = new URL(authorized.headers.get('location')!, url);
    const page = await fetch(pageUrl);
    const [cookie = ''] = page.headers.get('set-cookie')!.split(';');
    const token = /name="_csrf" value="([^"]*)"/.exec(await page.text())![1]!;
    const answer = await fetch(pageUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ _csrf: token, username: BEN, password: DEMO_PASSWORD }),
    });
    return new URL(answer.headers.get('location')!);
  }

  async function codeFlow(config: oidc.Configuration) {
    const verifier = oidc.randomPKCECodeVerifier();
    const checks = { state: oidc.randomState(), nonce: oidc.randomNonce() };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...checks,
    });
    const returned = await signInAt(url);
    const grant = (from = returned) =>
      oidc.authorizationCodeGrant(config, from, {
        pkceCodeVerifier: verifier,
        expectedState: checks.state,
        expectedNonce: checks.nonce,
      });
    return { returned, grant };
  }

  /** The error of RFC 6749 that a request was refused with. */
  async function refusalOf(request: Promise<unknown>): Promise<string> {
    const error: unknown = await request.then(
      () => 'accepted',
      (thrown: unknown) => thrown,
    );
    if (error instanceof oidc.ResponseBodyError) return error.error;
    return error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error);
  }

  for (const [name, authentication] of [
    ['HTTP Basic', oidc.ClientSecretBasic],
    ['a form', oidc.ClientSecretPost],
  ] as const) {
    it(`openid-client signs in, refreshes and revokes, with its secret in ${name}`, async () => {
      await serve({ issuer: 'served' });
      const config = await discover(authentication(client().secret));
      const { grant } = await codeFlow(config);
      const tokens = await grant();
      expect(tokens.claims()).to.include({ iss: issuerUrl().href, aud: SANDBOX_CLIENT_ID, email: BEN });

      const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token!);
      expect(refreshed.claims()!.sub).to.equal(tokens.claims()!.sub);
      const user = await oidc.fetchUserInfo(config, refreshed.access_token, tokens.claims()!.sub);
      expect(user.email).to.equal(BEN);

      await oidc.tokenRevocation(config, tokens.refresh_token!);
      expect(await refusalOf(oidc.refreshTokenGrant(config, tokens.refresh_token!))).to.equal('invalid_grant');
    });
  }

  it('openid-client gets a token for itself', async () => {
    await serve({ issuer: 'served' });
    Object.assign(client().settings, { AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['api/read'] });
    const tokens = await oidc.clientCredentialsGrant(await discover(), { scope: 'api/read' });
    expect(tokens.token_type).to.equal('bearer');
  });

  it('openid-client refuses a state that was used or forged, and the sandbox a code that was used', async () => {
    await serve({ issuer: 'served' });
    const { returned, grant } = await codeFlow(await discover());
    const forged = new URL(returned);
    forged.searchParams.set('state', 'forged');
    expect(await refusalOf(grant(forged))).to.match(/unexpected "state" response parameter/);
    await grant();
    expect(await refusalOf(grant())).to.equal('invalid_grant');
  });

  it('openid-client refuses the issuer of Cognito at the address of the sandbox', async () => {
    await serve({});
    expect(await refusalOf(discover())).to.match(/issuer/i);
  });

  it('aws-jwt-verify accepts the tokens with the keys of the sandbox, for their pool, client and use only', async () => {
    await serve({ issuer: 'aws' });
    const { grant } = await codeFlow(await configurationOfAws());
    const tokens = await grant();
    const right = { userPoolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID, tokenUse: 'id' } as const;
    const keys = (await (await fetch(`${issuerUrl().href}/.well-known/jwks.json`)).json()) as Jwks;
    const verify = async (token: string, expected: Expected) => {
      const verifier = CognitoJwtVerifier.create(expected);
      verifier.cacheJwks(keys);
      return verifier.verify(token).then(
        ({ sub }) => sub,
        (error: unknown) => (error as Error).constructor.name,
      );
    };
    const { sub } = tokens.claims()!;
    expect(await verify(tokens.id_token!, right)).to.equal(sub);
    expect(await verify(tokens.access_token, { ...right, tokenUse: 'access', scope: 'email' })).to.equal(sub);

    const refused = [
      await verify(tokens.access_token, right),
      await verify(tokens.id_token!, { ...right, clientId: 'another' }),
      await verify(tokens.id_token!, { ...right, userPoolId: 'us-east-1_Another01' }),
      await verify(tokens.id_token!.slice(0, -4), right),
    ];
    expect(refused).to.deep.equal([
      'CognitoJwtInvalidTokenUseError',
      'CognitoJwtInvalidClientIdError',
      // The issuer is none that the verifier knows.
      'ParameterValidationError',
      'JwtInvalidSignatureError',
    ]);
  });

  /** Discovery would refuse an issuer of another address, so the endpoints are given. */
  async function configurationOfAws(): Promise<oidc.Configuration> {
    const document = await fetch(`${issuerUrl().href}/.well-known/openid-configuration`);
    const metadata = (await document.json()) as oidc.ServerMetadata;
    const config = new oidc.Configuration(metadata, SANDBOX_CLIENT_ID, client().secret);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
    oidc.allowInsecureRequests(config);
    return config;
  }
});
