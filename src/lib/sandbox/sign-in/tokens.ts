import { createHash, randomUUID } from 'node:crypto';
import { ATTRIBUTE } from '../../model/user.js';
import type { OperationContext } from '../engine/operation.js';
import { groupClaims } from '../operations/groups/members.js';
import { readableAttributes, tokenValidity } from '../operations/pool/client-settings.js';
import type { SigningKey, UserState } from '../state/state.js';
import type { SandboxStore } from '../state/store.js';
import type { ClientInPool } from './client-access.js';
import { applyTokenRules } from './token-rules.js';

/** Who signed in to which client, and when (milliseconds since 1970). */
export interface SignIn extends ClientInPool {
  readonly user: UserState;
  readonly signedInAt: number;
  /** The claim that all tokens of this sign-in share; a refresh token from an older state has none. */
  readonly originJti: string | undefined;
  /** Later than the sign-in if the tokens are refreshed. */
  readonly issuedAt: number;
  /** The scopes that were granted through the hosted UI; undefined for a sign-in through the API. */
  readonly scopes?: readonly string[] | undefined;
  /** What the app sent to the hosted UI to recognise its ID token. */
  readonly nonce?: string | undefined;
}

type TokenContext = Pick<OperationContext, 'store' | 'origin' | 'issuer' | 'tokenRules'>;

type Claims = Readonly<Record<string, unknown>>;

/**
 * The access and ID tokens of a sign-in, as in AuthenticationResult: RS256, with Cognito's claims and the client's
 * validity. The ID token has the attributes that the client may read and, after a sign-in through the hosted UI, that the
 * scopes allow. The rules of the context stand in for the pre-token trigger, which the sandbox does not run.
 */
export async function issueTokens(context: TokenContext, signIn: SignIn) {
  const { poolId, clientId, client, user, scopes, nonce } = signIn;
  const sign = await signerOf(context, poolId, seconds(signIn.issuedAt));
  const validity = tokenValidity(client.settings);
  const canRevoke = client.settings.EnableTokenRevocation !== false;
  const { groups, roles, preferredRole } = groupClaims(signIn.pool, user);
  const withRules = (token: 'id' | 'access', claims: Claims) =>
    applyTokenRules(context.tokenRules ?? [], token, claims, { groups, attributes: user.attributes });
  const shared = {
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    sub: user.attributes[ATTRIBUTE.sub],
    // Documented: tokens have this claim if the client has token revocation on.
    ...(canRevoke && { origin_jti: signIn.originJti ?? randomUUID() }),
    event_id: randomUUID(),
    auth_time: seconds(signIn.signedInAt),
  };
  const access = {
    ...shared,
    token_use: 'access',
    client_id: clientId,
    username: user.username,
    scope: scopes?.join(' ') ?? API_SCOPE,
    ...(scopes && { version: 2 }),
  };
  const AccessToken = await sign(withRules('access', access), validity.access);
  const id = {
    ...Object.fromEntries(sharedAttributes(signIn, scopes).map(([name, value]) => [name, claimOf(name, value)])),
    ...shared,
    token_use: 'id',
    aud: clientId,
    'cognito:username': user.username,
    ...(roles.length > 0 && { 'cognito:roles': roles }),
    ...(preferredRole !== undefined && { 'cognito:preferred_role': preferredRole }),
    // Observed: only ID tokens of the hosted UI have these two.
    ...(scopes && { at_hash: accessTokenHash(AccessToken) }),
    ...(nonce !== undefined && { nonce }),
  };
  return {
    AccessToken,
    IdToken: await sign(withRules('id', id), validity.id),
    ExpiresIn: validity.access,
    TokenType: 'Bearer',
  };
}

/** The access token of a client that signs in for itself (`client_credentials`): it has no user. */
export async function issueClientToken(
  context: TokenContext,
  { poolId, clientId, client }: ClientInPool,
  { scopes, issuedAt }: { scopes: readonly string[]; issuedAt: number },
): Promise<{ AccessToken: string; ExpiresIn: number }> {
  const sign = await signerOf(context, poolId, seconds(issuedAt));
  const { access } = tokenValidity(client.settings);
  const claims = {
    sub: clientId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: seconds(issuedAt),
    version: 2,
    client_id: clientId,
  };
  return { AccessToken: await sign(claims, access), ExpiresIn: access };
}

/** The scope of a sign-in through the API, as opposed to the hosted UI. */
export const API_SCOPE = 'aws.cognito.signin.user.admin';

/** The issuer that the tokens of a pool name. */
export function issuerOf({ issuer, origin }: Pick<TokenContext, 'issuer' | 'origin'>, poolId: string): string {
  return issuer === 'served'
    ? `${origin}/${poolId}`
    : `https://cognito-idp.${poolId.split('_')[0] ?? ''}.amazonaws.com/${poolId}`;
}

/** Signs claims with the pool's issuer and a validity in seconds. */
async function signerOf(context: TokenContext, poolId: string, issuedAt: number) {
  const { SignJWT, importJWK } = await import('jose');
  const key = await signingKeyOf(context.store);
  const privateKey = await importJWK({ ...key.privateJwk }, 'RS256');
  return (claims: Claims, validFor: number) =>
    new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .setIssuer(issuerOf(context, poolId))
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + validFor)
      .sign(privateKey);
}

/** OpenID Connect Core, section 3.1.3.6: the left half of the SHA-256, for RS256. */
function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

/** The attributes of a user that the client may read and the scopes allow: see `attributesInScope`. */
export function sharedAttributes(
  { pool, client, user }: Pick<SignIn, 'pool' | 'client' | 'user'>,
  scopes: readonly string[] | undefined,
): [name: string, value: string][] {
  const readable = readableAttributes(pool.schema, client.settings);
  const isAllowed = attributesInScope(scopes);
  return Object.entries(user.attributes).filter(([name]) => readable.has(name) && isAllowed(name));
}

function claimOf(name: string, value: string): unknown {
  if (name === 'email_verified' || name === 'phone_number_verified') return value === 'true';
  return name === 'identities' ? (JSON.parse(value) as unknown) : value;
}

/** The attributes that a scope stands for. */
export const SCOPE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/**
 * Which attributes the scopes allow. Documented: `profile` allows all of them, and so does `openid` without another of
 * these scopes; with one, only what that one allows.
 */
function attributesInScope(scopes: readonly string[] | undefined): (name: string) => boolean {
  const narrowing = scopes?.filter((scope) => Object.hasOwn(SCOPE_ATTRIBUTES, scope)) ?? [];
  if (scopes === undefined || scopes.includes('profile') || narrowing.length === 0) return () => true;
  const allowed = narrowing.flatMap((scope) => SCOPE_ATTRIBUTES[scope] ?? []);
  return (name) => allowed.includes(name);
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
  return { keys: [publicKey(await signingKeyOf(store))] };
}

/** The same, but no key is made: there is none before the first token. */
export async function existingKeys(store: SandboxStore): Promise<{ keys: object[] }> {
  const { signingKey } = await store.read();
  return { keys: signingKey ? [publicKey(signingKey)] : [] };
}

function publicKey({ kid, privateJwk: { kty, e, n } }: SigningKey): object {
  return { alg: 'RS256', e, kid, kty, n, use: 'sig' };
}

async function newSigningKey(): Promise<SigningKey> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose');
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const privateJwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(privateJwk), privateJwk: { ...privateJwk } };
}
