import type { SigningKey } from '../state/state.js';
import type { SandboxStore } from '../state/store.js';

/** The key that signs all tokens of the sandbox; generated at first use and stored in the state. */
export async function signingKeyOf(store: SandboxStore): Promise<SigningKey> {
  const { signingKey } = await store.read();
  if (signingKey) return signingKey;
  // Generated before the update, so that the store is not locked meanwhile. If two are, the first one saved counts.
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
