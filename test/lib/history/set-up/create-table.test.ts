import { expect } from 'chai';

import { type AwsServices, awsServices } from '../../../../src/lib/cognito/services/aws-services.js';
import { createTable } from '../../../../src/lib/history/set-up/create-table.js';
import { resourcePolicy, tableDefinition } from '../../../../src/lib/history/set-up/table-definition.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../../cognito/environment.js';
import { errorOf, mockServices } from '../../cognito/services-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { answersOf, ARN, type FakeTable, goodTable, NAME } from './fake-table.js';

describe('createTable', () => {
  const environment = awsEnvironment();
  const mock = mockServices();
  let services: AwsServices;
  beforeEach(() => {
    environment.set(EXAMPLE_KEYS);
    services = awsServices(openTestDirectory({ context: { kind: 'aws', poolId: 'eu-west-1_Abcdefghi' } }))!;
  });

  const steps: string[] = [];
  const create = () => {
    steps.length = 0;
    return createTable(services, NAME, { wait: () => Promise.resolve(), onStep: (text) => steps.push(text) });
  };

  it('makes a table, and sets what its creation cannot', async () => {
    const { answers, writes } = answersOf({ recovery: false });
    mock.answer(answers);
    const done = await create();
    expect({ writes, statuses: done.settings.map(({ status }) => status), written: [...done.written] }).to.deep.equal({
      writes: [
        ['CreateTable', tableDefinition(NAME)],
        [
          'UpdateContinuousBackups',
          { TableName: NAME, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
        ],
        [
          'PutResourcePolicy',
          { ResourceArn: ARN, Policy: JSON.stringify(resourcePolicy(ARN)), ExpectedRevisionId: 'NO_POLICY' },
        ],
      ],
      statuses: Array<string>(8).fill('ok'),
      written: ['TABLE', 'RECOVERY', 'RESOURCE_POLICY'],
    });
    expect(steps[0]).to.equal(`Creating table ${NAME}`);
  });

  it('writes nothing to a table that is as it has to be', async () => {
    const { answers, writes } = answersOf(goodTable());
    mock.answer(answers);
    const done = await create();
    expect([writes, [...done.written]]).to.deep.equal([[], []]);
  });

  it('adds what a table of others lacks, each change on its own', async () => {
    const { table } = goodTable();
    const bare: FakeTable = {
      table: {
        ...table,
        BillingModeSummary: undefined,
        GlobalSecondaryIndexes: undefined,
        DeletionProtectionEnabled: false,
        SSEDescription: undefined,
      },
      recovery: true,
      policy: goodTable().policy,
    };
    const { answers, writes } = answersOf(bare);
    mock.answer(answers);
    const done = await create();
    expect({
      changes: writes.map(([, input]) => Object.keys(input).slice(1)),
      written: [...done.written],
    }).to.deep.equal({
      changes: [
        ['BillingMode'],
        ['AttributeDefinitions', 'GlobalSecondaryIndexUpdates'],
        ['DeletionProtectionEnabled'],
        ['SSESpecification'],
      ],
      written: ['CAPACITY', 'INDEX', 'DELETION_PROTECTION', 'ENCRYPTION'],
    });
    expect(done.settings.filter(({ status }) => status !== 'ok')).to.deep.equal([]);
  });

  it('keeps a policy that others have made', async () => {
    const { answers, writes } = answersOf({ ...goodTable(), policy: { Statement: [] } });
    mock.answer(answers);
    const done = await create();
    expect([writes, done.settings.filter(({ status }) => status !== 'ok').map(({ setting }) => setting)]).to.deep.equal(
      [[], ['RESOURCE_POLICY']],
    );
  });

  it('writes nothing to a table that has other keys', async () => {
    const { table } = goodTable();
    const { answers, writes } = answersOf({
      ...goodTable(),
      table: { ...table, DeletionProtectionEnabled: false, KeySchema: table.KeySchema?.slice(0, 1) },
    });
    mock.answer(answers);
    expect(await rejection(create())).to.include({
      code: 'SETTING_CONFLICT',
      message: `table ${NAME} has the keys pool (S), not pool (S), first (N)`,
    });
    expect(writes).to.deep.equal([]);
  });

  it('waits until a new table is ready for backups', async () => {
    const { answers, writes } = answersOf({ ...goodTable(), recovery: false });
    let tries = 0;
    const update = answers['dynamodb:UpdateContinuousBackups'] as (input: object) => object;
    mock.answer({
      ...answers,
      'dynamodb:UpdateContinuousBackups': (input) => {
        tries += 1;
        return tries < 3 ? errorOf('ContinuousBackupsUnavailableException') : update(input);
      },
    });
    const done = await create();
    expect([tries, writes.length, done.settings.every(({ status }) => status === 'ok')]).to.deep.equal([3, 1, true]);
  });

  it('looks again until DynamoDB shows a policy that it has taken', async () => {
    const { answers } = answersOf({ ...goodTable(), policy: undefined });
    const get = answers['dynamodb:GetResourcePolicy'] as (input: object) => never;
    let looks = 0;
    mock.answer({
      ...answers,
      'dynamodb:GetResourcePolicy': (input) => {
        looks += 1;
        return looks < 6 ? errorOf('PolicyNotFoundException') : get(input);
      },
    });
    const done = await create();
    expect(done.settings.every(({ status }) => status === 'ok')).to.equal(true);
  });

  it('gives up on a table that does not become active', async () => {
    const { table } = goodTable();
    mock.answer({
      ...answersOf(goodTable()).answers,
      'dynamodb:DescribeTable': { Table: { ...table, TableStatus: 'CREATING' } },
    });
    expect(await rejection(create())).to.include({ code: 'TIMEOUT' });
  });

  it('writes nothing to a table that may not be looked at', async () => {
    const { answers, writes } = answersOf(goodTable());
    mock.answer({ ...answers, 'dynamodb:DescribeTable': errorOf('AccessDeniedException', 'not authorized') });
    const done = await create();
    expect([writes, done.settings[0]?.status]).to.deep.equal([[], 'unknown']);
  });
});
