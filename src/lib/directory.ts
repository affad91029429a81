import { defined } from './model/defined.js';
import { badResponse } from './cognito/errors/bad-response.js';
import { type Cognito, openCognito } from './cognito/client/cognito.js';
import type { Endpoint } from './cognito/client/endpoint.js';
import { longestAccessToken } from './cognito/client/longest-access-token.js';
import type { PaceLimits } from './cognito/pacing/pace.js';
import type { Context } from './config/context.js';
import { regionOfPool } from './config/fields/region.js';
import { parseTenant } from './conventions/tenant.js';
import { AdminError } from './errors.js';
import type { AddressBook } from './model/address-book.js';
import type { Conventions } from './model/conventions.js';
import type { TenantId } from './model/names.js';
import type { UserPool } from './model/user-pool.js';

/** What one invocation acts on. Opening it loads and sends nothing; each part does so when it is first used. */
export interface Directory {
  readonly context: Context;
  readonly conventions: Conventions;
  /** The tenant that the caller acts in: the context's, or `--tenant`. Users of another are refused. */
  readonly tenant: TenantId | undefined;
  readonly endpoint: Endpoint;
  readonly cognito: Cognito;
  /** The user pool's settings, read once. */
  pool(): Promise<UserPool>;
  /**
   * Seconds that an access token issued by now can be accepted where it is checked offline: the clients' longest, read
   * once; `undefined` where that cannot be read.
   */
  longestAccessToken(): Promise<number | undefined>;
  /** The app client to act on; throws MISSING_INPUT where the context names none. */
  clientId(): string;
  /** Whose address is whose, where the whole pool was read; otherwise each address is looked up. */
  readonly addresses?: AddressBook;
  /** Where sf-admin keeps its own state: the sandbox, locks. */
  readonly dataFolder: string;
  /** The flags that a command has to repeat to act on the same directory: `--context prod`; empty where it needs none. */
  readonly flagsToRepeat: string;
  /** What `make` makes, made for this directory when it is first asked for: the same function gets the same thing again. */
  readonly once: <T>(make: () => T) => T;
}

/** What the process brings to a directory. */
export interface Surroundings {
  /** The platform's data folder for sf-admin. */
  readonly dataFolder: string;
  readonly flagsToRepeat: string;
  readonly tenant?: string | undefined;
  /** Milliseconds that one call may take, its retries included. */
  readonly timeoutMs: number;
  /** How fast the calls may go where they are many; left out where they are few. */
  readonly pace?: PaceLimits | undefined;
  /** Aborts when the person interrupts. */
  readonly interrupt: AbortSignal;
  /** Asks for an MFA code. */
  readonly mfaCode: (device: string) => Promise<string>;
}

/**
 * Opens the directory that a context names.
 *
 * @throws AdminError MISSING_INPUT where the context has no pool, INVALID_TENANT or TENANT_MISMATCH where `tenant` is
 *   malformed or another than the one the context is bound to
 */
export function openDirectory(context: Context, surroundings: Surroundings): Directory {
  const endpoint = endpointOf(context, surroundings);
  const cognito = openCognito(endpoint);
  let pool: Promise<UserPool> | undefined;
  let accessToken: Promise<number | undefined> | undefined;
  return {
    context,
    conventions: context.conventions,
    tenant: callersTenant(context, surroundings.tenant),
    endpoint,
    cognito,
    pool: () => (pool ??= describePool(cognito, endpoint)),
    longestAccessToken: () => (accessToken ??= longestAccessToken(cognito)),
    clientId: () => clientIdOf(context),
    dataFolder: surroundings.dataFolder,
    flagsToRepeat: surroundings.flagsToRepeat,
    once: keeper(),
  };
}

function keeper(): Directory['once'] {
  const made = new Map<unknown, unknown>();
  return <T>(make: () => T): T => {
    if (!made.has(make)) made.set(make, make());
    return made.get(make) as T;
  };
}

/** A command line of sf-admin that acts on the same directory, for a message: `users show ana` and the flags it takes. */
export function commandLine({ flagsToRepeat }: Pick<Directory, 'flagsToRepeat'>, command: string): string {
  return `sf-admin ${command}${flagsToRepeat === '' ? '' : ` ${flagsToRepeat}`}`;
}

function endpointOf(context: Context, surroundings: Surroundings): Endpoint {
  const { name, poolId, account, endpointUrl } = context;
  if (poolId === undefined) {
    throw new AdminError('MISSING_INPUT', `context ${name} names no user pool`, {
      hint: 'Name one: --pool-id <region>_<id>',
    });
  }
  return {
    contextName: name,
    poolId,
    region: regionFor(context, poolId),
    ...defined({ account, url: endpointUrl }),
    ...(context.kind === 'sandbox' && endpointUrl === undefined
      ? { requestHandler: () => embeddedPool(surroundings.dataFolder) }
      : {}),
    credentials:
      context.kind === 'sandbox' ? { kind: 'sandbox' } : { ...credentialFields(context), kind: 'aws' },
    timeoutMs: surroundings.timeoutMs,
    ...(surroundings.pace === undefined ? {} : { pace: paceOf(context, surroundings.pace) }),
    interrupt: surroundings.interrupt,
    mfaCode: surroundings.mfaCode,
  };
}

/** Nobody else draws on the embedded pool, and it has no quota: only what was asked for slows it down. */
function paceOf({ kind, endpointUrl }: Context, pace: PaceLimits): PaceLimits {
  if (kind !== 'sandbox' || endpointUrl !== undefined) return pace;
  return { ...pace, rate: pace.rate ?? Infinity };
}

function regionFor(context: Context, poolId: string): string {
  const region = context.region ?? regionOfPool(poolId);
  if (region !== undefined) return region;
  throw new AdminError('MISSING_INPUT', `no region for user pool ${poolId}`, {
    hint: 'Name it: --region REGION, or set AWS_REGION',
  });
}

function credentialFields({ profile, roleArn, externalId, mfaSerial }: Context) {
  return {
    ...defined({ profile, roleArn, externalId, mfaSerial }),
  };
}

async function embeddedPool(dataFolder: string): Promise<unknown> {
  const [{ sandboxFile }, { FileStore }, { SandboxEngine }, { SandboxRequestHandler }] = await Promise.all([
    import('./sandbox/state/state-file.js'),
    import('./sandbox/state/store.js'),
    import('./sandbox/engine/engine.js'),
    import('./sandbox/doors/in-process.js'),
  ]);
  return new SandboxRequestHandler(new SandboxEngine(new FileStore(sandboxFile(dataFolder))));
}

function callersTenant(context: Context, asked: string | undefined): TenantId | undefined {
  const bound = context.tenant === undefined ? undefined : parseTenant(context.tenant, context.conventions);
  if (asked === undefined) return bound;
  const tenant = parseTenant(asked, context.conventions);
  if (bound !== undefined && bound !== tenant) {
    throw new AdminError(
      'TENANT_MISMATCH',
      `context ${context.name} is bound to ${bound}, not to ${tenant}`,
      {
        hint: `Leave --tenant out to act in ${bound}, or use a context that is bound to ${tenant} or to none: sf-admin context list`,
      },
    );
  }
  return tenant;
}

async function describePool(cognito: Cognito, endpoint: Endpoint): Promise<UserPool> {
  const { UserPool: pool, $metadata } = await cognito.call('DescribeUserPool', {});
  if (pool?.Id === endpoint.poolId) return pool as UserPool;
  throw badResponse(`asked for user pool ${endpoint.poolId}, and was answered another or none`, $metadata);
}

function clientIdOf(context: Context): string {
  if (context.clientId !== undefined) return context.clientId;
  throw new AdminError('MISSING_INPUT', `context ${context.name} names no app client`, {
    hint: 'Name one: --client-id ID. List the ones there are: sf-admin client list',
  });
}
