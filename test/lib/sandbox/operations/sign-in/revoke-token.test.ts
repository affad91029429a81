import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { SANDBOX_CLIENT_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application, type Tokens } from '../../application.js';
import { BEN, refusalOf } from '../../harness.js';

const UNAUTHORIZED = ['UnauthorizedException', 'Unauthorized client.'];

async function signedIn(): Promise<{
  application: Application;
  tokens: Tokens;
  revoke: (Token: string, more?: object) => Promise<Record<string, unknown>>;
}> {
  const application = new Application();
  const tokens = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
  const ClientSecret = application.secret;
  const revoke = (Token: string, more: object = {}) =>
    application.sandbox.call('RevokeToken', { ClientId: SANDBOX_CLIENT_ID, ClientSecret, Token, ...more });
  return { application, tokens, revoke };
}

describe('RevokeToken', () => {
  it('revokes only that token, and succeeds the second time too', async () => {
    const { application, tokens, revoke } = await signedIn();
    const other = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    expect(await revoke(tokens.RefreshToken)).to.deep.equal({});
    expect(await refusalOf(application.refresh(tokens, BEN))).to.deep.equal([
      'NotAuthorizedException',
      'Refresh Token has been revoked',
    ]);
    expect(await application.refresh(other, BEN)).to.have.property('AuthenticationResult');
    expect(await revoke(tokens.RefreshToken)).to.deep.equal({});
  });

  it('also ends the SSO session of the token with LINKED', async () => {
    const { application, tokens, revoke } = await signedIn();
    const user = application.sandbox.user(BEN);
    const [token] = Object.values(user.refreshTokens);
    const session = { deviceType: 'unknown', ip: '192.0.2.1', country: 'unknown' };
    user.ssoSessions = {
      sso1: { ...session, clientId: SANDBOX_CLIENT_ID, createdAt: 0, lastActiveAt: 0, expiresAt: Infinity },
    };
    token!.session = { ...token!.session!, ssoSessionId: 'sso1' };
    await revoke(tokens.RefreshToken, { RevokeAssociatedSessions: 'LINKED' });
    expect(user.ssoSessions).to.deep.equal({});
  });

  it('is refused for a client that does not own the token', async () => {
    const { application, tokens, revoke } = await signedIn();
    const { UserPoolClient } = await application.sandbox.call('CreateUserPoolClient', {
      ClientName: 'other',
    });
    const { ClientId } = UserPoolClient as { ClientId: string };
    for (const more of [
      { ClientSecret: 'x'.repeat(24) },
      { ClientSecret: undefined },
      { ClientId: 'nosuchclient' },
      { ClientId, ClientSecret: undefined },
    ]) {
      expect(await refusalOf(revoke(tokens.RefreshToken, more))).to.deep.equal(UNAUTHORIZED);
    }
    expect(await application.refresh(tokens, BEN)).to.have.property('AuthenticationResult');
  });

  it('accepts refresh tokens only', async () => {
    const { tokens, revoke } = await signedIn();
    expect(await refusalOf(revoke(tokens.AccessToken))).to.deep.equal([
      'UnsupportedTokenTypeException',
      'Only refresh tokens can be revoked.',
    ]);
  });

  it('is refused if the client has token revocation off; its tokens have no origin_jti', async () => {
    const { application, tokens, revoke } = await signedIn();
    const refreshed = (await application.refresh(tokens, BEN)).AuthenticationResult!;
    const origins = [tokens, refreshed].map(({ AccessToken }) => decodeJwt(AccessToken).origin_jti);
    expect(origins[0]).to.be.a('string').and.to.equal(origins[1]);

    application.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.EnableTokenRevocation = false;
    expect(await refusalOf(revoke(tokens.RefreshToken))).to.deep.equal([
      'UnsupportedOperationException',
      'Token revocation is not enabled for the client.',
    ]);
    const { AccessToken } = (await application.refresh(tokens, BEN)).AuthenticationResult!;
    expect(decodeJwt(AccessToken)).to.not.have.property('origin_jti');
  });
});
