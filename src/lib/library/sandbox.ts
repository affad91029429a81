/**
 * The sandbox for tests of other projects: `import { openSandbox, serveSandbox } from 'sf-admin/sandbox'`. It is the user
 * pool that is built into sf-admin, in process or over HTTP, each with a state of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BUILT_IN_CONTEXTS } from '../config/built-in.js';
import { parseEndpointUrl } from '../config/fields/endpoint-url.js';
import { openDirectory as openInner } from '../directory.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID, SANDBOX_REGION } from '../model/sandbox-ids.js';
import { checkFaults, type Disturbances } from '../sandbox/doors/faults.js';
import { SandboxRequestHandler } from '../sandbox/doors/in-process.js';
import { serveSandbox as serve } from '../sandbox/doors/serve.js';
import { SandboxEngine } from '../sandbox/engine/engine.js';
import { seedState } from '../sandbox/seed/seed.js';
import { issuerOf } from '../sandbox/sign-in/tokens.js';
import { MemoryStore } from '../sandbox/state/memory-store.js';
import { sandboxFile } from '../sandbox/state/state-file.js';
import { FileStore, type SandboxStore } from '../sandbox/state/store.js';
import { type Directory, makeHandle } from './handle.js';

export interface SandboxOptions {
  /** How many users the pool starts with; 0 for an empty one. Default: 20, in three tenants. */
  readonly users?: number;
  /** Where the state is kept, and is read again by the next sandbox with this folder. Default: in memory. */
  readonly folder?: string;
  /** Milliseconds that each call takes longer. */
  readonly latencyMs?: number;
  /** Calls per second; all others are throttled. */
  readonly rps?: number;
  /** The probability of each fault for one call, from 0 to 1, and at most 1 in total. */
  readonly faults?: SandboxFaults;
}

export interface SandboxFaults {
  /** The call is refused with TooManyRequestsException. */
  readonly throttle?: number;
  /** The call fails with InternalErrorException. */
  readonly error?: number;
  /** The connection is dropped, half the time after the call had its effect. */
  readonly reset?: number;
}

/** An embedded user pool, with its app client. */
export interface Sandbox {
  readonly poolId: string;
  readonly clientId: string;
  readonly region: string;
  /**
   * The configuration of a client of AWS's SDK that calls this pool:
   * `new CognitoIdentityProviderClient(sandbox.clientConfig)`.
   */
  readonly clientConfig: SandboxClientConfig;
  /** Opens the pool as sf-admin does, for the functions of `sf-admin`. It is closed with the sandbox. */
  readonly openDirectory: (options?: SandboxDirectoryOptions) => Promise<Directory>;
  /** Closes the directories, and removes what was not kept in a folder. It may be called again. */
  readonly close: () => Promise<void>;
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** A sandbox that answers over HTTP. */
export interface ServedSandbox extends Sandbox {
  /** Such as `http://127.0.0.1:43210`. */
  readonly url: string;
  /** The issuer that tokens of the pool name. Discovery is at `URL/POOL_ID`, whichever it is. */
  readonly issuer: string;
}

export interface SandboxClientConfig {
  readonly region: string;
  /** The sandbox accepts any. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** In process: what calls the sandbox in place of a network. */
  readonly requestHandler?: SandboxHandler;
  /** Over HTTP: the URL. */
  readonly endpoint?: string;
}

/** A request handler of AWS's SDK, by its form. */
export interface SandboxHandler {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the types of the caller's version of the SDK are
  handle(request: any, options?: any): Promise<{ response: any }>;
  readonly metadata: { readonly handlerProtocol: string };
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

export interface SandboxDirectoryOptions {
  /** The tenant to act in. */
  readonly tenant?: string;
  /** Refuse every write with READ_ONLY. */
  readonly readOnly?: boolean;
  /** Ask for confirmations as a protected user pool does. */
  readonly protected?: boolean;
  /** Seconds that one call may take, its retries included. Default: 30. */
  readonly timeoutSeconds?: number;
}

/**
 * Makes a sandbox in this process, without a network.
 *
 * @throws AdminError USAGE for an invalid number or probability; SANDBOX_STATE if the folder holds another file of that name
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const disturbances = checked(options);
  const store = await openStore(options);
  const requestHandler = new SandboxRequestHandler(new SandboxEngine(store), disturbances);
  return makeSandbox(options, { config: { requestHandler }, embedded: requestHandler });
}

export interface ServeOptions extends SandboxOptions {
  /** Default: any free port. */
  readonly port?: number;
  /**
   * Which issuer tokens name: Cognito's URL of the pool, or the pool's URL at this sandbox, for clients that use discovery.
   * Default: `aws`.
   */
  readonly issuer?: 'aws' | 'served';
}

/**
 * Makes a sandbox that answers over HTTP on the loopback address, for clients in any language, with a hosted UI.
 *
 * @throws AdminError as `openSandbox` does; USAGE if the port is not available
 */
export async function serveSandbox(options: ServeOptions = {}): Promise<ServedSandbox> {
  const disturbances = checked(options);
  const { port = 0, issuer = 'aws' } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw invalid('port', port, 'from 0 to 65535');
  const served = await serve({ ...disturbances, store: await openStore(options), port, issuer });
  const { url } = served;
  const sandbox = makeSandbox(options, { config: { endpoint: url }, url, close: () => served.close() });
  return { ...sandbox, url, issuer: issuerOf({ issuer, origin: url }, SANDBOX_POOL_ID) };
}

/** Seconds. A timer of Node that is longer than 24 days ends at once. */
const HOUR = 3_600;

interface Door {
  readonly config: Pick<SandboxClientConfig, 'requestHandler' | 'endpoint'>;
  readonly embedded?: object;
  readonly url?: string;
  readonly close?: () => Promise<void>;
}

function makeSandbox({ folder }: SandboxOptions, door: Door): Sandbox {
  const directories = new Set<Directory>();
  let dataFolder: Promise<string> | undefined;
  let isClosed = false;
  const assertOpen = () => {
    if (isClosed) throw new AdminError('USAGE', 'the sandbox is closed', { hint: 'Make another one.' });
  };
  const openDirectory = async (options: SandboxDirectoryOptions = {}): Promise<Directory> => {
    assertOpen();
    // The history and the locks of changes are files, wherever the state is.
    dataFolder ??= folder === undefined ? mkdtemp(join(tmpdir(), 'sf-admin-sandbox-')) : Promise.resolve(folder);
    const place = await dataFolder;
    // Again: it may have been closed meanwhile, and would not close this directory, which makes a new folder for its files.
    assertOpen();
    const directory = openOn(door, place, options);
    directories.add(directory);
    return directory;
  };
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await Promise.all([...directories].map((directory) => directory.close()));
    await door.close?.();
    if (folder === undefined && dataFolder !== undefined) await rm(await dataFolder, { recursive: true, force: true });
  };
  return {
    poolId: SANDBOX_POOL_ID,
    clientId: SANDBOX_CLIENT_ID,
    region: SANDBOX_REGION,
    clientConfig: {
      region: SANDBOX_REGION,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
      ...door.config,
    },
    openDirectory,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openOn({ url, embedded }: Door, dataFolder: string, options: SandboxDirectoryOptions): Directory {
  const [builtIn] = BUILT_IN_CONTEXTS;
  if (builtIn?.kind !== 'sandbox') throw new Error('the first built-in context is the sandbox');
  const { tenant, readOnly, timeoutSeconds = 30 } = options;
  if (!(timeoutSeconds > 0 && timeoutSeconds <= HOUR)) {
    throw invalid('timeoutSeconds', timeoutSeconds, `more than 0, and at most ${HOUR}`);
  }
  const endpointUrl = url === undefined ? undefined : parseEndpointUrl(url, 'url');
  const closing = new AbortController();
  const context = { ...builtIn, protected: options.protected === true, ...defined({ endpointUrl }) };
  const inner = openInner(context, {
    dataFolder,
    flagsToRepeat: '',
    tenant,
    readOnly,
    embedded,
    timeoutMs: timeoutSeconds * 1000,
    interrupt: closing.signal,
    mfaCode: () => Promise.reject(new Error('the sandbox has no MFA devices')),
  });
  return makeHandle(inner, () => {
    closing.abort();
  });
}

async function openStore({ folder, users = 20 }: SandboxOptions): Promise<SandboxStore> {
  if (!Number.isSafeInteger(users) || users < 0) throw invalid('number of users', users, 'a whole number from 0 on');
  const seed = () => seedState({ users });
  if (folder === undefined) return new MemoryStore(seed());
  const store = new FileStore(sandboxFile(folder), seed);
  // A file that cannot be used is reported here, and not by the first call.
  await store.read();
  return store;
}

function checked({ latencyMs, rps, faults }: SandboxOptions): Disturbances {
  if (latencyMs !== undefined && !(latencyMs >= 0 && latencyMs <= HOUR * 1000)) {
    throw invalid('latencyMs', latencyMs, `0 or more, and at most ${HOUR * 1000}`);
  }
  if (rps !== undefined && !(rps > 0)) throw invalid('rps', rps, 'more than 0');
  return { latencyMs, rps, faults: faults === undefined ? undefined : checkFaults(faults) };
}

function invalid(what: string, value: number, allowed: string): AdminError {
  return new AdminError('USAGE', `invalid ${what} ${String(value)}`, { hint: `Use ${allowed}.` });
}
