import { randomUUID } from 'node:crypto';
import { ATTRIBUTE } from '../../model/user.js';
import { readableAttributes, tokenValidity } from '../operations/pool/client-settings.js';
import type { ClientState, PoolState, SigningKey, UserState } from '../state/state.js';

/** Who signed in to what, and when (milliseconds). */
export interface SignedIn {
  readonly poolId: string;
  readonly pool: PoolState;
  readonly clientId: string;
  readonly client: ClientState;
  readonly user: UserState;
  readonly signedInAt: number;
  /** What all tokens of this sign-in share; a refresh token of an older state has none. */
  readonly originJti: string | undefined;
  /** Of this token, and no earlier than the sign-in: a refresh comes later. */
  readonly issuedAt: number;
}

/**
 * The access and ID token of a signed-in user, as AuthenticationResult holds them: RS256, with Cognito's claims, valid
 * for as long as the client says. The ID token holds the attributes that the client may read. The sandbox runs no
 * trigger, so StackFlow's own claims are not among them.
 */
export async function issueTokens(key: SigningKey, signedIn: SignedIn) {
  const { SignJWT, importJWK } = await import('jose');
  const { poolId, pool, clientId, client, user } = signedIn;
  const privateKey = await importJWK({ ...key.privateJwk }, 'RS256');
  const validity = tokenValidity(client.settings);
  const issuedAt = seconds(signedIn.issuedAt);
  const shared = {
    sub: user.attributes[ATTRIBUTE.sub],
    // Documented: the claim is there where the client's tokens can be revoked.
    ...(client.settings.EnableTokenRevocation === false
      ? {}
      : { origin_jti: signedIn.originJti ?? randomUUID() }),
    event_id: randomUUID(),
    auth_time: seconds(signedIn.signedInAt),
  };
  const sign = (claims: Record<string, unknown>, validFor: number) =>
    new SignJWT({ ...shared, ...claims, jti: randomUUID() })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .setIssuer(`https://cognito-idp.${poolId.split('_')[0] ?? ''}.amazonaws.com/${poolId}`)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + validFor)
      .sign(privateKey);
  const access = { token_use: 'access', client_id: clientId, username: user.username, scope: SCOPE };
  const id = {
    ...profile(user, readableAttributes(pool.schema, client.settings)),
    token_use: 'id',
    aud: clientId,
    'cognito:username': user.username,
  };
  return {
    AccessToken: await sign(access, validity.access),
    IdToken: await sign(id, validity.id),
    ExpiresIn: validity.access,
    TokenType: 'Bearer',
  };
}

/** What a sign-in through the API, and not through managed login, is allowed to do. */
const SCOPE = 'aws.cognito.signin.user.admin';

function profile(user: UserState, readable: ReadonlySet<string>): Record<string, unknown> {
  const shown = Object.entries(user.attributes).filter(([name]) => readable.has(name));
  return Object.fromEntries(
    shown.map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
  );
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
