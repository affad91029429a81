import { expect } from 'chai';

import { checkRequirements } from '../../../../src/lib/checks/requirements/check-requirements.js';
import type { Requirement } from '../../../../src/lib/checks/requirements/requirement.js';
import { BUILT_IN_CONTEXTS } from '../../../../src/lib/config/built-in.js';
import type { Context } from '../../../../src/lib/config/context.js';
import { openDirectory } from '../../../../src/lib/directory.js';
import { COMMAND_OPERATIONS } from '../../../../src/lib/permissions/command-operations.js';
import { actionOf } from '../../../../src/lib/permissions/permission.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../../cognito/environment.js';
import { errorOf, mockServices, type ServiceAnswers } from '../../cognito/services-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { functionArn, GOOD_ANSWERS, GOOD_POOL, GOOD_SECRET, policyFor, POOL_ARN } from './good-answers.js';

const STACKFLOW = BUILT_IN_CONTEXTS.find(({ name }) => name === 'stackflow')!;
const PRE_TOKEN = functionArn('StackFlowCognitoPreToken');
const POST_CONFIRM = functionArn('StackFlowCognitoPostConfirm');
const DENIED = errorOf('AccessDeniedException', 'User ana is not authorized to perform this.');
const NOT_THERE = errorOf('ResourceNotFoundException');

const TRIGGERS = ['PRE_SIGN_UP', 'PRE_TOKEN', 'POST_CONFIRMATION'];
const FUNCTIONS = TRIGGERS.flatMap((id) => [`${id}_DEPLOYED`, `${id}_TIMEOUT`]);

/** The pool with other settings. */
const poolWith = (settings: object) => ({
  ...GOOD_POOL,
  DescribeUserPool: { UserPool: { ...GOOD_POOL.DescribeUserPool.UserPool, ...settings } },
});

describe('checkRequirements', () => {
  const environment = awsEnvironment();
  const cognito = mockCognito();
  const services = mockServices();
  beforeEach(() => {
    environment.set(EXAMPLE_KEYS);
  });

  /** The requirements while the services answer so, and what the others answer is good. */
  async function check(
    answers: ServiceAnswers = {},
    { pool = GOOD_POOL, context = {} }: { pool?: typeof GOOD_POOL; context?: Partial<Context> } = {},
  ): Promise<Requirement[]> {
    cognito.answer('DescribeUserPool', pool.DescribeUserPool);
    cognito.answer('DescribeUserPoolDomain', pool.DescribeUserPoolDomain);
    cognito.answer('DescribeUserPoolClient', pool.DescribeUserPoolClient);
    services.answer({ ...GOOD_ANSWERS, ...answers });
    return checkRequirements(open(context));
  }

  const open = (context: Partial<Context>) =>
    openDirectory(
      { ...STACKFLOW, ...context },
      {
        dataFolder: '/dev/null/sf-admin',
        flagsToRepeat: '',
        timeoutMs: 10_000,
        interrupt: new AbortController().signal,
        mfaCode: () => Promise.reject(new Error('no test has an MFA device')),
      },
    );

  /** The IDs with a status, and what was found for each. */
  const withStatus = (requirements: readonly Requirement[], status: Requirement['status']) =>
    requirements.filter((one) => one.status === status).map(({ id, found }) => [id, found]);
  const others = (requirements: readonly Requirement[]) =>
    requirements.filter(({ status }) => status !== 'met').map(({ id, status, found }) => [id, status, found]);

  it('finds every requirement met, and says what cannot be seen', async () => {
    const requirements = await check();
    expect(others(requirements)).to.deep.equal([]);
    expect(requirements.map(({ id, found }) => [id, found])).to.deep.equal([
      ['POOL_ACTIVE', 'it answers in us-east-1'],
      ['ACCOUNT', 'account 373544523367'],
      ['HOSTED_UI_DOMAIN', 'stackflow-identity-373544523367 is ACTIVE'],
      [
        'CLIENT_CODE_GRANT',
        'app client 570cnagpgoochn29a113du6jnt does; whether it uses PKCE cannot be seen through the API',
      ],
      ...[
        ['PRE_SIGN_UP', functionArn('StackFlowCognitoPreSignUp')],
        ['PRE_TOKEN', PRE_TOKEN],
        ['POST_CONFIRMATION', POST_CONFIRM],
      ].flatMap(([id, arn]) => [
        [`${id}_ATTACHED`, `${arn} is attached`],
        [`${id}_DEPLOYED`, 'state Active, last update Successful'],
        [`${id}_TIMEOUT`, 'its timeout is 5 s'],
        [`${id}_INVOKE`, 'the resource policy of the function allows it'],
      ]),
      [
        'POST_CONFIRMATION_TABLE',
        'the policies of arn:aws:iam::373544523367:role/service/StackFlowCognitoPostConfirm allow it; a resource policy could still refuse',
      ],
      ['SENDER_VERIFIED', 'no-reply@stackflow-tech.com is verified'],
      ['API_AUTHORIZER', 'it accepts the tokens of this pool'],
      ['CLIENT_SECRET', 'it exists'],
      [
        'CLIENT_SECRET_READABLE',
        'the policies of arn:aws:iam::373544523367:role/StackFlowAPIRole allow it; a resource policy could still refuse',
      ],
      ['SECURITY_TOPIC', 'the topic exists; what feeds it cannot be seen from here'],
      [
        'FUNCTIONS_WARM',
        'rule StackFlowCacheWarmer runs with rate(4 minutes); what its targets keep warm cannot be seen from here',
      ],
    ]);
  });

  /** What each operation decides. */
  const DECIDES: Readonly<Record<keyof typeof GOOD_ANSWERS, readonly string[]>> = {
    'sts:GetCallerIdentity': ['ACCOUNT'],
    'lambda:GetFunctionConfiguration': [...FUNCTIONS, 'POST_CONFIRMATION_TABLE'],
    'lambda:GetPolicy': TRIGGERS.map((id) => `${id}_INVOKE`),
    'lambda:ListProvisionedConcurrencyConfigs': [],
    'iam:SimulatePrincipalPolicy': ['POST_CONFIRMATION_TABLE', 'CLIENT_SECRET_READABLE'],
    'ses:GetEmailIdentity': ['SENDER_VERIFIED'],
    'apigateway:GetAuthorizers': ['API_AUTHORIZER'],
    'apigatewayv2:GetAuthorizers': [],
    'secretsmanager:DescribeSecret': ['CLIENT_SECRET', 'CLIENT_SECRET_READABLE'],
    'sns:GetTopicAttributes': ['SECURITY_TOPIC'],
    'events:DescribeRule': ['FUNCTIONS_WARM'],
    'events:ListTargetsByRule': ['FUNCTIONS_WARM'],
  };

  for (const [operation, ids] of Object.entries(DECIDES)) {
    const sorted = [...ids].sort();
    it(`does not check what needs ${operation} without its permission, and names it`, async () => {
      const requirements = await check({ [operation]: DENIED });
      const unmet = requirements.filter(({ status }) => status !== 'met');
      expect(unmet.map(({ id, status, permission }) => [id, status, permission]).sort()).to.deep.equal(
        sorted.map((id) => [id, 'not checked', actionOf(operation)]),
      );
    });

    it(`takes nothing for met if ${operation} is answered with nothing`, async () => {
      const requirements = await check({ [operation]: {} });
      expect(requirements.flatMap(({ id, status }) => (status === 'met' ? [] : id)).sort()).to.deep.equal(sorted);
    });

    it(`takes nothing for met if ${operation} fails`, async () => {
      const requirements = await check({
        [operation]: Object.assign(errorOf('InternalFailure'), { $fault: 'server' }),
      });
      expect(
        withStatus(requirements, 'not checked')
          .map(([id]) => id)
          .sort(),
      ).to.deep.equal(sorted);
    });
  }

  for (const [operation, ids] of [
    ['DescribeUserPoolDomain', ['HOSTED_UI_DOMAIN']],
    ['DescribeUserPoolClient', ['CLIENT_CODE_GRANT']],
    ['DescribeUserPool', ['ACCOUNT', 'HOSTED_UI_DOMAIN', 'POOL_ACTIVE', ...TRIGGERS.map((id) => `${id}_ATTACHED`)]],
  ] as const) {
    it(`does not check what needs ${operation} without its permission`, async () => {
      services.answer(GOOD_ANSWERS);
      for (const name of ['DescribeUserPool', 'DescribeUserPoolDomain', 'DescribeUserPoolClient'] as const) {
        cognito.answer(name, name === operation ? serviceError('AccessDeniedException') : GOOD_POOL[name]);
      }
      const requirements = await checkRequirements(open({}));
      const unchecked = requirements.filter(({ permission }) => permission === `cognito-idp:${operation}`);
      expect(unchecked.map(({ id, status }) => `${id} ${status}`).sort()).to.deep.equal(
        [...ids].sort().map((id) => `${id} not checked`),
      );
    });
  }

  const configured = (changes: object, of = PRE_TOKEN): ServiceAnswers => ({
    'lambda:GetFunctionConfiguration': (input) => ({
      ...(GOOD_ANSWERS['lambda:GetFunctionConfiguration'] as (asked: typeof input) => object)(input),
      ...(input.FunctionName === of ? changes : {}),
    }),
  });
  const simulated = (changes: object, of = 'dynamodb:PutItem'): ServiceAnswers => ({
    'iam:SimulatePrincipalPolicy': ({ ActionNames: [EvalActionName] = [], ResourceArns: [EvalResourceName] = [] }) => ({
      EvaluationResults: [
        { EvalActionName, EvalResourceName, EvalDecision: 'allowed', ...(EvalActionName === of ? changes : {}) },
      ],
    }),
  });
  const policyOf = (Policy: string): ServiceAnswers => ({
    'lambda:GetPolicy': ({ FunctionName = '' }) => ({
      Policy: FunctionName === PRE_TOKEN ? Policy : policyFor(FunctionName),
    }),
  });
  const rest = (authorizer: object): ServiceAnswers => ({ 'apigateway:GetAuthorizers': { items: [authorizer] } });
  const rule = (changes: object): ServiceAnswers => ({
    'events:DescribeRule': ({ Name }) => ({
      Name,
      State: 'ENABLED',
      ScheduleExpression: 'rate(4 minutes)',
      ...changes,
    }),
  });

  const SINGLE: [what: string, answers: ServiceAnswers, expected: [id: string, status: string, found: string]][] = [
    [
      'the credentials of another account',
      { 'sts:GetCallerIdentity': { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/ana' } },
      ['ACCOUNT', 'not met', 'account 111122223333'],
    ],
    [
      'a function whose last update failed',
      configured({ LastUpdateStatus: 'Failed' }),
      ['PRE_TOKEN_DEPLOYED', 'not met', 'state Active, last update Failed'],
    ],
    [
      'a function that is inactive',
      configured({ State: 'Inactive' }),
      ['PRE_TOKEN_DEPLOYED', 'not met', 'state Inactive, last update Successful'],
    ],
    [
      'a function that may run longer than Cognito waits',
      configured({ Timeout: 6 }),
      ['PRE_TOKEN_TIMEOUT', 'not met', 'its timeout is 6 s'],
    ],
    [
      'a function without a resource policy',
      {
        'lambda:GetPolicy': ({ FunctionName = '' }) =>
          FunctionName === PRE_TOKEN ? NOT_THERE : { Policy: policyFor(FunctionName) },
      },
      ['PRE_TOKEN_INVOKE', 'not met', 'the function has no resource policy'],
    ],
    [
      'a function that another pool may invoke',
      policyOf(policyFor(PRE_TOKEN, 'arn:aws:cognito-idp:us-east-1:373544523367:userpool/us-east-1_Other')),
      ['PRE_TOKEN_INVOKE', 'not met', 'the resource policy of the function does not allow it'],
    ],
    [
      'a resource policy that is not JSON',
      policyOf('{'),
      ['PRE_TOKEN_INVOKE', 'not checked', 'the resource policy has parts that cannot be evaluated here'],
    ],
    [
      'a role that no policy allows to write',
      simulated({ EvalDecision: 'implicitDeny' }),
      [
        'POST_CONFIRMATION_TABLE',
        'not met',
        'arn:aws:iam::373544523367:role/service/StackFlowCognitoPostConfirm may not: none of its policies allows it; a resource policy could still allow it',
      ],
    ],
    [
      'a role that the organization limits',
      simulated({ OrganizationsDecisionDetail: { AllowedByOrganizations: false } }),
      ['POST_CONFIRMATION_TABLE', 'not met', 'a policy of the organization does not allow dynamodb:PutItem'],
    ],
    [
      'a role with a permissions boundary',
      simulated({ PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } }),
      [
        'POST_CONFIRMATION_TABLE',
        'not met',
        'the permissions boundary of arn:aws:iam::373544523367:role/service/StackFlowCognitoPostConfirm does not allow dynamodb:PutItem',
      ],
    ],
    [
      'a decision that depends on the request',
      simulated({ MissingContextValues: ['aws:SourceIp'] }),
      ['POST_CONFIRMATION_TABLE', 'not checked', 'it depends on aws:SourceIp of the request'],
    ],
    [
      'a simulation of another action',
      simulated({ EvalActionName: 'dynamodb:GetItem' }),
      [
        'POST_CONFIRMATION_TABLE',
        'not checked',
        'the answer to iam:SimulatePrincipalPolicy is not about what was asked for',
      ],
    ],
    [
      'a simulation for another resource',
      simulated({ EvalResourceName: 'arn:aws:dynamodb:us-east-1:373544523367:table/Other' }),
      [
        'POST_CONFIRMATION_TABLE',
        'not checked',
        'the answer to iam:SimulatePrincipalPolicy is not about what was asked for',
      ],
    ],
    [
      'a role that is denied to read the secret',
      simulated({ EvalDecision: 'explicitDeny' }, 'secretsmanager:GetSecretValue'),
      [
        'CLIENT_SECRET_READABLE',
        'not met',
        'arn:aws:iam::373544523367:role/StackFlowAPIRole may not: a policy denies it',
      ],
    ],
    [
      'a role that does not exist',
      {
        'iam:SimulatePrincipalPolicy': (input) =>
          input.ActionNames?.[0] === 'dynamodb:PutItem'
            ? (GOOD_ANSWERS['iam:SimulatePrincipalPolicy'] as (asked: typeof input) => object)(input)
            : errorOf('NoSuchEntityException'),
      },
      ['CLIENT_SECRET_READABLE', 'not met', 'there is no arn:aws:iam::373544523367:role/StackFlowAPIRole'],
    ],
    [
      'a sender that is not verified, nor its domain',
      { 'ses:GetEmailIdentity': { VerifiedForSendingStatus: false } },
      ['SENDER_VERIFIED', 'not met', 'neither the address nor its domain is verified'],
    ],
    [
      'a sender and a domain that SES does not know',
      { 'ses:GetEmailIdentity': errorOf('NotFoundException') },
      ['SENDER_VERIFIED', 'not met', 'neither the address nor its domain is verified'],
    ],
    [
      'a sender that is not verified, and a domain that may not be read',
      {
        'ses:GetEmailIdentity': ({ EmailIdentity }) =>
          EmailIdentity?.includes('@') === true ? { VerifiedForSendingStatus: false } : DENIED,
      },
      [
        'SENDER_VERIFIED',
        'not checked',
        'not allowed to call GetEmailIdentity of SES: User ana is not authorized to perform this',
      ],
    ],
    [
      'an authorizer of another pool',
      rest({ name: 'StackFlowAuth', type: 'COGNITO_USER_POOLS', providerARNs: [`${POOL_ARN}x`] }),
      ['API_AUTHORIZER', 'not met', 'it is for another user pool'],
    ],
    [
      'an authorizer of another name',
      rest({ name: 'Other', type: 'COGNITO_USER_POOLS', providerARNs: [POOL_ARN] }),
      ['API_AUTHORIZER', 'not met', 'its authorizers are: Other'],
    ],
    [
      'an authorizer of no kind',
      rest({ name: 'StackFlowAuth', providerARNs: [POOL_ARN] }),
      ['API_AUTHORIZER', 'not checked', 'the answer to GetAuthorizers is not about what was asked for'],
    ],
    [
      'an API that does not exist',
      {
        'apigateway:GetAuthorizers': errorOf('NotFoundException'),
        'apigatewayv2:GetAuthorizers': errorOf('NotFoundException'),
      },
      ['API_AUTHORIZER', 'not met', 'there is no such API, or it has no authorizers'],
    ],
    [
      'a topic that does not exist',
      { 'sns:GetTopicAttributes': errorOf('NotFoundException') },
      ['SECURITY_TOPIC', 'not met', 'there is no such topic'],
    ],
    [
      'another topic',
      { 'sns:GetTopicAttributes': { Attributes: { TopicArn: 'arn:aws:sns:us-east-1:373544523367:other' } } },
      ['SECURITY_TOPIC', 'not checked', 'the answer to sns:GetTopicAttributes is not about what was asked for'],
    ],
    [
      'a rule that runs too rarely',
      rule({ ScheduleExpression: 'rate(5 minutes)' }),
      [
        'FUNCTIONS_WARM',
        'not met',
        `rule StackFlowCacheWarmer runs every 5 minutes, and ${functionArn('StackFlowCognitoPreSignUp')} has no provisioned concurrency`,
      ],
    ],
    [
      'a rule that is disabled',
      rule({ State: 'DISABLED' }),
      [
        'FUNCTIONS_WARM',
        'not met',
        `rule StackFlowCacheWarmer is disabled, and ${functionArn('StackFlowCognitoPreSignUp')} has no provisioned concurrency`,
      ],
    ],
    [
      'a schedule of which it is not known how often it runs',
      rule({ ScheduleExpression: 'cron(0/4 8-18 ? * MON-FRI *)' }),
      [
        'FUNCTIONS_WARM',
        'not checked',
        'how often cron(0/4 8-18 ? * MON-FRI *) of rule StackFlowCacheWarmer runs is not known',
      ],
    ],
    [
      'another rule',
      rule({ Name: 'Other' }),
      ['FUNCTIONS_WARM', 'not checked', 'the answer to events:DescribeRule is not about what was asked for'],
    ],
    [
      'two rules whose names start so',
      {
        'events:DescribeRule': NOT_THERE,
        'events:ListRules': { Rules: [{ Name: 'StackFlowCacheWarmer-A' }, { Name: 'StackFlowCacheWarmer-B' }] },
      },
      [
        'FUNCTIONS_WARM',
        'not checked',
        'several rules start with StackFlowCacheWarmer: StackFlowCacheWarmer-A, StackFlowCacheWarmer-B',
      ],
    ],
    [
      'rules of which there is another page',
      {
        'events:DescribeRule': NOT_THERE,
        'events:ListRules': {
          Rules: [{ Name: 'StackFlowCacheWarmer-A', State: 'ENABLED', ScheduleExpression: 'rate(4 minutes)' }],
          NextToken: 'more',
        },
      },
      [
        'FUNCTIONS_WARM',
        'not checked',
        'several rules start with StackFlowCacheWarmer: StackFlowCacheWarmer-A, and more',
      ],
    ],
    [
      'concurrency of which there is another page',
      {
        'events:DescribeRule': NOT_THERE,
        'events:ListRules': { Rules: [] },
        'lambda:ListProvisionedConcurrencyConfigs': { ProvisionedConcurrencyConfigs: [], NextMarker: 'more' },
      },
      [
        'FUNCTIONS_WARM',
        'not checked',
        `${functionArn('StackFlowCognitoPreSignUp')} has more versions with concurrency than one page`,
      ],
    ],
  ];
  for (const [what, answers, expected] of SINGLE) {
    it(`finds ${what}, and nothing else`, async () => {
      expect(others(await check(answers))).to.deep.equal([expected]);
    });
  }

  it('finds a function that does not exist', async () => {
    const requirements = await check({
      'lambda:GetFunctionConfiguration': (input) =>
        input.FunctionName === POST_CONFIRM
          ? NOT_THERE
          : (GOOD_ANSWERS['lambda:GetFunctionConfiguration'] as (asked: typeof input) => object)(input),
    });
    expect(others(requirements)).to.deep.equal(
      ['POST_CONFIRMATION_DEPLOYED', 'POST_CONFIRMATION_TIMEOUT', 'POST_CONFIRMATION_TABLE'].map((id) => [
        id,
        'not met',
        'there is no such function',
      ]),
    );
  });

  for (const [what, secret, found] of [
    ['is being deleted', { ...GOOD_SECRET, DeletedDate: new Date(0) }, 'it is scheduled for deletion'],
    ['was made without a value', { ...GOOD_SECRET, VersionIdsToStages: undefined }, 'it has no value'],
    ['has no current value', { ...GOOD_SECRET, VersionIdsToStages: { a: ['AWSPREVIOUS'] } }, 'it has no value'],
  ] satisfies [string, object, string][]) {
    it(`finds a secret that ${what}, so that no role can read it`, async () => {
      const requirements = await check({ 'secretsmanager:DescribeSecret': secret });
      expect(others(requirements)).to.deep.equal(
        ['CLIENT_SECRET', 'CLIENT_SECRET_READABLE'].map((id) => [id, 'not met', found]),
      );
    });
  }

  it('does not check a function if Lambda answers with another one', async () => {
    const requirements = await check(configured({ FunctionArn: POST_CONFIRM }));
    expect(others(requirements)).to.deep.equal(
      ['PRE_TOKEN_DEPLOYED', 'PRE_TOKEN_TIMEOUT'].map((id) => [
        id,
        'not checked',
        'the answer to lambda:GetFunctionConfiguration is not about what was asked for',
      ]),
    );
  });

  const MET: [what: string, answers: ServiceAnswers, id: string, found: string][] = [
    [
      'a sender by its domain',
      {
        'ses:GetEmailIdentity': ({ EmailIdentity }) =>
          EmailIdentity === 'stackflow-tech.com' ? { VerifiedForSendingStatus: true } : errorOf('NotFoundException'),
      },
      'SENDER_VERIFIED',
      'stackflow-tech.com is verified',
    ],
    [
      'an authorizer of an HTTP API',
      {
        'apigateway:GetAuthorizers': errorOf('NotFoundException'),
        'apigatewayv2:GetAuthorizers': {
          Items: [
            {
              Name: 'StackFlowAuth',
              AuthorizerType: 'JWT',
              JwtConfiguration: { Issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_WKK1AVJ2m' },
            },
          ],
        },
      },
      'API_AUTHORIZER',
      'it accepts the tokens of this pool',
    ],
    [
      'an authorizer that is a function, whose rules are unknown',
      rest({ name: 'StackFlowAuth', type: 'TOKEN' }),
      'API_AUTHORIZER',
      'it is a function; which tokens it accepts cannot be seen from here',
    ],
    [
      'a function that any pool may invoke, which is said',
      policyOf(policyFor(PRE_TOKEN, 'arn:aws:cognito-idp:*:*:userpool/*')),
      'PRE_TOKEN_INVOKE',
      'the resource policy of the function allows it, for any other user pool too',
    ],
    [
      'a secret with a key of its own, whose policy is unknown',
      {
        'secretsmanager:DescribeSecret': { ...GOOD_SECRET, KmsKeyId: 'alias/stackflow' },
      },
      'CLIENT_SECRET_READABLE',
      'the policies of arn:aws:iam::373544523367:role/StackFlowAPIRole allow it; a resource policy could still refuse, and so could the policy of its key alias/stackflow',
    ],
    [
      'a rule whose name a deployment has extended',
      {
        'events:DescribeRule': NOT_THERE,
        'events:ListRules': {
          Rules: [{ Name: 'StackFlowCacheWarmer-1A2B', State: 'ENABLED', ScheduleExpression: 'cron(0/4 * * * ? *)' }],
        },
      },
      'FUNCTIONS_WARM',
      'rule StackFlowCacheWarmer-1A2B runs with cron(0/4 * * * ? *); what its targets keep warm cannot be seen from here',
    ],
    [
      'provisioned concurrency of every function, without a rule',
      {
        'events:DescribeRule': NOT_THERE,
        'events:ListRules': { Rules: [] },
        'lambda:ListProvisionedConcurrencyConfigs': ({ FunctionName }) => ({
          ProvisionedConcurrencyConfigs: [
            { FunctionArn: FunctionName, Status: 'READY', AvailableProvisionedConcurrentExecutions: 1 },
          ],
        }),
      },
      'FUNCTIONS_WARM',
      'each function has provisioned concurrency',
    ],
    [
      'a topic without subscribers, which is said',
      {
        'sns:GetTopicAttributes': ({ TopicArn = '' }) => ({ Attributes: { TopicArn, SubscriptionsConfirmed: '0' } }),
      },
      'SECURITY_TOPIC',
      'the topic exists, without a subscription; what feeds it cannot be seen from here',
    ],
  ];
  for (const [what, answers, id, found] of MET) {
    it(`accepts ${what}`, async () => {
      const requirements = await check(answers);
      expect([others(requirements), requirements.find((one) => one.id === id)?.found]).to.deep.equal([[], found]);
    });
  }

  const POOLS: [what: string, pool: typeof GOOD_POOL, expected: [id: string, status: string, found: string][]][] = [
    [
      'a pool without a domain',
      poolWith({ Domain: undefined }),
      [['HOSTED_UI_DOMAIN', 'not met', 'the pool has no domain']],
    ],
    [
      'a pool with another domain',
      poolWith({ Domain: 'other' }),
      [['HOSTED_UI_DOMAIN', 'not met', 'the pool has other']],
    ],
    [
      'a domain that is not ready',
      {
        ...GOOD_POOL,
        DescribeUserPoolDomain: {
          DomainDescription: { ...GOOD_POOL.DescribeUserPoolDomain.DomainDescription, Status: 'FAILED' },
        },
      },
      [['HOSTED_UI_DOMAIN', 'not met', 'stackflow-identity-373544523367 is FAILED']],
    ],
    [
      'an app client with the implicit grant only',
      {
        ...GOOD_POOL,
        DescribeUserPoolClient: {
          UserPoolClient: { ...GOOD_POOL.DescribeUserPoolClient.UserPoolClient, AllowedOAuthFlows: ['implicit'] },
        },
      },
      [['CLIENT_CODE_GRANT', 'not met', 'its flows are: implicit']],
    ],
    [
      'an app client whose flows are off',
      {
        ...GOOD_POOL,
        DescribeUserPoolClient: {
          UserPoolClient: {
            ...GOOD_POOL.DescribeUserPoolClient.UserPoolClient,
            AllowedOAuthFlowsUserPoolClient: false,
          },
        },
      },
      [['CLIENT_CODE_GRANT', 'not met', 'OAuth flows are off']],
    ],
    [
      'another function at a trigger',
      poolWith({
        LambdaConfig: { ...GOOD_POOL.DescribeUserPool.UserPool?.LambdaConfig, PostConfirmation: functionArn('Other') },
      }),
      [['POST_CONFIRMATION_ATTACHED', 'not met', `${functionArn('Other')} is attached`]],
    ],
    [
      'a function of another account that has the name',
      poolWith({
        LambdaConfig: {
          ...GOOD_POOL.DescribeUserPool.UserPool?.LambdaConfig,
          PostConfirmation: POST_CONFIRM.replace('373544523367', '111122223333'),
        },
      }),
      [
        [
          'POST_CONFIRMATION_ATTACHED',
          'not met',
          'arn:aws:lambda:us-east-1:111122223333:function:StackFlowCognitoPostConfirm is attached',
        ],
      ],
    ],
    [
      'no function at a trigger for which the context names none',
      poolWith({ LambdaConfig: { ...GOOD_POOL.DescribeUserPool.UserPool?.LambdaConfig, PreSignUp: undefined } }),
      [
        ['PRE_SIGN_UP_ATTACHED', 'not met', 'no function is attached'],
        ['PRE_SIGN_UP_DEPLOYED', 'not checked', 'no function is attached, and the context names none'],
        ['PRE_SIGN_UP_TIMEOUT', 'not checked', 'no function is attached, and the context names none'],
        ['PRE_SIGN_UP_INVOKE', 'not checked', 'no function is attached, and the context names none'],
      ],
    ],
    [
      'a pool of another region',
      poolWith({ Arn: POOL_ARN.replace('us-east-1:', 'eu-west-1:') }),
      [['POOL_ACTIVE', 'not met', 'it answers in eu-west-1']],
    ],
  ];
  for (const [what, pool, expected] of POOLS) {
    it(`finds ${what}, and nothing else`, async () => {
      const found = others(await check({}, { pool }));
      expect(found.filter(([id]) => !String(id).endsWith('_INVOKE') || what.startsWith('no '))).to.deep.equal(expected);
    });
  }

  it('asks everything that its permissions allow, and nothing else', async () => {
    await check({
      'apigateway:GetAuthorizers': errorOf('NotFoundException'),
      'events:DescribeRule': NOT_THERE,
      'events:ListRules': {
        Rules: [{ Name: 'StackFlowCacheWarmer-1', State: 'ENABLED', ScheduleExpression: 'rate(1 minute)' }],
      },
      'events:ListTargetsByRule': { Targets: [] },
    });
    const sent = cognito.sent().map(([operation]) => operation);
    expect([...new Set(sent), ...services.asked()].sort()).to.deep.equal(COMMAND_OPERATIONS['pool requirements']);
  });

  it('looks for the names of the context', async () => {
    const platform = { sender: 'mail@copy.example', authorizer: 'CopyAuth', securityTopic: 'copy-findings' };
    const requirements = await check(
      { 'ses:GetEmailIdentity': { VerifiedForSendingStatus: false } },
      { context: { platform } },
    );
    expect(others(requirements)).to.deep.equal([
      ['SENDER_VERIFIED', 'not met', 'neither the address nor its domain is verified'],
      ['API_AUTHORIZER', 'not met', 'its authorizers are: StackFlowAuth'],
    ]);
  });

  for (const [type, host, status] of [
    ['UPDATED', 'issuer-cognito-idp.us-east-1.amazonaws.com', 'met'],
    ['UPDATED', 'cognito-idp.us-east-1.amazonaws.com', 'not met'],
    ['ORIGINAL', 'issuer-cognito-idp.us-east-1.amazonaws.com', 'not met'],
  ] as const) {
    it(`finds an authorizer for the issuer ${host} of a pool whose issuer is ${type} ${status}`, async () => {
      const Issuer = `https://${host}/us-east-1_WKK1AVJ2m`;
      const requirements = await check(
        {
          'apigateway:GetAuthorizers': errorOf('NotFoundException'),
          'apigatewayv2:GetAuthorizers': {
            Items: [{ Name: 'StackFlowAuth', AuthorizerType: 'JWT', JwtConfiguration: { Issuer } }],
          },
        },
        { pool: poolWith({ IssuerConfiguration: { Type: type } }) },
      );
      expect(requirements.find(({ id }) => id === 'API_AUTHORIZER')?.status).to.equal(status);
    });
  }

  it('accepts a sender by a domain above its own', async () => {
    const requirements = await check(
      {
        'ses:GetEmailIdentity': ({ EmailIdentity }) =>
          EmailIdentity === 'copy.example' ? { VerifiedForSendingStatus: true } : errorOf('NotFoundException'),
      },
      { context: { platform: { sender: 'no-reply@mail.copy.example' } } },
    );
    expect(requirements.find(({ id }) => id === 'SENDER_VERIFIED')?.found).to.equal('copy.example is verified');
  });

  it('asks no service in place of an endpoint on this machine, and sends it no credentials', async () => {
    const requirements = await check({}, { context: { endpointUrl: 'http://127.0.0.1:9339' } });
    expect(
      withStatus(requirements, 'not checked').filter(
        ([, found]) => found === 'http://127.0.0.1:9339 has no such services',
      ).length,
    ).to.equal(16);
  });

  it('fails if AWS does not accept the credentials, rather than to check nothing', async () => {
    cognito.answer('DescribeUserPool', serviceError('UnrecognizedClientException'));
    expect((await rejection(checkRequirements(open({})))).code).to.equal('INVALID_CREDENTIALS');
  });

  it('fails if the service cannot be reached', async () => {
    cognito.answer('DescribeUserPool', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect((await rejection(checkRequirements(open({})))).code).to.equal('UNREACHABLE');
  });
});
