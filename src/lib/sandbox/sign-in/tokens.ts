import { randomUUID } from 'node:crypto';
import { ATTRIBUTE } from '../../model/user.js';
import { readableAttributes, tokenValidity } from '../operations/pool/client-settings.js';
import type { SigningKey, UserState } from '../state/state.js';
import type { SandboxStore } from '../state/store.js';
import type { ClientInPool } from './client-access.js';

/** Who signed in to which client, and when (milliseconds since 1970). */
export interface SignIn extends ClientInPool {
  readonly user: UserState;
  readonly signedInAt: number;
  /** The claim that all tokens of this sign-in share; a refresh token from an older state has none. */
  readonly originJti: string | undefined;
  /** Later than the sign-in if the tokens are refreshed. */
  readonly issuedAt: number;
}

/**
 * The access and ID tokens of a sign-in, as in AuthenticationResult: RS256, with Cognito's claims and the client's
 * validity. The ID token has the attributes that the client may read. The sandbox runs no trigger, so the claims that
 * StackFlow's pre-token trigger adds are missing.
 */
export async function issueTokens(key: SigningKey, signIn: SignIn) {
  const { SignJWT, importJWK } = await import('jose');
  const { poolId, pool, clientId, client, user } = signIn;
  const privateKey = await importJWK({ ...key.privateJwk }, 'RS256');
  const validity = tokenValidity(client.settings);
  const issuedAt = seconds(signIn.issuedAt);
  const canRevoke = client.settings.EnableTokenRevocation !== false;
  const shared = {
    sub: user.attributes[ATTRIBUTE.sub],
    // Documented: tokens have this claim if the client has token revocation on.
    ...(canRevoke && { origin_jti: signIn.originJti ?? randomUUID() }),
    event_id: randomUUID(),
    auth_time: seconds(signIn.signedInAt),
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

/** The scope of a sign-in through the API, as opposed to the hosted UI. */
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

/** The key that signs all tokens of the sandbox; generated at first use and stored in the state. */
export async function signingKeyOf(store: SandboxStore): Promise<SigningKey> {
  const { signingKey } = await store.read();
  if (signingKey) return signingKey;
  // Generated before the update, so that the store is not locked while it is made. If two are, the first one saved counts.
  const generated = await newSigningKey();
  return store.update((state) => {
    state.signingKey ??= generated;
    return { kid: state.signingKey.kid, privateJwk: { ...state.signingKey.privateJwk } };
  });
}

/** The public key, as `/{poolId}/.well-known/jwks.json` returns it. */
export async function publicKeys(store: SandboxStore): Promise<{ keys: object[] }> {
  const { kid, privateJwk } = await signingKeyOf(store);
  const { kty, e, n } = privateJwk;
  return { keys: [{ alg: 'RS256', e, kid, kty, n, use: 'sig' }] };
}

async function newSigningKey(): Promise<SigningKey> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose');
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const privateJwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(privateJwk), privateJwk: { ...privateJwk } };
}
