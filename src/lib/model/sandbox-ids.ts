/**
 * The IDs of the embedded user pool. They are here because the sandbox, which makes the pool, and the built-in context,
 * which names it, may not import each other.
 */
export const SANDBOX_POOL_ID = 'us-east-1_Sandbox01';
export const SANDBOX_CLIENT_ID = 'sandbox0stackflow0client01';
export const SANDBOX_REGION = 'us-east-1';
/** No real AWS account has this ID, so no ARN of the sandbox can be mistaken for a real one. */
export const SANDBOX_ACCOUNT = '000000000000';
