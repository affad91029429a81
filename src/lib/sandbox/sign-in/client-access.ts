import { createHmac, timingSafeEqual } from 'node:crypto';
import { invalidParameter, notAuthorized } from '../engine/service-error.js';
import { clientNotFound, own } from '../state/lookup.js';
import type { ClientState, PoolState, SandboxState } from '../state/state.js';

/** An app client and its pool: a sign-in request names only the client. */
export interface ClientInPool {
  readonly poolId: string;
  readonly pool: PoolState;
  readonly clientId: string;
  readonly client: ClientState;
}

/** Throws ResourceNotFoundException. */
export function findClient(state: SandboxState, clientId: string): ClientInPool {
  const found = lookUpClient(state, clientId);
  if (!found) throw clientNotFound(clientId);
  return found;
}

export function lookUpClient(state: SandboxState, clientId: string): ClientInPool | undefined {
  for (const [poolId, pool] of Object.entries(state.pools)) {
    const client = own(pool.clients, clientId);
    if (client) return { poolId, pool, clientId, client };
  }
  return undefined;
}

/** SECRET_HASH: base64 of HMAC-SHA256 over the user name and the client ID, with the client's secret as the key. */
export function secretHash(secret: string, username: string, clientId: string): string {
  return createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64');
}

/** Checks SECRET_HASH: see `secretHash`. Throws NotAuthorizedException. */
export function checkSecretHash({ clientId, client }: ClientInPool, username: string, given: string | undefined): void {
  const secrets = secretsOf(client);
  if (secrets.length === 0) {
    if (given === undefined) return;
    throw notAuthorized(`Client ${clientId} is not configured for secret but secret was received`);
  }
  if (given === undefined) {
    throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
  }
  if (!secrets.some((secret) => isSameText(secretHash(secret, username, clientId), given))) {
    throw notAuthorized(`SecretHash does not match for the client: ${clientId}`);
  }
}

/** The secrets that a client is accepted with: none, one, or two while one replaces the other. */
export function secretsOf({ secret, secondSecret }: ClientState): string[] {
  return [secret, secondSecret?.value].filter((value) => value !== undefined);
}

/** Whether `given` is what the client has to send: one of its secrets, or nothing if it has none. */
export function isSecretOf(client: ClientState, given: string | undefined): boolean {
  const secrets = secretsOf(client);
  if (given === undefined) return secrets.length === 0;
  return secrets.some((secret) => isSameText(secret, given));
}

/** Throws InvalidParameterException if the client allows none of `flows`; `name` is their name in the message. */
export function requireFlow({ client }: ClientInPool, flows: readonly string[], name: string): void {
  if (!client.settings.ExplicitAuthFlows?.some((flow) => flows.includes(flow))) {
    throw invalidParameter(`${name} not enabled for this client`);
  }
}

/** A member of AuthParameters or ChallengeResponses. Throws InvalidParameterException if it is missing. */
export function requireParameter(given: Readonly<Record<string, string>>, name: string): string {
  const value = own(given, name);
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** Compares secrets in a time that does not depend on where they differ. */
export function isSameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
