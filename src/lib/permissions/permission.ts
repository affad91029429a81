import type { ServiceOperation } from '../cognito/services/operations.js';
import { type Platform, senderIdentities } from '../config/platform.js';
import { arnPartition } from '../text/aws-hosts.js';

/** The places in AWS that resources of a policy are in, and their names. */
export interface PolicyTarget {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly poolId: string;
  readonly platform: Platform;
  /** The table of the history, if a team shares it. */
  readonly table?: string | undefined;
}

/** An IAM action, and the resources that it has to be allowed on. */
export interface Permission {
  readonly action: string;
  /** ARNs, or `*` for an action that IAM cannot limit to a resource. */
  readonly resources: readonly string[];
  /** The service that a role may be passed to. */
  readonly passedTo?: string;
  /** The partition keys of a table that it is limited to; may have wildcards. */
  readonly keys?: string;
}

/**
 * Operations of Cognito that do not name a user pool, so that IAM cannot limit them to one (Service Authorization
 * Reference, "Amazon Cognito User Pools"). A test compares them with the SDK's model.
 */
const WITHOUT_POOL = new Set(['CreateUserPool', 'DescribeUserPoolDomain', 'GetProvisionedLimit', 'ListUserPools']);

/** Operations that hand the role of a pool or a job on to Cognito, which IAM counts as an action of its own. */
const PASSING_ROLES = new Set(['CreateUserImportJob', 'CreateUserPool', 'SetUserPoolMfaConfig', 'UpdateUserPool']);

/** An ARN in the region and account of a target. @param resource what follows the account, with its separator */
export function arnOf(
  { region, account }: Pick<PolicyTarget, 'region' | 'account'>,
  service: string,
  resource: string,
) {
  const place = service === 'iam' ? `:${account}` : `${region}:${account}`;
  return `arn:${arnPartition(region)}:${service}:${place}:${resource}`;
}

/** The ARN of the target's user pool. */
export function poolArn(target: Pick<PolicyTarget, 'region' | 'account' | 'poolId'>): string {
  return arnOf(target, 'cognito-idp', `userpool/${target.poolId}`);
}

/** The ARN of a role that is named, or given as an ARN. */
export function roleArn(target: Pick<PolicyTarget, 'region' | 'account'>, role: string): string {
  return role.startsWith('arn:') ? role : arnOf(target, 'iam', `role/${role}`);
}

/** The IAM action of an operation. Those of other services than Cognito start with the service, as IAM's do. */
export function actionOf(operation: string): string {
  if (!operation.includes(':')) return `cognito-idp:${operation}`;
  // Reads of API Gateway are one action, whatever their operation.
  return operation.replace(/^apigateway(?:v2)?:Get\w+$/, 'apigateway:GET');
}

/** What the caller of an operation must be allowed. */
export function permissionsFor(operation: string, target: PolicyTarget): Permission[] {
  const action = actionOf(operation);
  if (operation.includes(':')) {
    const resources = SERVICE_RESOURCES[operation as ServiceOperation](target);
    return resources.length === 0 ? [] : [{ action, resources }];
  }
  const resources = [WITHOUT_POOL.has(operation) ? '*' : poolArn(target)];
  return PASSING_ROLES.has(operation) ? [{ action, resources }, passRole(target)] : [{ action, resources }];
}

/** The role is known only when the command runs, so it is limited by whom it may be passed to. */
function passRole(target: PolicyTarget): Permission {
  return {
    action: 'iam:PassRole',
    resources: [arnOf(target, 'iam', 'role/*')],
    passedTo: 'cognito-idp.amazonaws.com',
  };
}

type Resources = (target: PolicyTarget) => string[];

const functions: Resources = (target) => {
  const { preSignUpFunction = '*', preTokenFunction, postConfirmationFunction } = target.platform;
  const names = preSignUpFunction === '*' ? ['*'] : [preSignUpFunction, preTokenFunction, postConfirmationFunction];
  // The second form is that of a version or alias, which a trigger may name.
  return names.flatMap((name) => [arnOf(target, 'lambda', `function:${name}`), ...versions(target, name)]);
};
const versions = (target: PolicyTarget, name: string) =>
  name === '*' ? [] : [arnOf(target, 'lambda', `function:${name}:*`)];
const rules: Resources = (target) => [arnOf(target, 'events', `rule/${target.platform.warmerRule}*`)];
/** The roles and users that are asked about are known only when the command runs. */
const principals: Resources = (target) => ['role/*', 'user/*'].map((name) => arnOf(target, 'iam', name));
const authorizers = (path: string): Resources => {
  return ({ region, platform }) => [
    `arn:${arnPartition(region)}:apigateway:${region}::/${path}/${platform.apiId}/authorizers`,
  ];
};

/** The table of a team's history. A context without one needs no permission. */
const table: Resources = (target) =>
  target.table === undefined ? [] : [arnOf(target, 'dynamodb', `table/${target.table}`)];

/** The resources of the operations of other services (Service Authorization Reference, a page for each service). */
const SERVICE_RESOURCES: Readonly<Record<ServiceOperation, Resources>> = {
  'apigateway:GetAuthorizers': authorizers('restapis'),
  'apigatewayv2:GetAuthorizers': authorizers('apis'),
  'dynamodb:CreateTable': table,
  'dynamodb:DescribeContinuousBackups': table,
  'dynamodb:DescribeTable': table,
  'dynamodb:GetResourcePolicy': table,
  'dynamodb:PutResourcePolicy': table,
  'dynamodb:UpdateContinuousBackups': table,
  'dynamodb:UpdateTable': table,
  'events:DescribeRule': rules,
  'events:ListRules': () => ['*'],
  'events:ListTargetsByRule': rules,
  'iam:GetRole': (target) => [arnOf(target, 'iam', 'role/*')],
  'iam:SimulatePrincipalPolicy': principals,
  'lambda:GetFunctionConfiguration': functions,
  'lambda:GetPolicy': functions,
  'lambda:ListProvisionedConcurrencyConfigs': functions,
  'secretsmanager:DescribeSecret': (target) => [
    // Secrets Manager adds a dash and six characters to the name.
    arnOf(target, 'secretsmanager', `secret:${target.platform.clientSecret}-??????`),
  ],
  'ses:GetEmailIdentity': (target) =>
    senderIdentities(target.platform.sender).map((name) => arnOf(target, 'ses', `identity/${name}`)),
  'sns:GetTopicAttributes': (target) => [arnOf(target, 'sns', target.platform.securityTopic)],
  // It needs no permission.
  'sts:GetCallerIdentity': () => [],
};
