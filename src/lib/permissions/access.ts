/*
 * permissions/: what the caller of each command must be allowed in AWS. `command-operations` is derived from the code,
 * `permission` says which action and resources an operation needs, and `policy` makes an IAM policy of them.
 */
import type { Context } from '../config/context.js';
import { functionEnvironment } from '../pool/function-environment.js';
import { COMMAND_NAMES, type CommandName } from './command-name.js';
import { poolArn, type PolicyTarget } from './permission.js';
import { type NeededPermission, neededPermissions, policyOf } from './policy.js';

/** What is to be allowed. */
export interface AccessChoice {
  /** Default: every command. */
  readonly commands: readonly CommandName[] | undefined;
  /** Whether it is for a function that is joined to the pool instead. */
  readonly isForFunction: boolean;
  /** The app client that the function is joined to as well. */
  readonly clientId: string | undefined;
}

export interface Access {
  readonly permissions: readonly NeededPermission[];
  /** What `-o json` prints: a policy; for a function its environment variables too. */
  readonly document: object;
}

/**
 * The IAM actions that Stackery gives to a function which is joined to a user pool, on the pool's ARN. IAM does not limit
 * DescribeUserPoolDomain to a pool, so this does not allow it.
 */
const FUNCTION_ACTIONS = [
  'Admin*',
  'DescribeIdentityProvider',
  'DescribeResourceServer',
  'DescribeUserPool',
  'DescribeUserPoolClient',
  'DescribeUserPoolDomain',
  'GetGroup',
  'ListGroups',
  'ListUserPoolClients',
  'ListUsers',
  'ListUsersInGroup',
  'UpdateGroup',
];

/** The permissions of commands, or of a function that is joined to the pool, and the document to print. */
export function accessFor(target: PolicyTarget, { commands, isForFunction, clientId }: AccessChoice): Access {
  if (!isForFunction) {
    const permissions = neededPermissions(commands ?? COMMAND_NAMES, target);
    return { permissions, document: policyOf(permissions) };
  }
  const { poolId } = target;
  const arn = poolArn(target);
  const permissions = FUNCTION_ACTIONS.map((name) => ({
    action: `cognito-idp:${name}`,
    resources: [arn],
    commands: [],
  }));
  const environment = functionEnvironment({ poolId, poolArn: arn, clientId });
  return { permissions, document: { environment, policy: policyOf(permissions) } };
}

/** What the policy alone does not say. */
export function accessNotes({ permissions }: Access, { name, kind, roleArn }: Context): string[] {
  const actions = new Set(permissions.map(({ action }) => action));
  return [
    permissions.length === 0 && 'The commands need no permission in AWS.',
    permissions.length > 0 &&
      kind === 'sandbox' &&
      'The resources are those of the sandbox. For a user pool in AWS: --context NAME or --pool-id ID',
    actions.has('iam:PassRole') &&
      'iam:PassRole is for the role of an import job, and for the role with which the user pool sends SMS: replace ' +
        'role/* by their names.',
    actions.has('cognito-idp:CreateUserPool') &&
      'pool create makes a user pool whose ID is not known before, so its actions are allowed on userpool/*: remove it ' +
        'from the policy when the pool is there.',
    actions.has('cognito-idp:Admin*') &&
      'IAM cannot limit DescribeUserPoolDomain to a user pool: a function that calls it needs it on "*".',
    roleArn !== undefined &&
      `Context ${name} assumes ${roleArn}: attach the policy to that role, and allow sts:AssumeRole on it to its users.`,
  ].filter((text) => text !== false);
}
