import { SANDBOX_CLIENT_ID } from '../../src/lib/model/sandbox-ids.js';
import { hashOf } from '../../src/lib/sandbox/sign-in/opaque-token.js';
import type { AuthorizationCodeState } from '../../src/lib/sandbox/state/hosted-ui-state.js';
import type { PoolState } from '../../src/lib/sandbox/state/state.js';

export const CODE = 'a-code-of-the-hosted-ui';

/** Keeps `CODE` for a user, as the hosted UI does after a sign-in. */
export function keepCode(
  pool: PoolState,
  email: string,
  asked: Pick<AuthorizationCodeState, 'redirectUri'> & Partial<AuthorizationCodeState>,
): void {
  const user = Object.values(pool.users).find(({ attributes }) => attributes.email === email)!;
  const now = Date.now();
  const [clientId, ssoSessionId] = [SANDBOX_CLIENT_ID, 'sso1'];
  const session = { clientId, deviceType: 'Desktop', ip: '127.0.0.1', country: '', createdAt: now, lastActiveAt: now };
  (user.ssoSessions ??= {})[ssoSessionId] = { ...session, expiresAt: now + 60_000 };
  pool.authorizationCodes = {
    [hashOf(CODE)]: {
      ...{ clientId, username: user.username, sub: user.attributes.sub, ssoSessionId, scopes: ['openid', 'email'] },
      ...{ signedInAt: now, expiresAt: now + 60_000, ...asked },
    },
  };
}

/** Makes app clients rotate refresh tokens, without a grace period. */
export function rotateRefreshTokens({ clients }: PoolState): void {
  for (const { settings } of Object.values(clients)) {
    settings.RefreshTokenRotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 };
    settings.ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH'];
  }
}
