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
  /** Whether calls may be sent unencrypted to another machine. */
  readonly allowHttp?: boolean;
  /** Whether a change that is irreversible or grants a privileged role needs the target's name to be typed. */
  readonly protected: boolean;
  /** The tenant that every command in this context is bound to. */
  readonly tenant?: string;
  /** Whether a context that is bound to a tenant may change app clients, which all tenants share. */
  readonly mayEditClient?: boolean;
  readonly conventions: Conventions;
  /** Findings of checks that are known and accepted, each until a day. */
  readonly acceptedFindings?: readonly AcceptedFinding[];
  /** Set when a command opens the context, see `withAwsSettings`. */
  readonly aws?: AwsSettings;
}

/** What AWS's own variables and files say about connections. */
export interface AwsSettings {
  /** The profile that settings are read from, whether the context or AWS_PROFILE names it. */
  readonly profile?: string;
  /** Whether the keys of the environment are used. A profile that is named by the context, or a flag, counts more than they. */
  readonly hasKeys?: boolean;
  /** The command that signs in, if the credentials are those of a sign-in (SSO). */
  readonly signIn?: string;
  /** An address of STS other than AWS's. */
  readonly stsUrl?: string;
  /** Which of AWS's hosts to use. A configured address is used as it is. */
  readonly fips?: boolean;
  readonly dualStack?: boolean;
  /** A file with the certificates to trust, in place of Node's. */
  readonly caBundle?: string;
}

/** A finding of a check that is accepted for now. */
export interface Acceptance {
  readonly reason: string;
  /** The last day on which it is accepted: `2027-03-31`, in UTC. */
  readonly until: string;
}

/** An entry of `acceptedFindings` in a context's configuration. */
export interface AcceptedFinding extends Acceptance {
  /** The rule's ID. */
  readonly rule: string;
  /** What it is accepted on, as the check names it; left out: on everything. */
  readonly subject?: string | undefined;
}
