import type { Conventions } from '../model/conventions.js';
import type { Signers } from './approval-rules.js';
import type { Platform } from './platform.js';

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
  /** How many persons have to approve privileged grants, deletions and changes that need `--confirm`; default: none. */
  readonly approvals?: number;
  /** Who may sign plans and approvals. */
  readonly signers?: Signers;
  readonly conventions: Conventions;
  /** Names of the platform around the pool that differ from StackFlow's: see `platformOf`. */
  readonly platform?: Partial<Platform>;
  /** How the rosters of tenants are read: see `tenant sync`. */
  readonly roster?: RosterSettings;
  /** Where the administrators of the pool keep their common history; default: each machine keeps its own. */
  readonly team?: Team;
  /** Findings of checks that are known and accepted, each until a day. */
  readonly acceptedFindings?: readonly AcceptedFinding[];
  /** Set when a command opens the context, see `withAwsSettings`. */
  readonly aws?: AwsSettings;
}

/** How a roster names people, and what is not in it. */
export interface RosterSettings {
  /** By what a person is found: `sub`, where the row has one, or else the address; default: the address alone. */
  readonly key?: 'sub' | 'email' | undefined;
  /** The column of the roster for each thing that is read, such as `givenName`. Other columns are ignored then. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** The roles of a new person whose row has none. */
  readonly roles?: readonly string[] | undefined;
  /** Users who are in no roster and stay all the same: addresses, subs or user names. */
  readonly serviceAccounts?: readonly string[] | undefined;
}

/** What the administrators of a pool share. */
export interface Team {
  /** A table of DynamoDB, in the region and account of the user pool. */
  readonly table: string;
}

/** The services other than Cognito that are called, as AWS's configuration names them. */
export const SERVICE_IDS = [
  'api_gateway',
  'apigatewayv2',
  'dynamodb',
  'eventbridge',
  'iam',
  'lambda',
  'secrets_manager',
  'sesv2',
  'sns',
] as const;

export type ServiceId = (typeof SERVICE_IDS)[number];

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
  /** Addresses of other services than AWS's. */
  readonly serviceUrls?: Readonly<Partial<Record<ServiceId, string>>>;
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
