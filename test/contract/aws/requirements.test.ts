import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { ANY_CREDENTIALS } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { requireBuild, runBin } from '../../helpers/run-bin.js';
import {
  ACCOUNT,
  functionArn,
  GOOD_POOL,
  GOOD_SECRET,
  policyFor,
  POOL_ARN,
  TOPIC_ARN,
} from '../../lib/checks/requirements/good-answers.js';
import { type AwsAnswer, type AwsRequest, withFakeAws } from './fake-aws.js';

/** Answers as the services send them, if every requirement is met. */
const answers: Readonly<Record<string, (request: AwsRequest) => object | string>> = {
  'cognito-idp': ({ operation }) => GOOD_POOL[operation as keyof typeof GOOD_POOL],
  lambda: ({ operation }) => {
    const [name = '', what = ''] = operation.split('/functions/').at(-1)!.split('/');
    const arn = decodeURIComponent(name);
    if (what.startsWith('policy')) return { Policy: policyFor(arn), RevisionId: '1' };
    if (what.startsWith('provisioned')) return { ProvisionedConcurrencyConfigs: [] };
    const Role = `arn:aws:iam::${ACCOUNT}:role/${arn.split(':')[6]}`;
    return { FunctionArn: arn, Role, Timeout: 5, State: 'Active', LastUpdateStatus: 'Successful' };
  },
  email: ({ operation }) => ({
    IdentityType: operation.includes('%40') ? 'EMAIL_ADDRESS' : 'DOMAIN',
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
  }),
  apigateway: ({ operation }) =>
    operation.includes('/v2/')
      ? { items: [] }
      : { item: [{ id: 'a1b2c3', name: 'StackFlowAuth', type: 'COGNITO_USER_POOLS', providerARNs: [POOL_ARN] }] },
  secretsmanager: () => GOOD_SECRET,
  events: ({ operation }) =>
    operation === 'DescribeRule'
      ? { Name: 'StackFlowCacheWarmer', State: 'ENABLED', ScheduleExpression: 'rate(4 minutes)' }
      : { Targets: [{ Id: '1', Arn: functionArn('StackFlowCacheWarmer') }] },
  sns: () => xml('GetTopicAttributes', `<Attributes>${entry('TopicArn', TOPIC_ARN)}</Attributes>`),
  sts: () => xml('GetCallerIdentity', `<Account>${ACCOUNT}</Account><Arn>arn:aws:iam::${ACCOUNT}:user/ana</Arn>`),
  iam: ({ body }) => {
    const asked = new URLSearchParams(body);
    return xml(
      'SimulatePrincipalPolicy',
      '<IsTruncated>false</IsTruncated><EvaluationResults><member>' +
        `<EvalActionName>${asked.get('ActionNames.member.1')}</EvalActionName>` +
        `<EvalResourceName>${asked.get('ResourceArns.member.1')}</EvalResourceName>` +
        '<EvalDecision>allowed</EvalDecision><MissingContextValues/></member></EvaluationResults>',
    );
  },
};

const entry = (key: string, value: string) => `<entry><key>${key}</key><value>${value}</value></entry>`;

const xml = (operation: string, result: string) =>
  `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`;

describe('pool requirements as a process', () => {
  before(requireBuild);
  before(async function () {
    // It makes the certificate of the fake endpoint; `npm cit` must pass without it.
    const isInstalled = await promisify(execFile)('openssl', ['version']).then(
      () => true,
      () => false,
    );
    if (process.env.CI === undefined && !isInstalled) this.skip();
  });
  const place = ownPlace();

  async function check(instead: (request: AwsRequest) => AwsAnswer | undefined = () => undefined) {
    const asked = new Set<string>();
    const answer = (request: AwsRequest): AwsAnswer => {
      asked.add(request.service);
      const special = instead(request);
      if (special !== undefined) return special;
      const good = answers[request.service]?.(request) ?? { message: `no answer to ${request.operation}` };
      return { body: typeof good === 'string' ? good : JSON.stringify(good) };
    };
    const argv = ['pool', 'requirements', '--context', 'stackflow', '-o', 'json'];
    const { stdout, stderr, code } = await withFakeAws(place(), answer, (env) =>
      runBin(argv, { place: place(), env: { ...ANY_CREDENTIALS, ...env } }),
    );
    const rows = JSON.parse(stdout) as { id: string; status: string; found: string }[];
    const others = rows.filter(({ status }) => status !== 'met').map(({ id, status, found }) => [id, status, found]);
    return { others, stderr, code, asked: [...asked].sort() };
  }

  it('finds every requirement met by the answers of all services', async () => {
    expect(await check()).to.deep.equal({
      others: [],
      stderr: 'Checked 23 requirements: 23 met, 0 not met, 0 not checked.\n',
      code: 0,
      asked: Object.keys(answers).sort(),
    });
  });

  it('finds one not met that is not there, and one not checked without the permission', async () => {
    const { others, stderr, code } = await check(({ service }) => {
      if (service === 'sns') return { status: 404, body: error('NotFound', 'Topic does not exist') };
      if (service !== 'secretsmanager') return undefined;
      return { status: 400, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }) };
    });
    expect({ others: others.map(([id, status]) => [id, status]), stderr, code }).to.deep.equal({
      others: [
        ['CLIENT_SECRET', 'not checked'],
        ['CLIENT_SECRET_READABLE', 'not checked'],
        ['SECURITY_TOPIC', 'not met'],
      ],
      stderr:
        'warning: Requirements that were not checked may or may not be met.\n' +
        'Checked 23 requirements: 20 met, 1 not met, 2 not checked.\n',
      code: 9,
    });
  });
});

const error = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
