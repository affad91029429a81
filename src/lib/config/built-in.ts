import { SANDBOX_ACCOUNT, SANDBOX_CLIENT_ID, SANDBOX_POOL_ID, SANDBOX_REGION } from '../model/sandbox-ids.js';
import type { Context } from './context.js';
import { DEFAULT_CONVENTIONS } from './default-conventions.js';

/** Contexts that are there without a file. `sandbox` is current until told otherwise: AWS is never reached by accident. */
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
    // STACKFLOW.md, "The user pool".
    name: 'stackflow',
    kind: 'aws',
    poolId: 'us-east-1_WKK1AVJ2m',
    clientId: '570cnagpgoochn29a113du6jnt',
    region: 'us-east-1',
    account: '373544523367',
    protected: true,
    conventions: DEFAULT_CONVENTIONS,
  },
];

/** The context that is current where the file names none, and again when the current one is removed. */
export const DEFAULT_CONTEXT = 'sandbox';

/** A name that the file may not use: the sandbox's settings are not for people to change. */
export const RESERVED_CONTEXT = 'sandbox';
