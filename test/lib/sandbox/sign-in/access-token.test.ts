import { expect } from 'chai';
import { decodeJwt, generateKeyPair, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { DEMO_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { holderOfToken, readAccessToken } from '../../../../src/lib/sandbox/sign-in/access-token.js';
import { issueClientToken } from '../../../../src/lib/sandbox/sign-in/tokens.js';
import { findClient } from '../../../../src/lib/sandbox/sign-in/client-access.js';
import { Application, type Tokens } from '../application.js';
import { BEN, refusalOf } from '../harness.js';

/** An app to which Ben has signed in. */
async function signedIn(): Promise<{ application: Application; tokens: Tokens }> {
  const application = new Application();
  const response = await application.signIn(BEN, DEMO_PASSWORD);
  return { application, tokens: response.AuthenticationResult! };
}

/** The user name of the token's user. */
async function userOf({ sandbox }: Application, token: string): Promise<string> {
  const read = await readAccessToken(sandbox.store, new Date(sandbox.time), token);
  return holderOfToken(sandbox.state, read).user.username;
}

/** Signs claims as the sandbox does, except for what the test changes. */
async function sign(application: Application, claims: JWTPayload, header: object = {}, alg = 'RS256'): Promise<string> {
  const { kid, privateJwk } = application.sandbox.state.signingKey!;
  const key = await importJWK({ ...privateJwk } as { kty: string }, alg);
  return new SignJWT(claims).setProtectedHeader({ kid, alg, ...header }).sign(key);
}

const INVALID = ['NotAuthorizedException', 'Invalid Access Token'];
const REVOKED = ['NotAuthorizedException', 'Access Token has been revoked'];

describe('the user of an access token', () => {
  it('is who signed in, also with a refreshed token', async () => {
    const { application, tokens } = await signedIn();
    const { username } = application.sandbox.user(BEN);
    expect(await userOf(application, tokens.AccessToken)).to.equal(username);
    const refreshed = (await application.refresh(tokens, BEN)).AuthenticationResult!;
    expect(await userOf(application, refreshed.AccessToken)).to.equal(username);
  });

  it('is still the user when the refresh token has expired before the access token, and was followed by another', async () => {
    const application = new Application();
    const { sandbox, clientId } = application;
    Object.assign(sandbox.pool.clients[clientId]!.settings, {
      RefreshTokenValidity: 1,
      TokenValidityUnits: { RefreshToken: 'hours' },
    });
    const tokens = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    sandbox.time += 59 * 60_000;
    const refreshed = (await application.refresh(tokens, BEN)).AuthenticationResult!;
    sandbox.time += 2 * 60_000;
    await application.signIn(BEN, DEMO_PASSWORD);
    expect(await userOf(application, refreshed.AccessToken)).to.equal(sandbox.user(BEN).username);
    sandbox.time += 86_400_000;
    await application.signIn(BEN, DEMO_PASSWORD);
    // The first of three is gone, a day after it has expired.
    expect(Object.keys(sandbox.user(BEN).refreshTokens)).to.have.length(2);
  });

  it('is revoked once its user has signed in a thousand times since', async () => {
    const application = new Application();
    const { sandbox } = application;
    const AccessToken = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!.AccessToken;
    const user = sandbox.user(BEN);
    const [first] = Object.values(user.refreshTokens);
    const { session: _, ...another } = { ...first!, originJti: 'another' };
    for (let count = 1; count < 999; count += 1) user.refreshTokens[`hash-${count}`] = another;
    await application.signIn(BEN, DEMO_PASSWORD);
    await sandbox.call('GetUser', { AccessToken });
    await application.signIn(BEN, DEMO_PASSWORD);
    expect(Object.keys(user.refreshTokens)).to.have.length(1000);
    expect((await sandbox.refusal('GetUser', { AccessToken }))[1]).to.equal('Access Token has been revoked');
  });

  it('is nobody once the token has expired', async () => {
    const { application, tokens } = await signedIn();
    application.sandbox.time += 3_599_000;
    await userOf(application, tokens.AccessToken);
    application.sandbox.time += 1000;
    expect(await refusalOf(userOf(application, tokens.AccessToken))).to.deep.equal([
      'NotAuthorizedException',
      'Access Token has expired',
    ]);
  });

  it('is nobody in a sandbox where nobody has signed in', async () => {
    const { tokens } = await signedIn();
    const other = new Application();
    delete other.sandbox.state.signingKey;
    expect(await refusalOf(userOf(other, tokens.AccessToken))).to.deep.equal(INVALID);
  });

  const forgeries: [string, (application: Application, tokens: Tokens) => string | Promise<string>][] = [
    ['text that is no token', () => 'no.such.token'],
    ['an empty text', () => ''],
    ['an ID token', (_, { IdToken }) => IdToken],
    [
      'a token that is meant for something else',
      (application, { AccessToken }) => sign(application, { ...decodeJwt(AccessToken), token_use: 'id' }),
    ],
    ['a refresh token', (_, { RefreshToken }) => RefreshToken],
    ['a token without a signature', (_, { AccessToken }) => new UnsecuredJWT(decodeJwt(AccessToken)).encode()],
    ['a token whose signature was removed', (_, { AccessToken }) => AccessToken.replace(/[^.]+$/, '')],
    [
      'a token with other claims under the old signature',
      (application, { AccessToken }) => {
        const [header = '', , signature = ''] = AccessToken.split('.');
        const claims = { ...decodeJwt(AccessToken), username: application.sandbox.user(BEN).username, extra: 1 };
        return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
      },
    ],
    [
      'a token with a foreign key ID',
      (application, { AccessToken }) => sign(application, decodeJwt(AccessToken), { kid: 'another' }),
    ],
    [
      'a token that another key signed under the ID of this one',
      async (application, { AccessToken }) => {
        const { privateKey } = await generateKeyPair('RS256');
        const kid = application.sandbox.state.signingKey!.kid;
        return new SignJWT(decodeJwt(AccessToken)).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey);
      },
    ],
    [
      'a token signed by another algorithm with the right key',
      (application, { AccessToken }) => sign(application, decodeJwt(AccessToken), {}, 'PS256'),
    ],
    [
      'a token signed with the public key as a secret',
      async (application, { AccessToken }) => {
        const { kid, privateJwk } = application.sandbox.state.signingKey!;
        const secret = Buffer.from(String(privateJwk.n));
        return new SignJWT(decodeJwt(AccessToken)).setProtectedHeader({ kid, alg: 'HS256' }).sign(secret);
      },
    ],
    [
      'a token of another pool',
      (application, { AccessToken }) =>
        sign(application, {
          ...decodeJwt(AccessToken),
          iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another01',
        }),
    ],
    [
      'a token of a client for itself',
      async (application) => {
        const { sandbox, clientId } = application;
        const context = { store: sandbox.store, origin: '', issuer: 'aws' as const };
        const client = findClient(sandbox.state, clientId);
        return (await issueClientToken(context, client, { scopes: ['a/b'], issuedAt: sandbox.time })).AccessToken;
      },
    ],
  ];
  for (const [title, forge] of forgeries) {
    it(`is nobody for ${title}`, async () => {
      const { application, tokens } = await signedIn();
      expect(await refusalOf(userOf(application, await forge(application, tokens)))).to.deep.equal(INVALID);
    });
  }

  it('must have granted the scope of the API', async () => {
    const { application, tokens } = await signedIn();
    const token = await sign(application, { ...decodeJwt(tokens.AccessToken), scope: 'openid email' });
    expect(await refusalOf(userOf(application, token))).to.deep.equal([
      'NotAuthorizedException',
      'Access Token does not have required scopes',
    ]);
  });

  const ends: [string, string, object, readonly string[]][] = [
    ['a global sign-out', 'AdminUserGlobalSignOut', { Username: BEN }, REVOKED],
    ['a disabling', 'AdminDisableUser', { Username: BEN }, ['NotAuthorizedException', 'User is disabled.']],
    ['a deletion', 'AdminDeleteUser', { Username: BEN }, ['UserNotFoundException', 'User does not exist.']],
    [
      'a password reset',
      'AdminResetUserPassword',
      { Username: BEN },
      ['PasswordResetRequiredException', 'Password reset required for the user'],
    ],
    [
      'the deletion of its client',
      'DeleteUserPoolClient',
      { ClientId: 'sandbox0stackflow0client01' },
      ['ResourceNotFoundException', 'User pool client sandbox0stackflow0client01 does not exist.'],
    ],
  ];
  for (const [title, operation, input, refusal] of ends) {
    it(`is refused after ${title}`, async () => {
      const { application, tokens } = await signedIn();
      await application.sandbox.call(operation, input);
      expect(await refusalOf(userOf(application, tokens.AccessToken))).to.deep.equal(refusal);
    });
  }

  it('stays refused when a disabled user is enabled again', async () => {
    const { application, tokens } = await signedIn();
    await application.sandbox.call('AdminDisableUser', { Username: BEN });
    await application.sandbox.call('AdminEnableUser', { Username: BEN });
    expect(await refusalOf(userOf(application, tokens.AccessToken))).to.deep.equal(REVOKED);
  });

  it('is not somebody else who was created under the same name', async () => {
    const { application, tokens } = await signedIn();
    application.sandbox.user(BEN).attributes.sub = 'another';
    expect((await refusalOf(userOf(application, tokens.AccessToken)))[0]).to.equal('UserNotFoundException');
  });

  it('is refused after the revocation of the refresh token, but not that of another sign-in', async () => {
    const { application, tokens } = await signedIn();
    const second = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    await application.sandbox.call('RevokeToken', {
      Token: tokens.RefreshToken,
      ClientId: application.clientId,
      ClientSecret: application.secret,
    });
    expect(await refusalOf(userOf(application, tokens.AccessToken))).to.deep.equal(REVOKED);
    await userOf(application, second.AccessToken);
  });

  it('is refused after a global sign-out even if the client cannot revoke tokens', async () => {
    const application = new Application();
    application.sandbox.pool.clients[application.clientId]!.settings.EnableTokenRevocation = false;
    const { AccessToken } = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    await userOf(application, AccessToken);
    await application.sandbox.call('AdminUserGlobalSignOut', { Username: BEN });
    expect(await refusalOf(userOf(application, AccessToken))).to.deep.equal(REVOKED);
  });
});
