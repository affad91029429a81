import { expect } from 'chai';
import { SANDBOX_CLIENT_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { Application, type Tokens } from '../application.js';
import { BEN, refusalOf } from '../harness.js';

const DAY_MS = 86_400_000;
const REVOKED = ['NotAuthorizedException', 'Refresh Token has been revoked'];

/** Signed in at a client that rotates refresh tokens. */
async function signedIn(RetryGracePeriodSeconds = 0) {
  const app = new Application();
  const { settings } = app.sandbox.pool.clients[SANDBOX_CLIENT_ID]!;
  settings.RefreshTokenRotation = { Feature: 'ENABLED', RetryGracePeriodSeconds };
  const first = (await app.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
  const renew = async ({ RefreshToken }: Tokens, ClientSecret: string | undefined = app.secret) => {
    const input = { ClientId: SANDBOX_CLIENT_ID, RefreshToken, ClientSecret };
    const { AuthenticationResult } = await app.sandbox.call('GetTokensFromRefreshToken', input);
    return AuthenticationResult as Tokens;
  };
  return { app, settings, first, renew };
}

describe('refresh token rotation', () => {
  it('replaces the token, and refuses the old one', async () => {
    const { first, renew } = await signedIn();
    const second = await renew(first);
    expect(second).to.have.keys('AccessToken', 'IdToken', 'RefreshToken', 'ExpiresIn', 'TokenType');
    expect((await refusalOf(renew(first)))[0]).to.equal('RefreshTokenReuseException');
    expect((await renew(second)).RefreshToken).to.not.equal(second.RefreshToken);
  });

  it('accepts the old token in the grace period', async () => {
    const { app, first, renew } = await signedIn(60);
    await renew(first);
    app.sandbox.time += 59_999;
    expect(await renew(first)).to.have.property('RefreshToken');
    app.sandbox.time += 1;
    expect((await refusalOf(renew(first)))[0]).to.equal('RefreshTokenReuseException');
  });

  it('ends when the first token would have', async () => {
    const { app, first, renew } = await signedIn();
    app.sandbox.time += 29 * DAY_MS;
    const second = await renew(first);
    app.sandbox.time += DAY_MS;
    expect(await refusalOf(renew(second))).to.deep.equal(['NotAuthorizedException', 'Refresh Token has expired']);
  });

  it('keeps one session', async () => {
    const { app, first, renew } = await signedIn(60);
    await renew(await renew(first));
    await renew(first).catch(() => undefined);
    const { Sessions } = await app.sandbox.call('AdminListUserSessions', { Username: BEN });
    expect(Sessions).to.have.length(1);
  });

  it('does not save a token in its grace period from a sign-out', async () => {
    const { app, first, renew } = await signedIn(60);
    const second = await renew(first);
    await app.sandbox.call('AdminUserGlobalSignOut', { Username: BEN });
    expect(await refusalOf(renew(first))).to.deep.equal(REVOKED);
    expect(await refusalOf(renew(second))).to.deep.equal(REVOKED);
  });

  it('is over, with all access tokens, when the session is revoked or is one too many', async () => {
    for (const end of ['revoked', 'one too many']) {
      const { app, first, renew } = await signedIn(60);
      const second = await renew(first);
      const third = await renew(first);
      if (end === 'revoked') {
        const { Sessions } = await app.sandbox.call('AdminListUserSessions', { Username: BEN });
        const [{ SessionId }] = Sessions as [{ SessionId: string }];
        await app.sandbox.call('AdminRevokeUserSession', { Username: BEN, SessionId });
      } else {
        app.sandbox.pool.sessions = { tracking: 'ENABLED', maxPerUser: 1 };
        app.sandbox.time += 1000;
        await app.signIn(BEN, DEMO_PASSWORD);
      }
      for (const { AccessToken } of [first, second, third]) {
        expect((await app.sandbox.refusal('GetUser', { AccessToken }))[1]).to.equal('Access Token has been revoked');
      }
      expect(await refusalOf(renew(third))).to.deep.equal(REVOKED);
    }
  });

  it('is over, with all access tokens, when a token in its grace period or one of its successors is revoked', async () => {
    for (const revoked of ['first', 'second'] as const) {
      const { app, first, renew } = await signedIn(60);
      const second = await renew(first);
      const third = await renew(first);
      const Token = { first, second }[revoked].RefreshToken;
      await app.sandbox.call('RevokeToken', { Token, ClientId: SANDBOX_CLIENT_ID, ClientSecret: app.secret });
      for (const tokens of [first, second, third]) {
        const { AccessToken } = tokens;
        expect(await refusalOf(renew(tokens))).to.deep.equal(REVOKED);
        expect((await app.sandbox.refusal('GetUser', { AccessToken }))[1]).to.equal('Access Token has been revoked');
      }
    }
  });

  it('does not go with REFRESH_TOKEN_AUTH', async () => {
    const { app, first } = await signedIn();
    expect((await refusalOf(app.refresh(first, BEN)))[0]).to.equal('InvalidParameterException');
  });
});

describe('GetTokensFromRefreshToken', () => {
  it('returns no new refresh token without rotation', async () => {
    const { settings, first, renew } = await signedIn();
    delete settings.RefreshTokenRotation;
    expect(await renew(first)).to.have.keys('AccessToken', 'IdToken', 'ExpiresIn', 'TokenType');
    expect(await renew(first)).to.have.property('AccessToken');
  });

  it('refuses a wrong client secret', async () => {
    const { first, renew } = await signedIn();
    expect(await refusalOf(renew(first, 'wrong'))).to.deep.equal([
      'NotAuthorizedException',
      `Unable to verify secret for client ${SANDBOX_CLIENT_ID}`,
    ]);
  });
});
