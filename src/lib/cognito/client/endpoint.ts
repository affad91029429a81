import type { AwsSettings } from '../../config/context.js';
import { cognitoHost, isAwsUrl } from '../../text/aws-hosts.js';
import type { PaceLimits } from '../pacing/pace.js';
import { parsedUrl } from '../../text/parsed.js';

/** The `poolId` of an endpoint at which a user pool is to be created. No pool has it: every ID contains an underscore. */
export const NEW_POOL = 'new';

/** Where calls are sent, with which credentials, and how long they may take. */
export interface Endpoint {
  /** The context's name, for messages. */
  readonly contextName: string;
  readonly poolId: string;
  readonly region: string;
  readonly account?: string;
  /** The address that is configured, if any. It may be one of AWS's own. */
  readonly url?: string;
  /** What AWS's own configuration says about connections. */
  readonly aws?: AwsSettings;
  /** Whether requests may be sent unencrypted to another machine. */
  readonly allowHttp?: boolean;
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
  /** Whether every operation that is not a read is refused. */
  readonly readOnly?: boolean;
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

/** The address of the endpoint if calls do not go to the host of AWS that the region has by default; else `undefined`. */
export function namedAddress({ url, region, aws, requestHandler }: Endpoint): string | undefined {
  if (requestHandler !== undefined || url !== undefined) return url;
  const host = cognitoHost(region, aws);
  return host === cognitoHost(region) ? undefined : `https://${host}`;
}

/** The pool for messages: `user pool eu-west-1_AbCdEf123`. */
export function poolName(poolId: string): string {
  return poolId === NEW_POOL ? 'a new user pool' : `user pool ${poolId}`;
}

/** Whether calls go to AWS, and so to the same user pool, whichever of its addresses is used. */
export function isAtAws({ url, requestHandler }: Endpoint): boolean {
  return requestHandler === undefined && (url === undefined || isAwsUrl(url));
}

/**
 * What identifies the place to which an address leads: two addresses with one identity reach the same user pools. Null for
 * no address, and for AWS's own, which all reach the same pools.
 *
 * @param url may be text of a history that is no URL
 */
export function endpointIdentity(url: string | null | undefined): string | null {
  if (url == null) return null;
  if (parsedUrl(url) === undefined) return url;
  const { protocol, host, pathname } = new URL(url);
  return isAwsUrl(url) ? null : `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
