import type { Directory } from '../directory.js';
import { operator } from '../history/history.js';
import { type Whoami, whoami } from '../pool/whoami.js';
import type { CardField } from '../output/view.js';

/** Where, when and by whom a report was made. The keys are part of the JSON output. */
export interface Origin extends Pick<
  Whoami,
  'context' | 'poolId' | 'region' | 'account' | 'endpoint' | 'identityProblem' | 'tenant'
> {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly osUser: string | null;
  readonly host: string;
  /** The ARN of the AWS identity; null if none is used, or AWS returned none. */
  readonly identity: string | null;
}

/** @throws AdminError as opening the credentials does; CANCELLED */
export async function originOf(directory: Directory, now: Date): Promise<Origin> {
  const [{ who }, { osUser, host }] = await Promise.all([whoami(directory), operator(directory)]);
  const { context, poolId, region, account, endpoint, identity, identityProblem, tenant } = who;
  return {
    ...{ at: now.toISOString(), osUser, host, identity: identity?.arn ?? null },
    ...{ context, poolId, region, account, endpoint, identityProblem, tenant },
  };
}

export function originFields(origin: Origin): CardField[] {
  const { at, osUser, host, identity, context, poolId, region, account, endpoint, tenant } = origin;
  const fields: (CardField | false)[] = [
    { label: 'context', value: context },
    { label: 'user pool', value: poolId },
    { label: 'account', value: account ?? 'not known' },
    { label: 'region', value: region },
    endpoint !== null && { label: 'endpoint', value: endpoint },
    { label: 'tenant', value: tenant ?? 'all' },
    { label: 'made at', value: `${at.slice(0, 16).replace('T', ' ')} UTC` },
    { label: 'made by', value: `${osUser ?? 'unknown user'} on ${host}` },
    identity !== null && { label: 'AWS identity', value: identity },
  ];
  return fields.filter((field) => field !== false);
}
