import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { openCognito } from '../../src/lib/cognito/client/cognito.js';
import { BUILT_IN_CONTEXTS } from '../../src/lib/config/built-in.js';
import type { PaceLimits } from '../../src/lib/cognito/pacing/pace.js';
import { longestAccessToken } from '../../src/lib/cognito/client/longest-access-token.js';
import type { Context } from '../../src/lib/config/context.js';
import { type Directory, openDirectory } from '../../src/lib/directory.js';
import type { UserPool } from '../../src/lib/model/user-pool.js';
import { SandboxEngine } from '../../src/lib/sandbox/engine/engine.js';
import { SandboxRequestHandler } from '../../src/lib/sandbox/doors/in-process.js';
import type { SandboxStore } from '../../src/lib/sandbox/state/store.js';

export interface TestDirectoryOptions {
  /** Fields that differ from the built-in `sandbox` context. With an `endpointUrl`, calls go over HTTP. */
  readonly context?: Partial<Context>;
  /** As `--tenant`. */
  readonly tenant?: string;
  /** As for `pool create`. */
  readonly isForNewPool?: boolean;
  /** Where locks are kept. Default: a temporary folder. */
  readonly dataFolder?: string;
  readonly timeoutMs?: number;
  readonly interrupt?: AbortSignal;
  readonly pace?: PaceLimits;
  /** In place of the policy of the machine. */
  readonly policy?: { readonly file: string; readonly owner: number };
  /** The embedded pool that answers. Without it, the test must use `mockCognito`. */
  readonly store?: SandboxStore;
}

/**
 * The data folder of tests that bring none, removed when the process ends. A root hook would not do: a worker process
 * runs many files, and imports this module only for the first.
 */
const DATA_FOLDER = join(tmpdir(), `sf-admin-test-${process.pid}`);
process.on('exit', () => {
  rmSync(DATA_FOLDER, { recursive: true, force: true });
});

/** Opens a directory as a command does, on the pool of a test. */
export function openTestDirectory(options: TestDirectoryOptions = {}): Directory {
  const directory = openDirectory(
    { ...BUILT_IN_CONTEXTS[0]!, ...options.context },
    {
      dataFolder: options.dataFolder ?? DATA_FOLDER,
      flagsToRepeat: '',
      tenant: options.tenant,
      isForNewPool: options.isForNewPool,
      timeoutMs: options.timeoutMs ?? 10_000,
      interrupt: options.interrupt ?? new AbortController().signal,
      pace: options.pace,
      policy: options.policy,
      mfaCode: () => Promise.reject(new Error('no test has an MFA device')),
    },
  );
  return options.store === undefined ? directory : onStore(directory, options.store);
}

function onStore(directory: Directory, store: SandboxStore): Directory {
  const handler = new SandboxRequestHandler(new SandboxEngine(store));
  const endpoint = { ...directory.endpoint, requestHandler: () => Promise.resolve(handler) };
  const cognito = openCognito(endpoint);
  const describe = async () => (await cognito.call('DescribeUserPool', {})).UserPool!;
  let pool: Promise<UserPoolType> | undefined;
  return {
    ...directory,
    endpoint,
    cognito,
    pool: () => (pool ??= describe()) as Promise<UserPool>,
    longestAccessToken: () => longestAccessToken(cognito),
  };
}
