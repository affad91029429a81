import type { Statement } from '../approvals/statement.js';
import { primaryElsewhere } from '../cognito/client/assert-writable.js';
import { endpointIdentity, namedAddress, NEW_POOL, poolName } from '../cognito/client/endpoint.js';
import { UNNAMED } from '../config/resolve-context.js';
import type { Directory } from '../directory.js';

export type Acting = Pick<Directory, 'context' | 'endpoint' | 'tenant'>;

/** Where a change acts, as JSON: the `context` of every result of a change. */
export function placeJson({ context, endpoint, tenant }: Acting) {
  return {
    name: context.name,
    // Null for a pool that is not created yet.
    poolId: endpoint.poolId === NEW_POOL ? null : endpoint.poolId,
    account: endpoint.account ?? null,
    region: endpoint.region,
    endpoint: namedAddress(endpoint) ?? null,
    tenant: tenant ?? null,
    protected: context.protected,
  };
}

/** Where a signed statement holds: the pool, and what identifies its endpoint. */
export function statementPlace({ endpoint }: Acting): Pick<Statement, 'poolId' | 'endpoint'> {
  return { poolId: endpoint.poolId, endpoint: endpointIdentity(namedAddress(endpoint)) };
}

/**
 * The same as a line of text that fits 80 columns: `context prod: user pool us-east-1_WKK1AVJ2m, account 373544523367`. The
 * region is named if the pool's ID does not start with it, and for a new pool; then, at AWS, the pool is a replica, and its
 * primary Region is named too.
 */
export function placeText({ context, endpoint, tenant }: Acting): string {
  const { poolId, account, region } = endpoint;
  const primary = primaryElsewhere(endpoint);
  const url = namedAddress(endpoint);
  const isEmbedded = endpoint.requestHandler !== undefined;
  const parts = [
    `${poolName(poolId)}${isEmbedded ? ' (embedded)' : ''}`,
    ...(account === undefined ? [] : [`account ${account}`]),
    ...(poolId.startsWith(`${region}_`) ? [] : [`region ${region}`]),
    ...(primary === undefined ? [] : [`primary Region ${primary}`]),
    ...(url === undefined ? [] : [`endpoint ${url}`]),
    ...(tenant === undefined ? [] : [`tenant ${tenant}`]),
  ];
  return context.name === UNNAMED ? parts.join(', ') : `context ${context.name}: ${parts.join(', ')}`;
}

/** The same for a question: `context prod`, or the user pool if it was named by its ID and no context knows it. */
export function placeName({ context, endpoint }: Acting): string {
  if (context.name !== UNNAMED) return `context ${context.name}`;
  return endpoint.poolId === NEW_POOL ? `region ${endpoint.region}` : poolName(endpoint.poolId);
}
