import { SANDBOX_ACCOUNT, SANDBOX_CLIENT_ID, SANDBOX_POOL_ID, SANDBOX_REGION } from '../model/sandbox-ids.js';
import type { Context } from './context.js';
import { DEFAULT_CONVENTIONS } from './default-conventions.js';

/** The contexts without a file. `sandbox` is the current one by default, so that AWS is never called by accident. */
export const BUILT_IN_CONTEXTS: readonly Context[] = [
  {
    name: 'sandbox',
    kind: 'sandbox',
    poolId: SANDBOX_POOL_ID,
    clientId: SANDBOX_CLIENT_ID,
    region: SANDBOX_REGION,
    account: SANDBOX_ACCOUNT,
    protected: false,
    conventions: DEFAULT_CONVENTIONS,
  },
  {
    // StackFlow's production pool.
    name: 'stackflow',
    kind: 'aws',
    poolId: 'us-east-1_WKK1AVJ2m',
    clientId: '570cnagpgoochn29a113du6jnt',
    region: 'us-east-1',
    account: '373544523367',
    protected: true,
    conventions: DEFAULT_CONVENTIONS,
    platform: { domain: 'stackflow-identity-373544523367' },
  },
];

/** The current context if the file names none, and after the current one is removed. */
export const DEFAULT_CONTEXT = 'sandbox';

/** A name that the file may not use, since the sandbox's settings cannot be changed. */
export const RESERVED_CONTEXT = 'sandbox';

/** Whether the context is there without a file, so that it cannot be removed. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN_CONTEXTS.some((context) => context.name === name);
}
