import type { SigningKey } from '../state/state.js';
import type { SandboxStore } from '../state/store.js';

/** The key that signs every token of the sandbox; made at its first use, and kept in the state. */
export async function signingKeyOf(store: SandboxStore): Promise<SigningKey> {
  const { signingKey } = await store.read();
  if (signingKey) return signingKey;
  // Made before the change, so that the store is not held up by it. Of two made at once the first one kept counts.
  const made = await newSigningKey();
  return store.update((state) => {
    state.signingKey ??= made;
    return { kid: state.signingKey.kid, privateJwk: { ...state.signingKey.privateJwk } };
  });
}

/** The public half, as `/{poolId}/.well-known/jwks.json` answers it. */
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
