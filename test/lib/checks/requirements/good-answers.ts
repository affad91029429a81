import type { MockAnswer } from '../../cognito/cognito-mock.js';
import type { ServiceAnswers } from '../../cognito/services-mock.js';

export const POOL = 'us-east-1_WKK1AVJ2m';
export const ACCOUNT = '373544523367';
export const POOL_ARN = `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${POOL}`;
export const DOMAIN = 'stackflow-identity-373544523367';
const CLIENT = '570cnagpgoochn29a113du6jnt';
const SECRET_ARN = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:stackflow/cognito-client-secret-AbCdEf`;
export const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:stackflow-security-findings`;

/** The ARN of a function. */
export const functionArn = (name: string) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`;

/** The resource policy of a function that the pool may invoke. */
export const policyFor = (resource: string, source = POOL_ARN) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'cognito',
        Effect: 'Allow',
        Principal: { Service: 'cognito-idp.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: resource,
        Condition: { ArnLike: { 'AWS:SourceArn': source } },
      },
    ],
  });

/** StackFlow's pool, domain and app client as the documents describe them. */
export const GOOD_POOL: {
  readonly DescribeUserPool: MockAnswer<'DescribeUserPool'>;
  readonly DescribeUserPoolDomain: MockAnswer<'DescribeUserPoolDomain'>;
  readonly DescribeUserPoolClient: MockAnswer<'DescribeUserPoolClient'>;
} = {
  DescribeUserPool: {
    UserPool: {
      Id: POOL,
      Arn: POOL_ARN,
      Domain: DOMAIN,
      LambdaConfig: {
        PreSignUp: functionArn('StackFlowCognitoPreSignUp'),
        PreTokenGenerationConfig: {
          LambdaArn: functionArn('StackFlowCognitoPreToken'),
          LambdaVersion: 'V2_0',
        },
        PostConfirmation: functionArn('StackFlowCognitoPostConfirm'),
      },
    },
  },
  DescribeUserPoolDomain: { DomainDescription: { Domain: DOMAIN, UserPoolId: POOL, Status: 'ACTIVE' } },
  DescribeUserPoolClient: {
    UserPoolClient: {
      ClientId: CLIENT,
      UserPoolId: POOL,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
    },
  },
};

/** The secret of the app client, with a value. */
export const GOOD_SECRET = {
  ARN: SECRET_ARN,
  Name: 'stackflow/cognito-client-secret',
  VersionIdsToStages: { 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE': ['AWSCURRENT'] },
};

/** What the services around the pool answer if every requirement is met. */
export const GOOD_ANSWERS: Required<Omit<ServiceAnswers, 'iam:GetRole' | 'events:ListRules' | `dynamodb:${string}`>> = {
  'sts:GetCallerIdentity': { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/ana`, UserId: 'AIDA' },
  'lambda:GetFunctionConfiguration': ({ FunctionName = '' }) => ({
    FunctionName: FunctionName.split(':')[6],
    FunctionArn: FunctionName,
    Role: `arn:aws:iam::${ACCOUNT}:role/service/${FunctionName.split(':')[6]}`,
    Timeout: 5,
    State: 'Active',
    LastUpdateStatus: 'Successful',
  }),
  'lambda:GetPolicy': ({ FunctionName = '' }) => ({ Policy: policyFor(FunctionName), RevisionId: '1' }),
  'lambda:ListProvisionedConcurrencyConfigs': { ProvisionedConcurrencyConfigs: [] },
  'iam:SimulatePrincipalPolicy': ({ ActionNames = [], ResourceArns = [] }) => ({
    EvaluationResults: [
      {
        EvalActionName: ActionNames[0],
        EvalResourceName: ResourceArns[0],
        EvalDecision: 'allowed',
        MissingContextValues: [],
      },
    ],
    IsTruncated: false,
  }),
  'ses:GetEmailIdentity': ({ EmailIdentity }) => ({
    IdentityType: EmailIdentity?.includes('@') === true ? 'EMAIL_ADDRESS' : 'DOMAIN',
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
  }),
  'apigateway:GetAuthorizers': {
    items: [{ id: 'a1b2c3', name: 'StackFlowAuth', type: 'COGNITO_USER_POOLS', providerARNs: [POOL_ARN] }],
  },
  'apigatewayv2:GetAuthorizers': { Items: [] },
  'secretsmanager:DescribeSecret': GOOD_SECRET,
  'sns:GetTopicAttributes': ({ TopicArn = '' }) => ({ Attributes: { TopicArn, SubscriptionsConfirmed: '1' } }),
  'events:DescribeRule': ({ Name }) => ({ Name, State: 'ENABLED', ScheduleExpression: 'rate(4 minutes)' }),
  'events:ListTargetsByRule': { Targets: [{ Id: '1', Arn: functionArn('StackFlowCacheWarmer') }] },
};
