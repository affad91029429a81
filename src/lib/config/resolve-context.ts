/**
 * Contexts: named user pools and the rules for them. This file decides which context a command acts in, and
 * `aws-settings.ts` completes it from AWS's own configuration; `file/` reads and edits the contexts file, and `fields/`
 * parses single values.
 */
import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import { defined } from '../model/defined.js';
import type { ClientId, EndpointUrl, Region } from '../model/names.js';
import { isLoopback } from '../text/hosts.js';
import type { Context } from './context.js';
import { DEFAULT_CONVENTIONS } from './default-conventions.js';
import { parseClientId } from './fields/client-id.js';
import { type Environment, variable } from './fields/environment.js';
import { parsePoolId } from './fields/pool-id.js';
import { parseRegion, regionOfPool } from './fields/region.js';
import { type Contexts, getContext } from './file/contexts-file.js';
import { withPoolPolicy } from './pool-policy.js';

/** The connection flags of a command, parsed. Each overrides the context's own setting. */
export interface ConnectionChoice {
  readonly context?: string | undefined;
  /** As typed: parsed here, unless it is the context's own. */
  readonly poolId?: string | undefined;
  readonly clientId?: ClientId | undefined;
  readonly region?: Region | undefined;
  readonly profile?: string | undefined;
  readonly endpointUrl?: EndpointUrl | undefined;
}

/** The name of a context for a pool that was given by its ID only. */
export const UNNAMED = '(none)';

/**
 * The context that a command acts in: `--context`, else `SF_ADMIN_CONTEXT`, else `USER_POOL_ID`, else the current one.
 * Each connection flag then overrides one setting. If another pool than the context's is named, the client, account and
 * conventions of the context's own pool are dropped, and the sandbox is left. What limits the caller is kept: `protected`
 * and the tenant that the context is bound to (see `tenantBindingNotice`). A pool that other contexts know has their
 * rules: see `withPoolPolicy`.
 *
 * @throws AdminError UNKNOWN_CONTEXT; USAGE for an invalid value, for a flag that the sandbox does not support, or for a
 *   pool whose contexts differ
 */
export function resolveContext(contexts: Contexts, choice: ConnectionChoice, env: Environment): Context {
  const named = contextName(contexts, choice, env);
  const poolFromEnv = named === undefined ? variable(env, 'USER_POOL_ID') : undefined;
  const base = named === undefined ? unnamedContext(poolFromEnv ?? '') : getContext(contexts, named);
  const { region, profile, endpointUrl } = choice;
  const withPoolAndEndpoint = {
    ...(choice.poolId === undefined ? base : withPool(base, choice.poolId)),
    ...defined({ endpointUrl }),
  };
  const context = withPoolPolicy(contexts, withPoolAndEndpoint);
  if (context.kind === 'sandbox') assertForSandbox(context, choice);

  const isPoolNamed = poolFromEnv !== undefined || choice.poolId !== undefined;
  const clientFromEnv = isPoolNamed ? variable(env, 'USER_POOL_CLIENT_ID') : undefined;
  const clientId = choice.clientId ?? (clientFromEnv === undefined ? undefined : parseClientId(clientFromEnv));
  return withRegion({ ...context, ...defined({ clientId, region, profile }) }, env);
}

/** The name of the context that a command starts from; `undefined` if `USER_POOL_ID` names a pool instead. */
export function contextName(
  contexts: Pick<Contexts, 'current'>,
  { context }: Pick<ConnectionChoice, 'context'>,
  env: Environment,
): string | undefined {
  const named = context ?? variable(env, 'SF_ADMIN_CONTEXT');
  return named ?? (variable(env, 'USER_POOL_ID') === undefined ? contexts.current : undefined);
}

/**
 * A notice for an operator who named another pool than that of a context which is bound to a tenant: the command is bound
 * to the tenant there too. `undefined` if that is not the case.
 */
export function tenantBindingNotice(contexts: Contexts, { name, poolId, tenant }: Context): string | undefined {
  const own = contexts.contexts.get(name)?.poolId;
  if (tenant === undefined || own === undefined || poolId === undefined || own === poolId) return undefined;
  return `Context ${name} is bound to ${tenant}, on user pool ${poolId} too.`;
}

function unnamedContext(poolId: string): Context {
  return {
    name: UNNAMED,
    kind: 'aws',
    poolId: parsePoolId(poolId),
    protected: false,
    conventions: DEFAULT_CONVENTIONS,
  };
}

function withPool(base: Context, poolId: string): Context {
  if (poolId === base.poolId) return base;
  if (base.kind === 'sandbox') return unnamedContext(poolId);
  // A context without a pool was made for the pool that is named here, and so were its conventions.
  if (base.poolId === undefined) return { ...base, poolId: parsePoolId(poolId) };
  const {
    clientId: _client,
    account: _account,
    region: _region,
    mayEditClient: _leave,
    platform: _names,
    acceptedFindings: _accepted,
    ...rest
  } = base;
  return { ...rest, poolId: parsePoolId(poolId), conventions: conventionsForOtherPool(base) };
}

/** The default conventions. If the context is bound to a tenant, the rule for tenant IDs stays, which that ID satisfies. */
function conventionsForOtherPool({ tenant, conventions }: Context): Conventions {
  return tenant === undefined ? DEFAULT_CONVENTIONS : { ...DEFAULT_CONVENTIONS, tenant: conventions.tenant };
}

/** A pool is in the region that its ID starts with, so AWS_REGION is used only if the ID does not start with one. */
function withRegion(context: Context, env: Environment): Context {
  if (context.region !== undefined) return context;
  const ofPool = context.poolId === undefined ? undefined : regionOfPool(context.poolId);
  const fromEnv = () => firstOf(env, ['AWS_REGION', 'AWS_DEFAULT_REGION'], parseRegion);
  return { ...context, ...defined({ region: ofPool ?? fromEnv() }) };
}

/** The first of some variables that is set, parsed. */
function firstOf<T>(env: Environment, names: string[], parse: (text: string, name: string) => T): T | undefined {
  const name = names.find((candidate) => variable(env, candidate) !== undefined);
  return name === undefined ? undefined : parse(variable(env, name) ?? '', name);
}

/** The sandbox is not in AWS: a flag for AWS was meant for another context. */
function assertForSandbox(context: Context, { profile, region, endpointUrl }: ConnectionChoice): void {
  const hint = 'To use a pool in AWS: --context NAME, or --pool-id ID';
  const isOtherRegion = region !== undefined && region !== context.region;
  const flag = profile !== undefined ? '--profile' : isOtherRegion ? '--region' : undefined;
  if (flag !== undefined) {
    throw new AdminError('USAGE', `context sandbox is not in AWS, so ${flag} cannot be used`, { hint });
  }
  if (endpointUrl !== undefined && !isLoopback(new URL(endpointUrl).hostname)) {
    const message = `context sandbox is limited to this machine, but ${endpointUrl} is another host`;
    throw new AdminError('USAGE', message, { hint });
  }
}
