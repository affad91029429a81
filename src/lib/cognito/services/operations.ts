import type { ServiceId } from '../../config/context.js';
import type { OutputOf } from '../client/operations.js';

/** A service by the start of its operations: its name for messages, and in AWS's configuration. */
export const SERVICES: Readonly<Record<string, { readonly name: string; readonly id?: ServiceId }>> = {
  apigateway: { name: 'API Gateway', id: 'api_gateway' },
  apigatewayv2: { name: 'API Gateway', id: 'apigatewayv2' },
  dynamodb: { name: 'DynamoDB', id: 'dynamodb' },
  events: { name: 'EventBridge', id: 'eventbridge' },
  iam: { name: 'IAM', id: 'iam' },
  lambda: { name: 'Lambda', id: 'lambda' },
  secretsmanager: { name: 'Secrets Manager', id: 'secrets_manager' },
  ses: { name: 'SES', id: 'sesv2' },
  sns: { name: 'SNS', id: 'sns' },
  sts: { name: 'STS' },
};

/**
 * Every operation of other services than Cognito that sf-admin may call, with the SDK's client and command. Each service is
 * loaded by the first call to it. They are named like IAM's actions; `permissions/` says which action one needs.
 */
export const SERVICE_OPERATIONS = {
  'apigateway:GetAuthorizers': async () => withClient(await import('./api-gateway.js'), 'GetAuthorizersCommand'),
  'apigatewayv2:GetAuthorizers': async () => withClient(await import('./apigatewayv2.js'), 'GetAuthorizersCommand'),
  'dynamodb:CreateTable': async () => withClient(await import('./dynamodb.js'), 'CreateTableCommand'),
  'dynamodb:DescribeContinuousBackups': async () =>
    withClient(await import('./dynamodb.js'), 'DescribeContinuousBackupsCommand'),
  'dynamodb:DescribeTable': async () => withClient(await import('./dynamodb.js'), 'DescribeTableCommand'),
  'dynamodb:GetResourcePolicy': async () => withClient(await import('./dynamodb.js'), 'GetResourcePolicyCommand'),
  'dynamodb:PutResourcePolicy': async () => withClient(await import('./dynamodb.js'), 'PutResourcePolicyCommand'),
  'dynamodb:UpdateContinuousBackups': async () =>
    withClient(await import('./dynamodb.js'), 'UpdateContinuousBackupsCommand'),
  'dynamodb:UpdateTable': async () => withClient(await import('./dynamodb.js'), 'UpdateTableCommand'),
  'events:DescribeRule': async () => withClient(await import('./eventbridge.js'), 'DescribeRuleCommand'),
  'events:ListRules': async () => withClient(await import('./eventbridge.js'), 'ListRulesCommand'),
  'events:ListTargetsByRule': async () => withClient(await import('./eventbridge.js'), 'ListTargetsByRuleCommand'),
  'iam:GetRole': async () => withClient(await import('./iam.js'), 'GetRoleCommand'),
  'iam:SimulatePrincipalPolicy': async () => withClient(await import('./iam.js'), 'SimulatePrincipalPolicyCommand'),
  'lambda:GetFunctionConfiguration': async () =>
    withClient(await import('./lambda.js'), 'GetFunctionConfigurationCommand'),
  'lambda:GetPolicy': async () => withClient(await import('./lambda.js'), 'GetPolicyCommand'),
  'lambda:ListProvisionedConcurrencyConfigs': async () =>
    withClient(await import('./lambda.js'), 'ListProvisionedConcurrencyConfigsCommand'),
  'secretsmanager:DescribeSecret': async () =>
    withClient(await import('./secrets-manager.js'), 'DescribeSecretCommand'),
  'ses:GetEmailIdentity': async () => withClient(await import('./sesv2.js'), 'GetEmailIdentityCommand'),
  'sns:GetTopicAttributes': async () => withClient(await import('./sns.js'), 'GetTopicAttributesCommand'),
  'sts:GetCallerIdentity': async () => withClient(await import('./sts.js'), 'GetCallerIdentityCommand'),
} as const;

function withClient<Sdk extends { Client: unknown }, Name extends keyof Sdk>(
  sdk: Sdk,
  name: Name,
): { Client: Sdk['Client']; Command: Sdk[Name] } {
  return { Client: sdk.Client, Command: sdk[name] };
}

type Operations = typeof SERVICE_OPERATIONS;

export type ServiceOperation = keyof Operations;

type CommandOf<Name extends ServiceOperation> = Awaited<ReturnType<Operations[Name]>>['Command'];

export type ServiceInput<Name extends ServiceOperation> = NonNullable<ConstructorParameters<CommandOf<Name>>[0]>;

export type ServiceOutput<Name extends ServiceOperation> = OutputOf<InstanceType<CommandOf<Name>>>;
