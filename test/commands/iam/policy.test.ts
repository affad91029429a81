import { expect } from 'chai';

import IamPolicy from '../../../src/commands/iam/policy.js';
import { mockCognito } from '../../lib/cognito/cognito-mock.js';
import { ANY_CREDENTIALS } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const SANDBOX_POOL = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Sandbox01';

describe('iam policy', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const cognito = mockCognito();

  async function json(argv: readonly string[]): Promise<unknown> {
    const { stdout, exitCode } = await run(IamPolicy, argv);
    expect(exitCode).to.equal(0);
    return JSON.parse(stdout) as unknown;
  }

  it('prints the least policy for the commands named, each action on its own resource', async () => {
    expect(await json(['--command', 'users:show', '--command', 'pool outputs'])).to.deep.equal({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'cognito-idp:AdminGetUser',
            'cognito-idp:AdminListGroupsForUser',
            'cognito-idp:DescribeUserPool',
            'cognito-idp:DescribeUserPoolClient',
            'cognito-idp:GetUICustomization',
            'cognito-idp:GetUserPoolMfaConfig',
            'cognito-idp:ListUserPoolClients',
            'cognito-idp:ListUsers',
          ],
          Resource: SANDBOX_POOL,
        },
        { Effect: 'Allow', Action: ['cognito-idp:DescribeUserPoolDomain'], Resource: '*' },
      ],
    });
  });

  it('lets a role be passed to Cognito only', async () => {
    const { Statement } = (await json(['--all'])) as { Statement: { Action: string[] }[] };
    expect(Statement.find(({ Action }) => Action.includes('iam:PassRole'))).to.deep.equal({
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: 'arn:aws:iam::000000000000:role/*',
      Condition: { StringEquals: { 'iam:PassedToService': 'cognito-idp.amazonaws.com' } },
    });
  });

  it('allows what pool create does on any user pool: the new one has no ID before it is there', async () => {
    const { stdout, stderr } = await run(IamPolicy, ['--command', 'pool:create']);
    const { Statement } = JSON.parse(stdout) as { Statement: { Action: string[]; Resource: string }[] };
    const resourceOf = (action: string) => Statement.find(({ Action }) => Action.includes(action))?.Resource;
    expect([
      resourceOf('cognito-idp:CreateUserPool'),
      resourceOf('cognito-idp:CreateUserPoolClient'),
      stderr.includes('userpool/*'),
    ]).to.deep.equal(['*', SANDBOX_POOL.replace(/\/.*/, '/*'), true]);
  });

  it('prints a policy without statements, and says so, for a command that needs no permission', async () => {
    const { stdout, stderr } = await run(IamPolicy, ['--command', 'context:list']);
    expect([JSON.parse(stdout), stderr]).to.deep.equal([
      { Version: '2012-10-17', Statement: [] },
      'The commands need no permission in AWS.\n',
    ]);
  });

  it('lists each action with the commands that need it', async () => {
    const { stdout } = await run(IamPolicy, ['--command', 'users:show', '--command', 'users:list', '-o', 'csv']);
    expect(stdout).to.equal(
      'action,resources,commands\n' +
        `cognito-idp:AdminGetUser,${SANDBOX_POOL},users show\n` +
        `cognito-idp:AdminListGroupsForUser,${SANDBOX_POOL},users show\n` +
        `cognito-idp:ListUsers,${SANDBOX_POOL},"users show,users list"\n`,
    );
  });

  it('prints what a function that is joined to the pool gets', async () => {
    const access = (await json(['--function'])) as {
      environment: object;
      policy: { Statement: { Resource: string }[] };
    };
    expect([access.environment, access.policy.Statement]).to.deep.equal([
      {
        USER_POOL_ID: 'us-east-1_Sandbox01',
        USER_POOL: SANDBOX_POOL,
        USER_POOL_CLIENT_ID: 'sandbox0stackflow0client01',
      },
      [
        {
          Effect: 'Allow',
          Action: [
            'cognito-idp:Admin*',
            'cognito-idp:DescribeIdentityProvider',
            'cognito-idp:DescribeResourceServer',
            'cognito-idp:DescribeUserPool',
            'cognito-idp:DescribeUserPoolClient',
            'cognito-idp:DescribeUserPoolDomain',
            'cognito-idp:GetGroup',
            'cognito-idp:ListGroups',
            'cognito-idp:ListUserPoolClients',
            'cognito-idp:ListUsers',
            'cognito-idp:ListUsersInGroup',
            'cognito-idp:UpdateGroup',
          ],
          Resource: SANDBOX_POOL,
        },
      ],
    ]);
  });

  it('uses the account of the context, and sends nothing', async () => {
    const { stdout } = await run(IamPolicy, ['--command', 'users:list', '--context', 'stackflow'], {
      env: ANY_CREDENTIALS,
    });
    const { Statement } = JSON.parse(stdout) as { Statement: { Resource: string }[] };
    expect([Statement[0]?.Resource, cognito.sent()]).to.deep.equal([
      'arn:aws:cognito-idp:us-east-1:373544523367:userpool/us-east-1_WKK1AVJ2m',
      [],
    ]);
  });

  it('says how to get a policy before there are credentials', async () => {
    const { stderr, exitCode } = await run(IamPolicy, ['--command', 'users:list', '--pool-id', 'eu-west-1_AbCdEf123'], {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect([exitCode, stderr.split('\n').at(-2)]).to.deep.equal([
      6,
      '  Or, to print a policy without asking AWS, name the account in a context: sf-admin context add',
    ]);
  });

  it('needs to know what the policy is for', async () => {
    const { stdout, stderr, exitCode } = await run(IamPolicy);
    expect({ stdout, stderr, exitCode }).to.deep.equal({
      stdout: '',
      stderr:
        'error: no commands to print a policy for\n' +
        '  Name them with --command, such as --command users:create, or use --all or --function.\n',
      exitCode: 2,
    });
  });
});
