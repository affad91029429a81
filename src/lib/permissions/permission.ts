import { arnPartition } from '../text/aws-hosts.js';

/** The places in AWS that resources of a policy are in. */
export interface PolicyTarget {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly poolId: string;
}

/** An IAM action, and the resources that it has to be allowed on. */
export interface Permission {
  readonly action: string;
  /** ARNs, or `*` for an action that IAM cannot limit to a resource. */
  readonly resources: readonly string[];
  /** The service that a role may be passed to. */
  readonly passedTo?: string;
}

/**
 * Operations of Cognito that do not name a user pool, so that IAM cannot limit them to one (Service Authorization
 * Reference, "Amazon Cognito User Pools"). A test compares them with the SDK's model.
 */
const WITHOUT_POOL = new Set(['DescribeUserPoolDomain']);

/** Operations that hand the role of a pool or a job on to Cognito, which IAM counts as an action of its own. */
const PASSING_ROLES = new Set(['CreateUserImportJob', 'SetUserPoolMfaConfig', 'UpdateUserPool']);

/** The ARN of the target's user pool. */
export function poolArn({ region, account, poolId }: PolicyTarget): string {
  return `arn:${arnPartition(region)}:cognito-idp:${region}:${account}:userpool/${poolId}`;
}

/** What the caller of an operation must be allowed. */
export function permissionsFor(operation: string, target: PolicyTarget): Permission[] {
  const resource = WITHOUT_POOL.has(operation) ? '*' : poolArn(target);
  const itself = { action: `cognito-idp:${operation}`, resources: [resource] };
  return PASSING_ROLES.has(operation) ? [itself, passRole(target)] : [itself];
}

/** The role is known only when the command runs, so it is limited by whom it may be passed to. */
function passRole({ region, account }: PolicyTarget): Permission {
  return {
    action: 'iam:PassRole',
    resources: [`arn:${arnPartition(region)}:iam::${account}:role/*`],
    passedTo: 'cognito-idp.amazonaws.com',
  };
}
