import { accountMismatch } from '../cognito/client/caller-identity.js';
import { isAtAws, namedAddress } from '../cognito/client/endpoint.js';
import { profileOf } from '../cognito/errors/failed-call.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { isLoopback } from '../text/hosts.js';
import type { CardView } from '../output/view.js';

/** What commands act on, and with which identity. The names are the JSON contract. */
export interface Whoami {
  readonly context: string;
  readonly kind: 'sandbox' | 'aws';
  readonly poolId: string;
  readonly clientId: string | null;
  readonly region: string;
  /** The account that the context expects, or that of the identity. */
  readonly account: string | null;
  readonly endpoint: string | null;
  readonly profile: string | null;
  /** Null if no AWS identity is used, in the sandbox and at another endpoint, or if AWS returned none. */
  readonly identity: { readonly account: string; readonly arn: string } | null;
  /** Why AWS returned no identity, or that its account is the wrong one. */
  readonly identityProblem: string | null;
  readonly tenant: string | null;
  readonly protected: boolean;
}

/**
 * What the next command would act on. If AWS does not return the caller's identity, the result contains everything else
 * and the error: a person with broken credentials needs the former, and a script that checks credentials the latter.
 *
 * @throws AdminError CANCELLED
 */
export async function whoami(directory: Directory): Promise<{ who: Whoami; error?: AdminError }> {
  const { context, endpoint } = directory;
  const { identity, error } = await identityOf(directory);
  const who: Whoami = {
    context: context.name,
    kind: context.kind,
    poolId: endpoint.poolId,
    clientId: context.clientId ?? null,
    region: endpoint.region,
    account: endpoint.account ?? identity?.account ?? null,
    endpoint: namedAddress(endpoint) ?? null,
    profile: profileOf(endpoint) ?? null,
    identity: identity ?? null,
    identityProblem: error?.message ?? accountProblem(endpoint.account, identity?.account) ?? null,
    tenant: directory.tenant ?? null,
    protected: context.protected,
  };
  return error === undefined ? { who } : { who, error };
}

async function identityOf({
  context,
  endpoint,
  cognito,
}: Directory): Promise<{ identity?: Whoami['identity']; error?: AdminError }> {
  if (context.kind === 'sandbox') return {};
  // At another endpoint the identity only matters if a change would check its account there.
  const isElsewhere = !isAtAws(endpoint);
  if (isElsewhere && endpoint.account === undefined) return {};
  const { callerIdentity } = await import('../cognito/client/caller-identity.js');
  try {
    return { identity: await callerIdentity(endpoint, () => cognito.credentials()) };
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
    // As for a change: see `assertAccount`.
    return isElsewhere && isLoopback(new URL(endpoint.url ?? '').hostname) ? {} : { error };
  }
}

function accountProblem(expected: string | undefined, found: string | undefined): string | undefined {
  if (expected === undefined || found === undefined || expected === found) return undefined;
  return accountMismatch(expected, found);
}

export const whoamiCard: CardView<Whoami> = {
  fields: (who) => [
    { label: 'context', value: who.context },
    {
      label: 'user pool',
      value: who.kind === 'sandbox' ? `${who.poolId} (the embedded sandbox)` : who.poolId,
      subject: { kind: 'pool' },
    },
    {
      label: 'app client',
      value: who.clientId,
      subject: who.clientId === null ? undefined : { kind: 'client', clientId: who.clientId },
    },
    { label: 'region', value: who.region },
    { label: 'account', value: who.account },
    ...(who.endpoint === null ? [] : [{ label: 'endpoint', value: who.endpoint }]),
    ...(who.profile === null ? [] : [{ label: 'profile', value: who.profile }]),
    { label: 'AWS identity', value: who.identity?.arn ?? 'none' },
    ...(who.identityProblem === null ? [] : [{ label: 'problem', value: who.identityProblem }]),
    { label: 'tenant', value: who.tenant ?? 'any' },
    { label: 'protected', value: who.protected },
  ],
  id: ({ context }) => context,
  json: (who) => who,
};
