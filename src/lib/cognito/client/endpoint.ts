import type { PaceLimits } from '../pacing/pace.js';

/** Where calls are sent, with which credentials, and how long they may take. */
export interface Endpoint {
  /** The context's name, for messages. */
  readonly contextName: string;
  readonly poolId: string;
  readonly region: string;
  readonly account?: string;
  /** An address other than AWS's own. */
  readonly url?: string;
  /** The request handler of the in-process sandbox, made at the first call. */
  readonly requestHandler?: () => Promise<unknown>;
  readonly credentials: CredentialSource;
  /** Milliseconds that one call may take, its retries included. */
  readonly timeoutMs: number;
  /** How fast many calls may be made. Left out for few calls. */
  readonly pace?: PaceLimits;
  /**
   * Milliseconds after which a write that another machine had begun before ours has arrived. Left out if no other machine
   * can write to the pool.
   */
  readonly settleMs?: number;
  /** Aborts when the operator interrupts. */
  readonly interrupt: AbortSignal;
  /** Asks for the code of an MFA device that a profile or role requires; throws AdminError without a terminal. */
  readonly mfaCode: (device: string) => Promise<string>;
}

export type CredentialSource =
  /** The sandbox accepts any signature, and must never be sent a real one. */
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'aws';
      readonly profile?: string;
      readonly roleArn?: string;
      readonly externalId?: string;
      readonly mfaSerial?: string;
    };
