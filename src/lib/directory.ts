import { type Cognito, openCognito } from './cognito/client/cognito.js';
import { type Endpoint, NEW_POOL } from './cognito/client/endpoint.js';
import { openTable, type Table } from './cognito/table/table.js';
import { longestAccessToken } from './cognito/client/longest-access-token.js';
import type { PaceLimits } from './cognito/pacing/pace.js';
import type { ApprovalRules } from './config/approval-rules.js';
import type { Context } from './config/context.js';
import { assertEncrypted } from './config/fields/endpoint-url.js';
import { regionOfPool } from './config/fields/region.js';
import { parseTenant } from './conventions/tenant.js';
import { AdminError } from './errors.js';
import type { AddressBook } from './model/address-book.js';
import type { Conventions } from './model/conventions.js';
import { defined } from './model/defined.js';
import type { TenantId } from './model/names.js';
import type { UserPool } from './model/user-pool.js';
import { isLoopback } from './text/hosts.js';

/** What one invocation acts on. Opening it loads and sends nothing; each part does so when it is first used. */
export interface Directory {
  readonly context: Context;
  readonly conventions: Conventions;
  /** The tenant that the caller acts in: the context's, or `--tenant`. Users of other tenants are refused. */
  readonly tenant: TenantId | undefined;
  readonly endpoint: Endpoint;
  readonly cognito: Cognito;
  /** The user pool's settings, read once. */
  pool(): Promise<UserPool>;
  /**
   * The longest validity, in seconds, of an access token of any app client: so long an API that checks tokens offline
   * may accept one that was issued before now. Read once; `undefined` if it cannot be read.
   */
  longestAccessToken(): Promise<number | undefined>;
  /** The app client to act on; throws MISSING_INPUT if the context has none. */
  clientId(): string;
  /**
   * Whether a privileged or irreversible change needs the approval of a second person, and who may sign: what the context
   * and the policy of this machine demand, the stricter in each part. Nothing is demanded of the embedded sandbox. Throws as
   * `readPolicy` does.
   */
  approvalRules(): Promise<ApprovalRules>;
  /** Where the history is, if a team shares it; otherwise this machine has its own. */
  readonly table?: Table;
  /** Which user has which address, if the whole pool was read; otherwise each address is looked up. */
  readonly addresses?: AddressBook;
  /** Where sf-admin keeps its own state: the sandbox, locks, histories. */
  readonly dataFolder: string;
  /** Tells the person something while the command goes on: see `Surroundings`. */
  readonly note?: (text: string) => void;
  /** The flags that a suggested command needs to act on the same directory: `--context prod`, or empty. */
  readonly flagsToRepeat: string;
  /** The value of `make`, computed once per directory and function. */
  readonly once: <T>(make: () => T) => T;
}

/** What the process contributes to a directory. */
export interface DirectoryOptions {
  /** The platform's data folder for sf-admin. */
  readonly dataFolder: string;
  readonly flagsToRepeat: string;
  readonly tenant?: string | undefined;
  /** Whether a user pool is to be created: the context's own pool is not used then, nor its app client. */
  readonly isForNewPool?: boolean | undefined;
  /** Milliseconds that one call may take, its retries included. */
  readonly timeoutMs: number;
  /** Limits for a command that makes many calls. */
  readonly pace?: PaceLimits | undefined;
  /** Whether every operation that is not a read is refused, and every record in the history. */
  readonly readOnly?: boolean | undefined;
  /** In place of the policy of this machine, for tests: the file, and the ID of the user who may write it. */
  readonly policy?: { readonly file: string; readonly owner: number } | undefined;
  /** In place of the embedded pool in the data folder: its request handler for the SDK. */
  readonly embedded?: object | undefined;
  /** Aborts when the person interrupts the command. */
  readonly interrupt: AbortSignal;
  readonly note?: ((text: string) => void) | undefined;
  /** Asks for an MFA code. */
  readonly mfaCode: (device: string) => Promise<string>;
}

/**
 * Opens the directory that a context names.
 *
 * @throws AdminError MISSING_INPUT if the context has no pool; INVALID_TENANT if `tenant` is malformed; TENANT_MISMATCH
 *   if the context is bound to another tenant; USAGE if calls would be sent unencrypted to another machine
 */
export function openDirectory(context: Context, options: DirectoryOptions): Directory {
  const endpoint = endpointOf(context, options);
  const cognito = openCognito(endpoint);
  return {
    context,
    conventions: context.conventions,
    tenant: callersTenant(context, options.tenant),
    endpoint,
    ...poolAt(cognito),
    // The embedded sandbox belongs to its data folder.
    ...(context.team && !endpoint.requestHandler && { table: openTable(endpoint, context.team, cognito) }),
    clientId: () => clientIdOf(context),
    approvalRules: () => approvalRulesOf(context, options, endpoint.requestHandler !== undefined),
    dataFolder: options.dataFolder,
    ...(options.note && { note: options.note }),
    flagsToRepeat: options.flagsToRepeat,
    once: cache(),
  };
}

/** The same directory, which reads anew what it has kept of the pool. */
export function refreshed(directory: Directory): Directory {
  return { ...directory, ...poolAt(directory.cognito), once: cache() };
}

/**
 * The same directory, acting in the tenant that an argument names.
 *
 * @throws AdminError INVALID_TENANT; TENANT_MISMATCH if the context is bound to another one
 */
export function inTenant(directory: Directory, asked: string): Directory {
  return { ...directory, tenant: callersTenant(directory.context, asked) };
}

/** The directory of another pool of the same account, region and endpoint, with the same rules. */
export function onPool(directory: Directory, poolId: string): Directory {
  const { clientId: _, ...others } = directory.context;
  const context = { ...others, poolId };
  return {
    ...directory,
    context,
    endpoint: { ...directory.endpoint, poolId },
    ...poolAt(directory.cognito.onPool(poolId)),
    clientId: () => clientIdOf(context),
    flagsToRepeat: [directory.flagsToRepeat, `--pool-id ${poolId}`].filter((flag) => flag !== '').join(' '),
    once: cache(),
  };
}

function poolAt(cognito: Cognito): Pick<Directory, 'cognito' | 'pool' | 'longestAccessToken'> {
  let pool: Promise<UserPool> | undefined;
  let accessToken: Promise<number | undefined> | undefined;
  return {
    cognito,
    pool: () => (pool ??= describePool(cognito)),
    longestAccessToken: () => (accessToken ??= longestAccessToken(cognito)),
  };
}

/** A suggested command that acts on the same directory, such as `users show ana` with the flags it needs. */
export function commandLine({ flagsToRepeat }: Pick<Directory, 'flagsToRepeat'>, command: string): string {
  return `sf-admin ${command}${flagsToRepeat === '' ? '' : ` ${flagsToRepeat}`}`;
}

function cache(): Directory['once'] {
  const values = new Map<unknown, unknown>();
  return <T>(make: () => T): T => {
    if (!values.has(make)) values.set(make, make());
    return values.get(make) as T;
  };
}

async function approvalRulesOf(
  context: Context,
  options: DirectoryOptions,
  isEmbedded: boolean,
): Promise<ApprovalRules> {
  if (isEmbedded) return { approvals: 0, signers: undefined };
  return (await import('./config/file/policy-file.js')).withPolicy(context, options.policy);
}

function endpointOf(context: Context, options: DirectoryOptions): Endpoint {
  const { name, account, endpointUrl: url, allowHttp, aws, profile, roleArn, externalId, mfaSerial } = context;
  const { dataFolder, timeoutMs, interrupt, mfaCode, readOnly, embedded, isForNewPool = false } = options;
  const poolId = isForNewPool ? NEW_POOL : context.poolId;
  if (poolId === undefined) {
    throw new AdminError('MISSING_INPUT', `context ${name} has no user pool`, {
      hint: 'Give one: --pool-id <region>_<id>',
    });
  }
  for (const address of [url, aws?.stsUrl, ...Object.values(aws?.serviceUrls ?? {})])
    assertEncrypted(address, allowHttp);
  const isSandbox = context.kind === 'sandbox';
  const isEmbedded = isSandbox && url === undefined;
  let { pace } = options;
  // The embedded pool has no quota and no other callers: only --rate slows it down.
  if (isEmbedded && pace !== undefined) pace = { ...pace, rate: pace.rate ?? Infinity };
  return {
    contextName: name,
    poolId,
    region: regionFor(context, poolId),
    ...defined({ account, url, pace, allowHttp, aws, readOnly }),
    ...(isEmbedded && {
      requestHandler: () => (embedded === undefined ? embeddedPool(dataFolder) : Promise.resolve(embedded)),
    }),
    // The locks of this machine keep the writers of a server on it apart.
    ...(!isEmbedded && (url === undefined || !isLoopback(new URL(url).hostname)) && { settleMs: SETTLE_MS }),
    credentials: isSandbox
      ? { kind: 'sandbox' }
      : { kind: 'aws', ...defined({ profile, roleArn, externalId, mfaSerial }) },
    timeoutMs,
    interrupt,
    mfaCode,
  };
}

/** Longer than the slowest round trip to AWS, and the writing of a history between another machine's read and its write. */
const SETTLE_MS = 500;

function regionFor(context: Context, poolId: string): string {
  const region = context.region ?? regionOfPool(poolId);
  if (region !== undefined) return region;
  throw new AdminError(
    'MISSING_INPUT',
    `no region for ${poolId === NEW_POOL ? 'a new user pool' : `user pool ${poolId}`}`,
    {
      hint: 'Give one with --region, or set AWS_REGION.',
    },
  );
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

function callersTenant({ name, tenant: bound, conventions }: Context, asked: string | undefined): TenantId | undefined {
  const contextTenant = bound === undefined ? undefined : parseTenant(bound, conventions);
  if (asked === undefined) return contextTenant;
  const tenant = parseTenant(asked, conventions);
  if (contextTenant === undefined || contextTenant === tenant) return tenant;
  throw new AdminError('TENANT_MISMATCH', `context ${name} is bound to ${contextTenant}, not to ${tenant}`, {
    hint:
      `Omit --tenant to act in ${contextTenant}, or use a context that is bound to ${tenant} or to no tenant: ` +
      'sf-admin context list',
  });
}

async function describePool(cognito: Cognito): Promise<UserPool> {
  const { UserPool: pool } = await cognito.call('DescribeUserPool', {});
  return pool as UserPool;
}

function clientIdOf({ name, clientId }: Context): string {
  if (clientId !== undefined) return clientId;
  throw new AdminError('MISSING_INPUT', `context ${name} has no app client`, {
    hint: 'Give one: --client-id ID. To list the app clients: sf-admin client list',
  });
}
