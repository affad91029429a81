import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import type { Sandbox } from '../../harness.js';

export type Request = Readonly<Record<string, unknown>>;

/**
 * What is tested of one operation: a request that succeeds, and one for each refusal that the API reference documents and
 * that the sandbox can give. Some refusals are tested without being listed here: see generic-refusals.ts.
 */
export interface OperationCase {
  /** Makes the request; it may prepare the sandbox first. */
  readonly request: (sandbox: Sandbox) => Request | Promise<Request>;
  /**
   * By the name of the error: changes the sandbox, the request that would succeed, or both, so that it is refused. Without a
   * result, the request stays as it is.
   */
  /** Whether a refusal is recorded with the user, as wrong passwords and codes are counted. */
  readonly records?: true;
  readonly refusals?: Readonly<Record<string, (sandbox: Sandbox, request: Request) => Change | Promise<Change>>>;
}

type Change = Request | undefined;

/** The cases of a family of operations by their names. */
export type OperationCases = Readonly<Record<string, OperationCase>>;

/** A request that only has to name the seeded pool, and `more`. */
export function onPool(more: Request = {}): OperationCase['request'] {
  return () => ({ UserPoolId: SANDBOX_POOL_ID, ...more });
}
