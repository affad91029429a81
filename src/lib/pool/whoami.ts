import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { CardView } from '../output/view.js';

/** Where commands act, and in whose name. */
export interface Whoami {
  readonly context: string;
  readonly kind: 'sandbox' | 'aws';
  readonly poolId: string;
  readonly clientId: string | null;
  readonly region: string;
  /** The account that the context expects, or the one that AWS names. */
  readonly account: string | null;
  readonly endpoint: string | null;
  readonly profile: string | null;
  /** Null in the sandbox and behind another endpoint, where no AWS identity is used, and where AWS named none. */
  readonly identity: { readonly account: string; readonly arn: string } | null;
  /** Why AWS named no identity. */
  readonly identityProblem: string | null;
  readonly tenant: string | null;
  readonly protected: boolean;
}

/** What can be told, and the error that kept AWS from naming an identity, where one did. */
export interface WhoamiAnswer {
  readonly who: Whoami;
  readonly error?: AdminError;
}

/**
 * Tells what the next command would act on. Only AWS itself is asked who the caller is; where that fails the rest is
 * still told, as this is the command that a person with broken credentials turns to, beside the error, as it is also
 * the one that a script checks credentials with.
 *
 * @throws AdminError CANCELLED
 */
export async function whoami(directory: Directory): Promise<WhoamiAnswer> {
  const { context, endpoint } = directory;
  const { identity, error } = await identityOf(directory);
  const who: Whoami = {
    context: context.name,
    kind: context.kind,
    poolId: endpoint.poolId,
    clientId: context.clientId ?? null,
    region: endpoint.region,
    account: endpoint.account ?? identity?.account ?? null,
    endpoint: endpoint.url ?? null,
    profile: context.profile ?? null,
    identity: identity ?? null,
    identityProblem: error?.message ?? accountProblem(endpoint.account, identity?.account) ?? null,
    tenant: directory.tenant ?? null,
    protected: context.protected,
  };
  return error === undefined ? { who } : { who, error };
}

interface Identity {
  readonly account: string;
  readonly arn: string;
}

async function identityOf({
  context,
  endpoint,
}: Directory): Promise<{ identity?: Identity; error?: AdminError }> {
  // Credentials meant for another endpoint are no business of AWS's.
  if (context.kind === 'sandbox' || endpoint.url !== undefined) return {};
  const { callerIdentity } = await import('../cognito/client/caller-identity.js');
  try {
    return { identity: await callerIdentity(endpoint) };
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
    return { error };
  }
}

function accountProblem(expected: string | undefined, found: string | undefined): string | undefined {
  if (expected === undefined || found === undefined || expected === found) return undefined;
  return `the credentials are of account ${found}, and the context expects ${expected}`;
}

export const whoamiCard: CardView<Whoami> = {
  fields: (who) => [
    { label: 'context', value: who.context },
    {
      label: 'user pool',
      value: who.kind === 'sandbox' ? `${who.poolId} (the embedded sandbox)` : who.poolId,
    },
    { label: 'app client', value: who.clientId },
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
