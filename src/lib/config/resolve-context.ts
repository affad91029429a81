import { AdminError } from '../errors.js';
import { SANDBOX_REGION } from '../model/sandbox-ids.js';
import { quoted } from '../text/quoted.js';
import type { Context } from './context.js';
import { type Contexts, getContext } from './contexts-file.js';
import { isEndpointUrl } from './endpoint-url.js';
import { isRegion } from './region.js';
import { STACKFLOW_CONVENTIONS } from './stackflow.js';

/** What one call says of where to act; each of these wins over the context's own field. */
export interface ConnectionChoice {
  readonly context?: string | undefined;
  readonly poolId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The name that whoami shows for a pool that no context names. */
export const UNNAMED = '(none)';

/**
 * The context that a call acts in: `--context`, else `SF_ADMIN_CONTEXT`, else `USER_POOL_ID`, else the current one.
 * A connection flag then overrides one field. Naming a pool leaves the sandbox; naming another pool than the
 * context's drops the client and account that belong to the first.
 *
 * @throws AdminError UNKNOWN_CONTEXT, or USAGE where what is asked for contradicts itself
 */
export function resolveContext(contexts: Contexts, choice: ConnectionChoice, env: Environment): Context {
  const named = choice.context ?? variable(env, 'SF_ADMIN_CONTEXT');
  const poolFromEnv = named === undefined ? variable(env, 'USER_POOL_ID') : undefined;
  const base =
    poolFromEnv === undefined ? getContext(contexts, named ?? contexts.current) : unnamedContext(poolFromEnv);

  const context = choice.poolId === undefined ? base : withPool(base, choice.poolId);
  const poolNamedHere = poolFromEnv !== undefined || choice.poolId !== undefined;
  const clientId = choice.clientId ?? (poolNamedHere ? variable(env, 'USER_POOL_CLIENT_ID') : undefined);
  return withConnection(context, { ...choice, clientId }, env);
}

/** The region that a pool ID such as `us-east-1_WKK1AVJ2m` starts with. */
export function regionOfPool(poolId: string): string | undefined {
  return /^([a-z]{2,}(?:-[a-z]+)+-\d+)_/.exec(poolId)?.[1];
}

function unnamedContext(poolId: string): Context {
  checkPoolId(poolId);
  return { name: UNNAMED, kind: 'aws', poolId, protected: false, conventions: STACKFLOW_CONVENTIONS };
}

function withPool(base: Context, poolId: string): Context {
  if (poolId === base.poolId) return base;
  if (base.kind === 'sandbox') return unnamedContext(poolId);
  checkPoolId(poolId);
  const { clientId: _client, account: _account, region: _region, ...rest } = base;
  return { ...rest, poolId };
}

function withConnection(context: Context, choice: ConnectionChoice, env: Environment): Context {
  if (context.kind === 'sandbox') refuseForSandbox(choice);
  const { clientId, region, profile } = choice;
  const endpointUrl = choice.endpointUrl ?? context.endpointUrl ?? endpointFromEnv(context, env);
  if (region !== undefined) checkRegion(region);
  if (endpointUrl !== undefined) checkEndpointUrl(endpointUrl);
  return {
    ...context,
    ...(clientId === undefined ? {} : { clientId }),
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
}

/** AWS's own variables, read here and not left to the SDK, so that messages name the address that is really called. */
function endpointFromEnv(context: Context, env: Environment): string | undefined {
  if (context.kind === 'sandbox' || env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  return variable(env, 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER') ?? variable(env, 'AWS_ENDPOINT_URL');
}

/** The sandbox has no AWS behind it: a flag that means AWS was meant for another context. */
function refuseForSandbox({ profile, region, endpointUrl }: ConnectionChoice): void {
  if (region !== undefined && region !== SANDBOX_REGION) {
    throw new AdminError(
      'USAGE',
      `context sandbox is in no region of AWS, so --region ${region} means nothing there`,
      {
        hint: 'Name a pool as well: --context NAME, or --pool-id ID',
      },
    );
  }
  if (profile !== undefined) {
    throw new AdminError('USAGE', 'context sandbox has no AWS behind it, so --profile means nothing there', {
      hint: 'Name a pool as well: --context NAME, or --pool-id ID',
    });
  }
  if (endpointUrl !== undefined && isEndpointUrl(endpointUrl) && !isLoopback(endpointUrl)) {
    throw new AdminError('USAGE', `context sandbox stays on this machine, and ${endpointUrl} is not on it`, {
      hint: 'Name the pool behind it: --pool-id ID',
    });
  }
}

function isLoopback(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

/** @throws AdminError USAGE for what is no region of AWS, wherever it was named */
export function checkRegion(region: string): void {
  if (isRegion(region)) return;
  throw new AdminError('USAGE', `${quoted(region)} is not an AWS region`, {
    hint: 'Write it such as us-east-1. It comes from --region, or else AWS_REGION.',
  });
}

function checkEndpointUrl(url: string): void {
  if (isEndpointUrl(url)) return;
  // Not shown where it may hold a password.
  const what = url.includes('@')
    ? 'the address of the endpoint holds a user name'
    : `${quoted(url)} is not the address of an endpoint`;
  throw new AdminError('USAGE', what, {
    hint: 'Write it whole, such as http://127.0.0.1:9339. It comes from --endpoint-url, or else AWS_ENDPOINT_URL.',
  });
}

function checkPoolId(poolId: string): void {
  // The pattern of UserPoolIdType in Cognito's API reference.
  if (/^[\w-]+_[0-9A-Za-z]+$/.test(poolId) && poolId.length <= 55) return;
  throw new AdminError('USAGE', `"${poolId}" is not a user pool ID`, {
    hint: 'Write it as <region>_<id>, such as us-east-1_WKK1AVJ2m',
  });
}

/** An empty variable counts as unset, as for every AWS tool. */
function variable(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
}
