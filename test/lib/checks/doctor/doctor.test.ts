import { expect } from 'chai';

import { type Machine, runDoctor } from '../../../../src/lib/checks/doctor/doctor.js';
import { type Diagnostic, diagnosticList } from '../../../../src/lib/checks/doctor/diagnostic.js';
import { BUILT_IN_CONTEXTS } from '../../../../src/lib/config/built-in.js';
import type { Context } from '../../../../src/lib/config/context.js';
import { contextsFromSettings } from '../../../../src/lib/config/file/contexts-file.js';
import { openDirectory } from '../../../../src/lib/directory.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { COMMAND_OPERATIONS } from '../../../../src/lib/permissions/command-operations.js';
import { COMMAND_NAMES } from '../../../../src/lib/permissions/command-name.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../../cognito/environment.js';
import { closedPort, withEndpoint } from '../../cognito/fake-endpoint.js';
import { errorOf, mockServices, type ServiceAnswers } from '../../cognito/services-mock.js';
import type { Table } from '../../../../src/lib/cognito/table/table.js';
import { answersOf, type FakeTable, goodTable, NAME } from '../../history/set-up/fake-table.js';
import { rejection } from '../../conventions/refusal.js';
import { ACCOUNT, GOOD_POOL } from '../requirements/good-answers.js';

const STACKFLOW = BUILT_IN_CONTEXTS.find(({ name }) => name === 'stackflow')!;
const NOW = Date.parse('2026-11-28T12:00:00Z');
const POOL = { UserPool: { ...GOOD_POOL.DescribeUserPool.UserPool, Name: 'stackflow', UserPoolTier: 'PLUS' as const } };

const PRIMARY = { RegionName: 'us-east-1', Role: 'PRIMARY', Status: 'ACTIVE' } as const;

/** An answer of IAM that allows everything but some actions. */
const allowingAllBut = (...refused: readonly string[]): ServiceAnswers => ({
  'iam:SimulatePrincipalPolicy': ({ ActionNames = [] }) => ({
    EvaluationResults: ActionNames.map((EvalActionName) => ({
      EvalActionName,
      EvalDecision: refused.includes(EvalActionName) ? 'implicitDeny' : 'allowed',
    })),
  }),
});

const caller = (arn: string): ServiceAnswers => ({ 'sts:GetCallerIdentity': { Account: ACCOUNT, Arn: arn } });
const USER = caller(`arn:aws:iam::${ACCOUNT}:user/ana`);
const SESSION = caller(`arn:aws:sts::${ACCOUNT}:assumed-role/Admin/ana`);

describe('runDoctor', () => {
  const environment = awsEnvironment();
  const cognito = mockCognito();
  const services = mockServices();
  let closed: string;
  before(async () => {
    closed = `http://127.0.0.1:${await closedPort()}`;
  });
  beforeEach(() => {
    environment.set(EXAMPLE_KEYS);
    cognito.answer('DescribeUserPool', POOL);
    cognito.answer('ListUserPoolReplicas', { UserPoolReplicas: [PRIMARY] });
    services.answer({ ...USER, ...allowingAllBut() });
  });

  const open = (context: Partial<Context>) =>
    openDirectory(
      { ...STACKFLOW, ...context },
      {
        dataFolder: '/dev/null/sf-admin',
        flagsToRepeat: '',
        timeoutMs: 2_000,
        interrupt: new AbortController().signal,
        mfaCode: () => Promise.reject(new Error('no test has an MFA device')),
      },
    );

  /** The machine of a test: everything is well, and the pool is in AWS. */
  const machine = (changes: Partial<Machine> = {}, context: Partial<Context> = {}): Machine => ({
    node: '20.20.0',
    configFile: '/dev/null/config.yaml',
    dataFolder: '/dev/null/sf-admin',
    env: { AWS_SHARED_CREDENTIALS_FILE: '/dev/null/credentials' },
    now: () => NOW,
    contexts: () => Promise.resolve(contextsFromSettings('/dev/null/config.yaml', {})),
    // Nothing may leave the machine: the clock is asked through a proxy that is not there.
    open: () => Promise.resolve(open(context)),
    ...changes,
  });

  const withoutNetwork = () => {
    environment.set({ HTTPS_PROXY: closed });
  };

  const statuses = (all: readonly Diagnostic[]) => Object.fromEntries(all.map(({ id, status }) => [id, status]));
  const one = (all: readonly Diagnostic[], id: string) => {
    const { status, found, fix } = all.find((diagnostic) => diagnostic.id === id)!;
    return [status, found, fix];
  };

  it('finds everything well, and cannot tell the clock without a connection', async () => {
    withoutNetwork();
    const all = await runDoctor(machine());
    expect(all.map(({ id, status, found }) => [id, status, found]).slice(4)).to.deep.equal([
      ['CONTEXT', 'ok', 'stackflow: user pool us-east-1_WKK1AVJ2m in us-east-1'],
      ['CREDENTIALS', 'ok', 'they do not expire'],
      ['IDENTITY', 'ok', `arn:aws:iam::${ACCOUNT}:user/ana`],
      ['CLOCK', 'unknown', 'no answer from cognito-idp.us-east-1.amazonaws.com'],
      ['POOL', 'ok', 'user pool us-east-1_WKK1AVJ2m (stackflow)'],
      ['COMMANDS', 'ok', `${COMMAND_NAMES.length} of ${COMMAND_NAMES.length} commands`],
      ['HISTORY', 'ok', 'a file of this machine'],
      ['TIER', 'ok', 'PLUS. sf-admin pool describe shows the rest'],
      ['REGIONS', 'ok', 'us-east-1 only'],
      [
        'QUOTAS',
        'ok',
        'UserCreation 50, UserRead 120, UserUpdate 25, UserAccountRecovery 30, UserToken 120, UserList 30, ' +
          'UserResourceRead 50, UserResourceUpdate 25, UserPoolRead 15, UserPoolUpdate 15, UserPoolClientRead 15, ' +
          'UserPoolClientUpdate 15, for the whole account, sign-ins included; Service Quotas has what was raised',
      ],
    ]);
  });

  it('shows each hint of what to do on a line of its own', () => {
    const row = {
      id: 'HISTORY',
      check: 'the history',
      status: 'problem',
      found: 'there is no table',
      fix: 'Look.\nMake it.',
    } as const;
    expect(diagnosticList.fields?.(row).slice(1)).to.deep.equal([
      { label: 'found', value: 'there is no table' },
      { label: 'fix', value: 'Look.' },
      { label: '', value: 'Make it.' },
    ]);
  });

  it('uses the built-in contexts if the contexts file is broken', async () => {
    withoutNetwork();
    const broken = new AdminError('INVALID_CONFIG', 'config.yaml line 3: not YAML', {
      hint: 'Correct the file in an editor',
    });
    const all = await runDoctor(machine({ contexts: () => Promise.reject(broken) }));
    expect([one(all, 'CONFIG'), one(all, 'CONTEXT'), one(all, 'POOL')[0]]).to.deep.equal([
      ['problem', 'config.yaml line 3: not YAML', 'Correct the file in an editor'],
      ['ok', 'stackflow: user pool us-east-1_WKK1AVJ2m in us-east-1, because the contexts file cannot be used', null],
      'ok',
    ]);
  });

  it('looks at the machine if no context can be opened, and leaves the rest unknown', async () => {
    const error = new AdminError('UNKNOWN_CONTEXT', 'unknown context "nope"', { hint: 'Contexts: sandbox' });
    const all = await runDoctor(machine({ open: () => Promise.reject(error) }));
    expect(statuses(all)).to.deep.equal({
      NODE: 'ok',
      CONFIG: 'ok',
      DATA_FOLDER: 'problem',
      CREDENTIALS_FILE: 'ok',
      CONTEXT: 'problem',
      CREDENTIALS: 'unknown',
      IDENTITY: 'unknown',
      CLOCK: 'unknown',
      POOL: 'unknown',
      COMMANDS: 'unknown',
      HISTORY: 'unknown',
      TIER: 'unknown',
      REGIONS: 'unknown',
      QUOTAS: 'unknown',
    });
  });

  it('finds missing credentials, and says what was tried', async () => {
    withoutNetwork();
    environment.set({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const [status, found, fix] = one(await runDoctor(machine()), 'CREDENTIALS');
    expect([status, String(found).slice(0, 64), fix]).to.deep.equal([
      'problem',
      'no AWS credentials for context stackflow: AWS_ACCESS_KEY_ID is n',
      'Specify a profile (--profile), sign in (aws sso login) or set AWS_ACCESS_KEY_ID; or rehearse: --context sandbox',
    ]);
  });

  for (const [minutes, status, found] of [
    [-1, 'problem', 'they expired at 2026-11-28T11:59:00.000Z'],
    [14, 'warning', 'they expire at 2026-11-28T12:14:00.000Z, in 14 minutes'],
    [60, 'ok', 'they expire at 2026-11-28T13:00:00.000Z, in 60 minutes'],
  ] as const) {
    it(`finds credentials that expire in ${minutes} minutes: ${status}`, async () => {
      withoutNetwork();
      environment.set({ AWS_CREDENTIAL_EXPIRATION: new Date(NOW + minutes * 60_000).toISOString() });
      const context = { aws: { hasKeys: true } };
      expect(one(await runDoctor(machine({}, context)), 'CREDENTIALS').slice(0, 2)).to.deep.equal([status, found]);
    });
  }

  it('finds credentials of another account', async () => {
    withoutNetwork();
    services.answer({
      'sts:GetCallerIdentity': { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/ana' },
    });
    expect(one(await runDoctor(machine()), 'IDENTITY')).to.deep.equal([
      'problem',
      `the credentials belong to account 111122223333, but the context expects ${ACCOUNT}`,
      'Use credentials of the expected account (--profile NAME), or another context.',
    ]);
  });

  for (const [seconds, status] of [
    [0, 'ok'],
    [-59, 'ok'],
    [61, 'warning'],
    [-239, 'warning'],
    [241, 'problem'],
    [-86_400, 'problem'],
  ] as const) {
    it(`finds a clock that differs by ${seconds} s: ${status}`, () =>
      withEndpoint(
        () => ({ json: {}, headers: { date: new Date(NOW - seconds * 1000).toUTCString() } }),
        async (url) => {
          expect(one(await runDoctor(machine({}, { endpointUrl: url })), 'CLOCK')[0]).to.equal(status);
        },
      ));
  }

  it('says that the pool answers, but may not be read', async () => {
    withoutNetwork();
    cognito.answer('DescribeUserPool', serviceError('AccessDeniedException'));
    const all = await runDoctor(machine());
    expect([one(all, 'POOL')[0], one(all, 'TIER')]).to.deep.equal([
      'warning',
      ['unknown', 'the user pool could not be read', null],
    ]);
  });

  it('finds a pool that does not exist', async () => {
    withoutNetwork();
    cognito.answer('DescribeUserPool', serviceError('ResourceNotFoundException', 'User pool does not exist.'));
    expect(one(await runDoctor(machine()), 'POOL').slice(0, 2)).to.deep.equal([
      'problem',
      'no user pool us-east-1_WKK1AVJ2m for these credentials',
    ]);
  });

  describe('on the table of a team', () => {
    beforeEach(withoutNetwork);

    const history = async (fake: FakeTable, answers: ServiceAnswers = {}, query: Partial<Table> = {}) => {
      services.answer({ ...answersOf(fake).answers, ...answers });
      const found = { name: NAME, query: () => Promise.resolve({ items: [] }), ...query } as Table;
      const directory = { ...open({ team: { table: NAME } }), table: found };
      return one(await runDoctor(machine({ open: () => Promise.resolve(directory) })), 'HISTORY');
    };
    const FIX = 'To see and set them: sf-admin history init --check';

    it('finds one that is as it is made well', async () => {
      expect(await history(goodTable())).to.deep.equal(['ok', `table ${NAME}`, null]);
      expect(services.asked().filter((name) => name.startsWith('dynamodb:'))).to.deep.equal(
        COMMAND_OPERATIONS.doctor.filter((name) => name.startsWith('dynamodb:')),
      );
    });

    it('warns of a setting that differs, and takes other keys for a problem', async () => {
      const { table } = goodTable();
      expect([
        await history({ ...goodTable(), recovery: false }),
        (await history({ ...goodTable(), table: { ...table, KeySchema: [] } })).slice(0, 2),
      ]).to.deep.equal([
        ['warning', `table ${NAME}: recovery: off`, FIX],
        ['problem', `table ${NAME}: keys: `],
      ]);
    });

    it('does not know what may not be read', async () => {
      const denied = errorOf('AccessDeniedException', 'not authorized');
      expect(await history(goodTable(), { 'dynamodb:GetResourcePolicy': denied })).to.deep.equal([
        'unknown',
        `table ${NAME} can be read, but not its resource policy`,
        'To see the permissions: sf-admin iam policy --command doctor',
      ]);
    });

    it('finds one that cannot be read', async () => {
      const error = new AdminError('ACCESS_DENIED', 'not allowed to call Query of DynamoDB', {
        hint: 'Allow it.\nAsk for it.',
      });
      expect(await history(goodTable(), {}, { query: () => Promise.reject(error) })).to.deep.equal([
        'problem',
        'not allowed to call Query of DynamoDB',
        'Allow it.\nAsk for it.',
      ]);
    });

    it('counts a command that may not record its change as one that may not be run', async () => {
      services.answer({ ...answersOf(goodTable()).answers, ...allowingAllBut('dynamodb:PutItem') });
      const directory = { ...open({ team: { table: NAME } }), table: undefined };
      const [, found] = one(await runDoctor(machine({ open: () => Promise.resolve(directory) })), 'COMMANDS');
      expect(found)
        .to.include('not: access apply, access expire')
        .and.to.include('users disable')
        .and.not.include('users show');
    });
  });

  it('names the secondary replicas of the pool', async () => {
    withoutNetwork();
    const secondary = { RegionName: 'eu-west-1', Role: 'SECONDARY', Status: 'ACTIVE' } as const;
    cognito.answer('ListUserPoolReplicas', { UserPoolReplicas: [secondary, PRIMARY] });
    expect(one(await runDoctor(machine()), 'REGIONS')).to.deep.equal([
      'ok',
      'primary Region us-east-1; secondary replicas: eu-west-1 (ACTIVE)',
      null,
    ]);
  });

  it('warns of a context in the Region of a secondary replica, which can change nothing', async () => {
    withoutNetwork();
    expect(one(await runDoctor(machine({}, { region: 'eu-west-1' })), 'REGIONS')).to.deep.equal([
      'warning',
      'in eu-west-1 the pool can only have a secondary replica: changes are refused',
      'To change the user pool, use its primary Region: --region us-east-1',
    ]);
  });

  it('leaves the secondary replicas unknown without the permission to list them', async () => {
    withoutNetwork();
    cognito.answer('ListUserPoolReplicas', serviceError('AccessDeniedException', 'no policy allows it'));
    const [status, found, fix] = one(await runDoctor(machine()), 'REGIONS');
    expect([status, fix]).to.deep.equal([
      'unknown',
      'If there may be any, allow cognito-idp:ListUserPoolReplicas: sf-admin iam policy --command pool:describe',
    ]);
    expect(found).to.match(/^primary Region us-east-1; secondary replicas unknown: not allowed to call ListUser/);
  });

  describe('on commands', () => {
    beforeEach(withoutNetwork);

    const commands = async (answers: ServiceAnswers) => {
      services.answer(answers);
      return one(await runDoctor(machine()), 'COMMANDS');
    };
    const count = COMMAND_NAMES.length;

    it('names those that the identity may not run', async () => {
      expect(await commands(allowingAllBut('cognito-idp:AdminDeleteUser'))).to.deep.equal([
        'warning',
        `${count - 1} of ${count} commands; not: users delete`,
        'To see what they need: sf-admin iam policy --all -o table',
      ]);
    });

    it('does not count pool create if only this pool may be changed', async () => {
      const answer: ServiceAnswers = {
        'iam:SimulatePrincipalPolicy': ({ ActionNames = [], ResourceArns: [resource] = [] }) => ({
          EvaluationResults: ActionNames.map((EvalActionName) => ({
            EvalActionName,
            EvalDecision: resource?.endsWith('/*') === true ? 'implicitDeny' : 'allowed',
          })),
        }),
      };
      expect((await commands(answer))[1]).to.equal(`${count - 1} of ${count} commands; not: pool create`);
    });

    it('names those of which it is not known', async () => {
      const answer: ServiceAnswers = {
        'iam:SimulatePrincipalPolicy': ({ ActionNames = [] }) => ({
          EvaluationResults: ActionNames.map((EvalActionName) => ({
            EvalActionName,
            EvalDecision: 'allowed',
            MissingContextValues: EvalActionName === 'cognito-idp:AdminDeleteUser' ? ['aws:SourceIp'] : [],
          })),
        }),
      };
      expect(await commands(answer)).to.deep.equal([
        'unknown',
        `${count - 1} of ${count} commands; unknown: users delete`,
        null,
      ]);
    });

    it('are read to the last page', async () => {
      const answer: ServiceAnswers = {
        'iam:SimulatePrincipalPolicy': ({ ActionNames = [], Marker = '0' }) => {
          const [EvalActionName] = ActionNames.slice(Number(Marker));
          const isLast = Number(Marker) === ActionNames.length - 1;
          return {
            EvaluationResults: [{ EvalActionName, EvalDecision: 'allowed' }],
            IsTruncated: !isLast,
            ...(isLast ? {} : { Marker: String(Number(Marker) + 1) }),
          };
        },
      };
      expect((await commands(answer))[1]).to.equal(`${count} of ${count} commands`);
    });

    it('counts a limit of the organization as a refusal', async () => {
      const answer: ServiceAnswers = {
        'iam:SimulatePrincipalPolicy': ({ ActionNames = [] }) => ({
          EvaluationResults: ActionNames.map((EvalActionName) => ({
            EvalActionName,
            EvalDecision: 'allowed',
            OrganizationsDecisionDetail: { AllowedByOrganizations: EvalActionName !== 'cognito-idp:AdminDeleteUser' },
          })),
        }),
      };
      expect((await commands(answer))[1]).to.equal(`${count - 1} of ${count} commands; not: users delete`);
    });

    it('takes nothing for allowed if IAM answers with nothing', async () => {
      const needNothing = COMMAND_NAMES.filter((name) => COMMAND_OPERATIONS[name].every((one) => one.includes(':')));
      const [status, found] = await commands({ 'iam:SimulatePrincipalPolicy': {} });
      expect([status, String(found).split(';')[0]]).to.deep.equal([
        'unknown',
        `${needNothing.length} of ${count} commands`,
      ]);
    });

    it('are unknown without the permission to simulate, and none is tried', async () => {
      const denied = errorOf('AccessDenied', 'User ana is not authorized to perform this.');
      expect(await commands({ 'iam:SimulatePrincipalPolicy': denied })).to.deep.equal([
        'unknown',
        'not allowed to call SimulatePrincipalPolicy of IAM: User ana is not authorized to perform this',
        'Allow iam:SimulatePrincipalPolicy and iam:GetRole: sf-admin iam policy --command doctor',
      ]);
      expect(cognito.sent().map(([operation]) => operation)).to.deep.equal([
        'DescribeUserPool',
        'ListUserPoolReplicas',
      ]);
    });

    it('are simulated for the role of a session, with its path', async () => {
      const principals: unknown[] = [];
      await commands({
        ...SESSION,
        'iam:GetRole': {
          Role: {
            RoleName: 'Admin',
            Arn: `arn:aws:iam::${ACCOUNT}:role/team/Admin`,
            Path: '/team/',
            RoleId: 'AROA',
            CreateDate: new Date(0),
          },
        },
        'iam:SimulatePrincipalPolicy': ({ PolicySourceArn }) => {
          principals.push(PolicySourceArn);
          return {};
        },
      });
      expect([...new Set(principals)]).to.deep.equal([`arn:aws:iam::${ACCOUNT}:role/team/Admin`]);
      const sent = cognito.sent().map(([operation]) => operation);
      // The table is that of a team.
      expect([...new Set(sent), ...services.asked()].sort()).to.deep.equal(
        COMMAND_OPERATIONS.doctor.filter((name) => !name.startsWith('dynamodb:')),
      );
    });

    it('are unknown for a session whose role cannot be found', async () => {
      expect(
        (await commands({ ...SESSION, 'iam:GetRole': errorOf('NoSuchEntityException') })).slice(0, 2),
      ).to.deep.equal([
        'unknown',
        `the policies of arn:aws:sts::${ACCOUNT}:assumed-role/Admin/ana cannot be simulated`,
      ]);
    });

    it('are all allowed to the root user', async () => {
      expect((await commands(caller(`arn:aws:iam::${ACCOUNT}:root`)))[0]).to.equal('ok');
    });
  });

  it('stops on an interrupt', async () => {
    const cancelled = new AdminError('CANCELLED', 'interrupted');
    expect((await rejection(runDoctor(machine({ open: () => Promise.reject(cancelled) })))).code).to.equal('CANCELLED');
  });
});
