import { defined } from '../model/defined.js';
import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import type { Context } from './context.js';
import { LOCAL_HOSTS } from '../text/hosts.js';
import { type Contexts, getContext } from './file/contexts-file.js';
import { parseClientId } from './fields/client-id.js';
import { parseEndpointUrl } from './fields/endpoint-url.js';
import { type Environment, variable } from './fields/environment.js';
import { parsePoolId } from './fields/pool-id.js';
import { parseRegion, regionOfPool } from './fields/region.js';
import { DEFAULT_CONVENTIONS } from './default-conventions.js';

/** What one call says of where to act; each of these wins over the context's own field. */
export interface ConnectionChoice {
  readonly context?: string | undefined;
  readonly poolId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

/** The name that whoami shows for a pool that no context names. */
export const UNNAMED = '(none)';

/**
 * The context that a call acts in: `--context`, else `SF_ADMIN_CONTEXT`, else `USER_POOL_ID`, else the current one.
 * A connection flag then overrides one field. Naming another pool than the context's leaves the sandbox; it drops the
 * client, account and conventions that belong to the first, and never what holds the caller back: a protected context
 * stays protected, and one that is bound to a tenant stays bound (`keptBinding` says so).
 *
 * @throws AdminError UNKNOWN_CONTEXT, or USAGE where what is asked for is malformed or contradicts itself
 */
export function resolveContext(contexts: Contexts, choice: ConnectionChoice, env: Environment): Context {
  const named = choice.context ?? variable(env, 'SF_ADMIN_CONTEXT');
  const poolFromEnv = named === undefined ? variable(env, 'USER_POOL_ID') : undefined;
  const base =
    poolFromEnv === undefined ? getContext(contexts, named ?? contexts.current) : unnamedContext(poolFromEnv);

  const context = choice.poolId === undefined ? base : withPool(base, choice.poolId);
  const clientFromEnv =
    poolFromEnv !== undefined || choice.poolId !== undefined
      ? variable(env, 'USER_POOL_CLIENT_ID')
      : undefined;
  const clientId = choice.clientId ?? clientFromEnv;
  return withRegion(withConnection(context, { ...choice, clientId }, env), env);
}

/**
 * What to tell somebody who named another pool than that of a context which is bound to a tenant: the binding holds
 * there too. Nothing where there is nothing to tell.
 */
export function tenantBindingNotice(
  contexts: Contexts,
  { name, poolId, tenant }: Context,
): string | undefined {
  const own = contexts.contexts.get(name)?.poolId;
  if (tenant === undefined || own === undefined || poolId === undefined || own === poolId) return undefined;
  return `Context ${name} is bound to ${tenant}, and stays so on user pool ${poolId}.`;
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
  // A context without a pool of its own was made for the one that is named here, its conventions too.
  if (base.poolId === undefined) return { ...base, poolId: parsePoolId(poolId) };
  const { clientId: _client, account: _account, region: _region, ...rest } = base;
  return { ...rest, poolId: parsePoolId(poolId), conventions: conventionsForOtherPool(base) };
}

/** Another pool has StackFlow's own conventions; a binding that stays keeps the rule that its tenant was named by. */
function conventionsForOtherPool({ tenant, conventions }: Context): Conventions {
  return tenant === undefined ? DEFAULT_CONVENTIONS : { ...DEFAULT_CONVENTIONS, tenant: conventions.tenant };
}

function withConnection(context: Context, choice: ConnectionChoice, env: Environment): Context {
  if (context.kind === 'sandbox') refuseForSandbox(context, choice);
  const { profile } = choice;
  const clientId = choice.clientId === undefined ? undefined : parseClientId(choice.clientId);
  const region = choice.region === undefined ? undefined : parseRegion(choice.region, '--region');
  const fromFlag =
    choice.endpointUrl === undefined ? undefined : parseEndpointUrl(choice.endpointUrl, '--endpoint-url');
  const endpointUrl = fromFlag ?? context.endpointUrl ?? endpointFromEnv(context, env);
  return {
    ...context,
    ...defined({ clientId, region, profile, endpointUrl }),
  };
}

/** AWS's own variables, read here and not left to the SDK, so that messages name the address that is really called. */
function endpointFromEnv(context: Context, env: Environment): string | undefined {
  if (context.kind === 'sandbox' || env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  for (const name of ['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'AWS_ENDPOINT_URL']) {
    const url = variable(env, name);
    if (url !== undefined) return parseEndpointUrl(url, name);
  }
  return undefined;
}

/** A pool lives in the region that its ID starts with, so AWS_REGION is asked only where the ID does not tell. */
function withRegion(context: Context, env: Environment): Context {
  if (context.region !== undefined || context.poolId === undefined) return context;
  const region = regionOfPool(context.poolId) ?? regionFromEnv(env);
  return region === undefined ? context : { ...context, region };
}

function regionFromEnv(env: Environment): string | undefined {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const region = variable(env, name);
    if (region !== undefined) return parseRegion(region, name);
  }
  return undefined;
}

/** The sandbox has no AWS behind it: a flag that means AWS was meant for another context. */
function refuseForSandbox(context: Context, { profile, region, endpointUrl }: ConnectionChoice): void {
  const meaningless =
    profile !== undefined
      ? '--profile'
      : region !== undefined && parseRegion(region, '--region') !== context.region
        ? '--region'
        : undefined;
  if (meaningless !== undefined) {
    throw new AdminError(
      'USAGE',
      `context sandbox has no AWS behind it, so ${meaningless} means nothing there`,
      { hint: 'Name a pool as well: --context NAME, or --pool-id ID' },
    );
  }
  if (endpointUrl !== undefined && !isLoopback(parseEndpointUrl(endpointUrl, '--endpoint-url'))) {
    throw new AdminError('USAGE', `context sandbox stays on this machine, and ${endpointUrl} is not on it`, {
      hint: 'Name the pool behind it: --pool-id ID',
    });
  }
}

function isLoopback(url: string): boolean {
  return LOCAL_HOSTS.includes(new URL(url).hostname);
}
