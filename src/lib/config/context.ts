import type { Conventions } from '../model/conventions.js';

/** A named user pool to act on, and StackFlow's rules for it. */
export interface Context {
  readonly name: string;
  /** `sandbox` is the embedded pool, in process; `aws` is a pool behind an endpoint. */
  readonly kind: 'sandbox' | 'aws';
  /** `<region>_<id>`. A context may leave it out and have `--pool-id` name it. */
  readonly poolId?: string;
  readonly clientId?: string;
  /** Left out, it is the one that the pool ID starts with. */
  readonly region?: string;
  /** The twelve digits of the AWS account that the pool is expected in. */
  readonly account?: string;
  /** A profile of AWS's own configuration files. */
  readonly profile?: string;
  /** The ARN of a role to assume before anything else. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** The ARN or serial number of the MFA device that assuming the role asks for. */
  readonly mfaSerial?: string;
  readonly endpointUrl?: string;
  /** An irreversible change asks for the target's name to be typed. */
  readonly protected: boolean;
  /** The tenant that every command in this context is bound to. */
  readonly tenant?: string;
  readonly conventions: Conventions;
}
