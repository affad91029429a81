/**
 * What the embedded user pool is called. The sandbox makes the pool under these names and the built-in context
 * points at them: neither room may import the other, so the names stand below both.
 */
export const SANDBOX_POOL_ID = 'us-east-1_Sandbox01';
export const SANDBOX_CLIENT_ID = 'sandbox0stackflow0client01';
export const SANDBOX_REGION = 'us-east-1';
/** An account that AWS gives to nobody, so that no ARN of the sandbox can be taken for a real one. */
export const SANDBOX_ACCOUNT = '000000000000';
