import { expect } from 'chai';

import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import { awsServices } from '../../../../src/lib/cognito/services/aws-services.js';
import {
  SERVICE_OPERATIONS,
  type ServiceInput,
  type ServiceOperation,
} from '../../../../src/lib/cognito/services/operations.js';
import { SERVICE_IDS } from '../../../../src/lib/config/context.js';
import { rejection } from '../../conventions/refusal.js';
import { endpointAt } from '../endpoint-at.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../environment.js';
import { closedPort, errorReply, type Reply, withEndpoint } from '../fake-endpoint.js';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:PreToken';
const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/team';
const FUNCTION = { FunctionName: ARN, FunctionArn: ARN, State: 'Active', Timeout: 3 };

/** A call, the request that it makes, the answer as the service writes it, and what is read from it. */
interface Case<Name extends ServiceOperation = ServiceOperation> {
  readonly operation: Name;
  readonly input: ServiceInput<Name>;
  /** The method, path and query of REST, the target of JSON, or the action of a query. */
  readonly request: string;
  readonly reply: Reply;
  readonly output: object;
}

const made = <Name extends ServiceOperation>(one: Case<Name>) => one;
const xml = (text: string): Reply => ({ text, headers: { 'content-type': 'text/xml' } });

const CASES: readonly Case[] = [
  made({
    operation: 'apigateway:GetAuthorizers',
    input: { restApiId: 'uazcuhdus2', limit: 500 },
    request: 'GET /restapis/uazcuhdus2/authorizers?limit=500',
    reply: { json: { item: [{ id: 'a', name: 'StackFlowAuth', type: 'TOKEN' }] } },
    output: { items: [{ id: 'a', name: 'StackFlowAuth', type: 'TOKEN' }] },
  }),
  made({
    operation: 'apigatewayv2:GetAuthorizers',
    input: { ApiId: 'uazcuhdus2' },
    request: 'GET /v2/apis/uazcuhdus2/authorizers',
    reply: {
      json: { items: [{ name: 'StackFlowAuth', authorizerType: 'JWT', jwtConfiguration: { issuer: 'https://a' } }] },
    },
    output: { Items: [{ Name: 'StackFlowAuth', AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://a' } }] },
  }),
  made({
    operation: 'dynamodb:CreateTable',
    input: { TableName: 'team', AttributeDefinitions: [], KeySchema: [], BillingMode: 'PAY_PER_REQUEST' },
    request: 'DynamoDB_20120810.CreateTable',
    reply: { json: { TableDescription: { TableName: 'team', TableStatus: 'CREATING' } } },
    output: { TableDescription: { TableName: 'team', TableStatus: 'CREATING' } },
  }),
  made({
    operation: 'dynamodb:DescribeContinuousBackups',
    input: { TableName: 'team' },
    request: 'DynamoDB_20120810.DescribeContinuousBackups',
    reply: { json: { ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED' } } },
    output: { ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED' } },
  }),
  made({
    operation: 'dynamodb:DescribeTable',
    input: { TableName: 'team' },
    request: 'DynamoDB_20120810.DescribeTable',
    reply: { json: { Table: { TableName: 'team', TableStatus: 'ACTIVE' } } },
    output: { Table: { TableName: 'team', TableStatus: 'ACTIVE' } },
  }),
  made({
    operation: 'dynamodb:GetResourcePolicy',
    input: { ResourceArn: TABLE },
    request: 'DynamoDB_20120810.GetResourcePolicy',
    reply: { json: { Policy: '{}', RevisionId: '1' } },
    output: { Policy: '{}', RevisionId: '1' },
  }),
  made({
    operation: 'dynamodb:PutResourcePolicy',
    input: { ResourceArn: TABLE, Policy: '{}' },
    request: 'DynamoDB_20120810.PutResourcePolicy',
    reply: { json: { RevisionId: '2' } },
    output: { RevisionId: '2' },
  }),
  made({
    operation: 'dynamodb:UpdateContinuousBackups',
    input: { TableName: 'team', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    request: 'DynamoDB_20120810.UpdateContinuousBackups',
    reply: { json: { ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED' } } },
    output: { ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED' } },
  }),
  made({
    operation: 'dynamodb:UpdateTable',
    input: { TableName: 'team', DeletionProtectionEnabled: true },
    request: 'DynamoDB_20120810.UpdateTable',
    reply: { json: { TableDescription: { TableName: 'team', TableStatus: 'UPDATING' } } },
    output: { TableDescription: { TableName: 'team', TableStatus: 'UPDATING' } },
  }),
  made({
    operation: 'events:DescribeRule',
    input: { Name: 'Warmer' },
    request: 'AWSEvents.DescribeRule',
    reply: { json: { Name: 'Warmer', State: 'ENABLED', ScheduleExpression: 'rate(4 minutes)' } },
    output: { Name: 'Warmer', State: 'ENABLED', ScheduleExpression: 'rate(4 minutes)' },
  }),
  made({
    operation: 'events:ListRules',
    input: { NamePrefix: 'Warmer' },
    request: 'AWSEvents.ListRules',
    reply: { json: { Rules: [{ Name: 'Warmer-1' }] } },
    output: { Rules: [{ Name: 'Warmer-1' }] },
  }),
  made({
    operation: 'events:ListTargetsByRule',
    input: { Rule: 'Warmer' },
    request: 'AWSEvents.ListTargetsByRule',
    reply: { json: { Targets: [{ Id: '1', Arn: ARN }] } },
    output: { Targets: [{ Id: '1', Arn: ARN }] },
  }),
  made({
    operation: 'iam:GetRole',
    input: { RoleName: 'Admin' },
    request: 'GetRole',
    reply: xml(
      '<GetRoleResponse><GetRoleResult><Role><RoleName>Admin</RoleName><Arn>arn:aws:iam::111122223333:role/x/Admin</Arn>' +
        '</Role></GetRoleResult></GetRoleResponse>',
    ),
    output: { Role: { RoleName: 'Admin', Arn: 'arn:aws:iam::111122223333:role/x/Admin' } },
  }),
  made({
    operation: 'iam:SimulatePrincipalPolicy',
    input: { PolicySourceArn: 'arn:aws:iam::111122223333:role/Admin', ActionNames: ['dynamodb:PutItem'] },
    request: 'SimulatePrincipalPolicy',
    reply: xml(
      '<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>' +
        '<EvaluationResults><member><EvalActionName>dynamodb:PutItem</EvalActionName>' +
        '<EvalDecision>implicitDeny</EvalDecision><MissingContextValues><member>aws:SourceIp</member>' +
        '</MissingContextValues></member></EvaluationResults>' +
        '</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>',
    ),
    output: {
      IsTruncated: false,
      EvaluationResults: [
        { EvalActionName: 'dynamodb:PutItem', EvalDecision: 'implicitDeny', MissingContextValues: ['aws:SourceIp'] },
      ],
    },
  }),
  made({
    operation: 'lambda:GetFunctionConfiguration',
    input: { FunctionName: ARN },
    request: `GET /2015-03-31/functions/${encodeURIComponent(ARN)}/configuration`,
    reply: { json: FUNCTION },
    output: FUNCTION,
  }),
  made({
    operation: 'lambda:GetPolicy',
    input: { FunctionName: 'PreToken', Qualifier: 'live' },
    request: 'GET /2015-03-31/functions/PreToken/policy?Qualifier=live',
    reply: { json: { Policy: '{}', RevisionId: '1' } },
    output: { Policy: '{}', RevisionId: '1' },
  }),
  made({
    operation: 'lambda:ListProvisionedConcurrencyConfigs',
    input: { FunctionName: 'PreToken' },
    request: 'GET /2019-09-30/functions/PreToken/provisioned-concurrency?List=ALL',
    reply: { json: { ProvisionedConcurrencyConfigs: [{ FunctionArn: ARN, Status: 'READY' }] } },
    output: { ProvisionedConcurrencyConfigs: [{ FunctionArn: ARN, Status: 'READY' }] },
  }),
  made({
    operation: 'secretsmanager:DescribeSecret',
    input: { SecretId: 'stackflow/secret' },
    request: 'secretsmanager.DescribeSecret',
    reply: { json: { ARN, Name: 'stackflow/secret', DeletedDate: 1_700_000_000 } },
    output: { ARN, Name: 'stackflow/secret', DeletedDate: new Date(1_700_000_000_000) },
  }),
  made({
    operation: 'ses:GetEmailIdentity',
    input: { EmailIdentity: 'no-reply@stackflow-tech.com' },
    request: 'GET /v2/email/identities/no-reply%40stackflow-tech.com',
    reply: { json: { VerifiedForSendingStatus: true } },
    output: { VerifiedForSendingStatus: true },
  }),
  made({
    operation: 'sns:GetTopicAttributes',
    input: { TopicArn: 'arn:aws:sns:us-east-1:111122223333:topic' },
    request: 'GetTopicAttributes',
    reply: xml(
      '<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes><entry><key>SubscriptionsConfirmed</key>' +
        '<value>1</value></entry></Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>',
    ),
    output: { Attributes: { SubscriptionsConfirmed: '1' } },
  }),
];

describe('a service beside the pool', () => {
  const environment = awsEnvironment();
  beforeEach(() => {
    environment.set(EXAMPLE_KEYS);
  });

  /** Calls an operation while every service is at `url`. */
  async function find({ operation, input }: Case, url: string, changes: { timeoutMs?: number } = {}): Promise<unknown> {
    const serviceUrls = Object.fromEntries(SERVICE_IDS.map((id) => [id, url]));
    const endpoint = endpointAt(undefined, { credentials: { kind: 'aws' }, aws: { serviceUrls }, ...changes });
    const found = await awsServices({ endpoint, cognito: openCognito(endpoint) })!.find(operation, input);
    if (found === undefined) return undefined;
    const { $metadata, ...output } = found;
    return output;
  }

  it('is tested for every operation but that of STS', () => {
    const tested = [...CASES.map(({ operation }) => operation), 'sts:GetCallerIdentity'];
    expect(tested).to.deep.equal(Object.keys(SERVICE_OPERATIONS));
  });

  for (const one of CASES) {
    it(`is asked and read as AWS defines it: ${one.operation}`, () =>
      withEndpoint(
        () => one.reply,
        async (url, seen) => {
          expect(await find(one, url)).to.deep.equal(one.output);
          const [{ operation, line, text } = { operation: '', line: '', text: '' }] = seen;
          const target = seen[0]?.headers['x-amz-target'];
          const action = new URLSearchParams(text).get('Action');
          expect([operation === 'undefined' ? (action ?? line) : target, seen.length]).to.deep.equal([one.request, 1]);
        },
      ));
  }

  const [first] = CASES;
  const secret = CASES.find(({ operation }) => operation === 'secretsmanager:DescribeSecret')!;

  it('has nothing by that name: undefined', () =>
    withEndpoint(
      () => errorReply('ResourceNotFoundException', 'There is none.'),
      async (url) => {
        expect(await find(secret, url)).to.equal(undefined);
      },
    ));

  it('refuses without the permission: ACCESS_DENIED, with the name of the service', () =>
    withEndpoint(
      () => errorReply('AccessDeniedException', 'User ana is not authorized.'),
      async (url) => {
        const { code, message } = await rejection(find(secret, url));
        expect([code, message]).to.deep.equal([
          'ACCESS_DENIED',
          'not allowed to call DescribeSecret of Secrets Manager: User ana is not authorized',
        ]);
      },
    ));

  it('answers with a value of another type: BAD_RESPONSE', () =>
    withEndpoint(
      () => ({ json: { ARN, Name: { not: 'text' } } }),
      async (url) => {
        const { code, message } = await rejection(find(secret, url));
        expect([code, message]).to.deep.equal([
          'BAD_RESPONSE',
          'DescribeSecret returned an invalid response: Name is of the wrong type',
        ]);
      },
    ));

  it('answers with a login page: BAD_RESPONSE', () =>
    withEndpoint(
      () => ({ text: '<html>Sign in</html>' }),
      async (url) => {
        expect((await rejection(find(first!, url))).code).to.equal('BAD_RESPONSE');
      },
    ));

  it('does not answer in time: TIMEOUT', () =>
    withEndpoint(
      () => new Promise(() => undefined),
      async (url) => {
        const { code, message } = await rejection(find(secret, url, { timeoutMs: 200 }));
        expect([code, message.replace(/ from \S+/, '')]).to.deep.equal([
          'TIMEOUT',
          'no answer to DescribeSecret within 0.2 s',
        ]);
      },
    ));

  it('cannot be reached: UNREACHABLE', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    expect((await rejection(find(secret, url))).code).to.equal('UNREACHABLE');
  });

  it('is not there beside the sandbox, nor beside an endpoint that is not AWS', () => {
    const places = [
      endpointAt(undefined, { credentials: { kind: 'sandbox' } }),
      endpointAt('http://127.0.0.1:9339', { credentials: { kind: 'aws' } }),
    ];
    expect(places.map((endpoint) => awsServices({ endpoint, cognito: openCognito(endpoint) }))).to.deep.equal([
      undefined,
      undefined,
    ]);
  });
});
