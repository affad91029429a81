import type { RefreshTokenState, UserState } from '../state/state.js';

/** Revokes every refresh token of one sign-in: rotation may have made several. Its access tokens are revoked with them. */
export function revokeSignIn(
  user: UserState,
  { clientId, originJti, signedInAt }: Pick<RefreshTokenState, 'clientId' | 'originJti' | 'signedInAt'>,
): void {
  for (const [hash, token] of Object.entries(user.refreshTokens)) {
    const isOfIt = token.clientId === clientId && token.originJti === originJti && token.signedInAt === signedInAt;
    if (isOfIt) Reflect.deleteProperty(user.refreshTokens, hash);
  }
}
