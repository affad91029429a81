import type { Conventions } from '../model/conventions.js';

/** A named user pool, how to reach it, and StackFlow's rules for it. */
export interface Context {
  readonly name: string;
  /** `sandbox` is the embedded pool, in process; `aws` is a pool behind an endpoint. */
  readonly kind: 'sandbox' | 'aws';
  /** `<region>_<id>`. If it is left out, `--pool-id` names the pool. */
  readonly poolId?: string;
  readonly clientId?: string;
  /** Default: the region that the pool ID starts with. */
  readonly region?: string;
  /** The twelve digits of the AWS account that the pool is expected in. */
  readonly account?: string;
  /** A profile of AWS's own configuration files. */
  readonly profile?: string;
  /** The ARN of a role to assume. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** The ARN or serial number of the MFA device that the role requires. */
  readonly mfaSerial?: string;
  readonly endpointUrl?: string;
  /** Whether a change that is irreversible or grants a privileged role needs the target's name to be typed. */
  readonly protected: boolean;
  /** The tenant that every command in this context is bound to. */
  readonly tenant?: string;
  /** Whether a context that is bound to a tenant may change app clients, which all tenants share. */
  readonly mayEditClient?: boolean;
  readonly conventions: Conventions;
}
