import { once } from 'node:events';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { type Limits, NO_LIMITS, SERVED_LIMITS } from '../engine/limits.js';
import { issuerOf } from '../sign-in/tokens.js';
import type { SandboxState } from '../state/state.js';
import { FileStore } from '../state/store.js';
import { parseOrigin } from './cors.js';
import { parseFaults } from './faults.js';
import { type ServeOptions, serveSandbox } from './serve.js';

/** The settings of `sandbox serve`. */
export interface ServeRequest extends Pick<ServeOptions, 'port' | 'latencyMs' | 'rps' | 'issuer'> {
  /** The path of the state file. */
  readonly file: string;
  /** In the format of `parseFaults`. */
  readonly faults?: string | undefined;
  /** What happens after wrong passwords. */
  readonly lockout: Exclude<Limits['lockout'], 'off'>;
  /** Without any limit, not even the lockout. */
  readonly unlimited: boolean;
  /** In the format of `parseOrigin`. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** A file for `readTokenRules`. */
  readonly tokenRules?: string | undefined;
}

/** The address, and what a client needs besides. */
export interface ServedAddress {
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
  /** The issuer that tokens of the pool name. */
  readonly issuer: string;
  readonly discoveryUrl: string;
  /** A page on which a person signs in to the app client, as an app would open it. */
  readonly hostedUiUrl: string;
}

export interface ServeOccasions {
  /** Called once requests are accepted. */
  readonly onServing: (address: ServedAddress) => Promise<void>;
  /** Ends the serving. */
  readonly stop: AbortSignal;
}

/**
 * Serves the sandbox until it is stopped. Settles when the port is free and every operation in progress has finished.
 *
 * @throws AdminError USAGE if the faults, an origin or the token rules are invalid, or the port is not available
 */
export async function serveUntilStopped(request: ServeRequest, { onServing, stop }: ServeOccasions): Promise<void> {
  const { file, faults, lockout, unlimited, allowedOrigins, tokenRules, issuer = 'aws', ...options } = request;
  const store = new FileStore(file);
  const served = await serveSandbox({
    ...options,
    store,
    issuer,
    faults: faults === undefined ? undefined : parseFaults(faults),
    limits: unlimited ? NO_LIMITS : { ...SERVED_LIMITS, lockout },
    allowedOrigins: allowedOrigins?.map(parseOrigin),
    tokenRules: tokenRules === undefined ? undefined : await rulesIn(tokenRules),
  });
  try {
    const { url: origin } = served;
    await onServing({
      url: origin,
      poolId: SANDBOX_POOL_ID,
      clientId: SANDBOX_CLIENT_ID,
      issuer: issuerOf({ issuer, origin }, SANDBOX_POOL_ID),
      discoveryUrl: `${origin}/${SANDBOX_POOL_ID}/.well-known/openid-configuration`,
      hostedUiUrl: hostedUiUrl(origin, await store.read()),
    });
    if (!stop.aborted) await once(stop, 'abort');
  } finally {
    await served.close();
  }
}

/** The parser of the file is loaded only for one. */
async function rulesIn(file: string) {
  const { readTokenRules } = await import('./token-rules-file.js');
  return readTokenRules(file);
}

/** For an app on this machine, if the app client has a callback URL for one. */
function hostedUiUrl(origin: string, { pools }: SandboxState): string {
  const { CallbackURLs = [] } = pools[SANDBOX_POOL_ID]?.clients[SANDBOX_CLIENT_ID]?.settings ?? {};
  const redirectUri = CallbackURLs.find((url) => url.startsWith('http:')) ?? CallbackURLs[0] ?? '';
  const query = { client_id: SANDBOX_CLIENT_ID, response_type: 'code', redirect_uri: redirectUri };
  return `${origin}/login?${new URLSearchParams(query).toString()}`;
}
