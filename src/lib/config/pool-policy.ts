import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import { stricterRules } from './approval-rules.js';
import type { Context } from './context.js';
import type { Contexts } from './file/contexts-file.js';

/**
 * The context with the policy of its user pool. Policy belongs to the pool and not to the name by which it was called: a
 * pool that any context protects is protected, approvals that any context demands are demanded, and the history that a team
 * shares is used. A pool that was named by
 * its ID has the tenant, the conventions and the account of the contexts that know it, and their app client if they agree.
 * Which endpoint is called makes no difference.
 *
 * @throws AdminError USAGE if the pool was named by its ID and the contexts that know it differ, or if they name several
 *   tables
 */
export function withPoolPolicy({ contexts }: Contexts, context: Context): Context {
  const { poolId } = context;
  // The embedded sandbox is a pool of its own. At an endpoint, its ID may be that of a pool which a context knows.
  const isEmbedded = context.kind === 'sandbox' && context.endpointUrl === undefined;
  if (isEmbedded || poolId === undefined) return context;
  const knowing = [...contexts.values()].filter((other) => other.kind === 'aws' && other.poolId === poolId);
  const isProtected = context.protected || knowing.some((other) => other.protected);
  const approval = approvalOf([context, ...knowing]);
  const team = teamOf(poolId, [context, ...knowing]);
  const [first] = knowing;
  const isNamed = context.kind === 'sandbox' || knowing.some(({ name }) => name === context.name);
  if (first === undefined || isNamed) {
    return { ...context, protected: isProtected, ...approval, ...team };
  }

  const tenants = new Set(knowing.map(({ tenant }) => tenant));
  const accounts = new Set(knowing.flatMap(({ account }) => account ?? []));
  const conventions = new Set(knowing.map((other) => JSON.stringify(other.conventions)));
  const edits = new Set(knowing.map(({ mayEditClient }) => mayEditClient === true));
  // What the context that was named limits the caller to is kept. Another tenant would contradict it.
  const bound = new Set([...tenants, context.tenant].filter((tenant) => tenant !== undefined));
  const mustAgree = [tenants, bound, accounts, conventions, edits];
  if (mustAgree.some(({ size }) => size > 1)) throw ambiguous(poolId, knowing, context);
  const [tenant] = bound;
  const [account] = accounts;
  const [clientId, otherClient] = new Set(knowing.flatMap((other) => other.clientId ?? []));
  const { mayEditClient = context.tenant === undefined, ...rest } = context;
  return {
    ...rest,
    // The context whose rules apply, for messages.
    name: tenants.has(tenant) ? first.name : context.name,
    protected: isProtected,
    ...approval,
    ...team,
    conventions: first.conventions,
    ...defined({
      tenant,
      account,
      platform: knowing.find(({ platform }) => platform !== undefined)?.platform,
      clientId: context.clientId ?? (otherClient === undefined ? clientId : undefined),
      mayEditClient: edits.has(true) && mayEditClient ? true : undefined,
    }),
  };
}

/** The strictest of what several contexts demand: a key of the contexts that name signers has to be in each of them. */
function approvalOf(contexts: readonly Context[]): Pick<Context, 'approvals' | 'signers'> {
  const rules = contexts.map(({ approvals = 0, signers }) => ({ approvals, signers }));
  const { approvals, signers } = rules.reduce(stricterRules);
  return defined({ approvals: approvals === 0 ? undefined : approvals, signers });
}

/** The table of the contexts that know a pool: its history is in one place, however the pool is named. */
function teamOf(poolId: string, contexts: readonly Context[]): Pick<Context, 'team'> {
  const teams = contexts.flatMap(({ team }) => team ?? []);
  const tables = [...new Set(teams.map(({ table }) => table))];
  if (tables.length > 1) {
    throw new AdminError('USAGE', `the history of user pool ${poolId} is in several tables: ${tables.join(', ')}`, {
      hint: 'Give its contexts the same table (team) in the contexts file.',
    });
  }
  const [team] = teams;
  return defined({ team });
}

function ambiguous(poolId: string, knowing: readonly Context[], { name, tenant }: Context): AdminError {
  const names = knowing.map((context) => context.name);
  const message =
    tenant === undefined
      ? `user pool ${poolId} belongs to several contexts with different rules: ${names.join(', ')}`
      : `context ${name} is bound to ${tenant}, but user pool ${poolId} belongs to contexts with other rules: ${names.join(', ')}`;
  const hint = `Name a context instead of the pool ID: ${names.map((each) => `--context ${each}`).join(' or ')}`;
  return new AdminError('USAGE', message, { hint });
}
