import { expect } from 'chai';

import type { AwsServices } from '../../../../src/lib/cognito/services/aws-services.js';
import { awsServices } from '../../../../src/lib/cognito/services/aws-services.js';
import { inspectTable } from '../../../../src/lib/history/set-up/inspect-table.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../../cognito/environment.js';
import { errorOf, mockServices } from '../../cognito/services-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { answersOf, ARN, type FakeTable, goodTable, NAME } from './fake-table.js';

describe('inspectTable', () => {
  const environment = awsEnvironment();
  const mock = mockServices();
  let services: AwsServices;
  beforeEach(() => {
    environment.set(EXAMPLE_KEYS);
    services = awsServices(openTestDirectory({ context: { kind: 'aws', poolId: 'eu-west-1_Abcdefghi' } }))!;
  });

  async function differences(fake: FakeTable) {
    mock.answer(answersOf(fake).answers);
    const { settings } = await inspectTable(services, NAME);
    expect(settings).to.have.length(8);
    return settings.flatMap(({ setting, status, found }) => (status === 'ok' ? [] : [[setting, status, found]]));
  }

  it('finds nothing wrong with a table as it is made', async () => {
    expect(await differences(goodTable())).to.deep.equal([]);
  });

  it('finds everything missing if there is no table', async () => {
    const found = await differences({ recovery: false });
    expect(found).to.have.length(8);
    expect(new Set(found.map(([, ...rest]) => rest.join()))).to.deep.equal(
      new Set([`differs,there is no table ${NAME}`]),
    );
  });

  const { table } = goodTable();
  const cases: readonly (readonly [what: string, fake: Partial<FakeTable>, found: string[]])[] = [
    ['keys', { table: { ...table, KeySchema: table.KeySchema?.slice(0, 1) } }, ['KEYS', 'differs', 'pool (S)']],
    [
      'the type of a key',
      { table: { ...table, AttributeDefinitions: [{ AttributeName: 'pool', AttributeType: 'S' }] } },
      ['KEYS', 'differs', 'pool (S), first (?)'],
    ],
    ['the index', { table: { ...table, GlobalSecondaryIndexes: [] } }, ['INDEX', 'differs', 'no such index']],
    [
      'the capacity',
      { table: { ...table, BillingModeSummary: undefined, ProvisionedThroughput: { WriteCapacityUnits: 5 } } },
      ['CAPACITY', 'differs', '5 writes a second'],
    ],
    [
      'deletion protection',
      { table: { ...table, DeletionProtectionEnabled: false } },
      ['DELETION_PROTECTION', 'differs', 'off'],
    ],
    ['recovery', { recovery: false }, ['RECOVERY', 'differs', 'off']],
    [
      'encryption',
      { table: { ...table, SSEDescription: undefined } },
      ['ENCRYPTION', 'differs', 'a key that AWS owns'],
    ],
    ['the policy', { policy: undefined }, ['RESOURCE_POLICY', 'differs', 'none']],
  ];
  for (const [what, fake, found] of cases) {
    it(`finds a difference of ${what}`, async () => {
      const all = await differences({ ...goodTable(), ...fake });
      expect(all.filter(([setting]) => setting !== 'INDEX' || found[0] === 'INDEX')).to.deep.equal([found]);
    });
  }

  const denial = (changes: object) => ({
    Statement: [{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'dynamodb:*', Resource: ARN, ...changes }],
  });
  const ACTIONS = 'does not deny BatchWriteItem, DeleteItem, DeleteTable, PartiQLDelete, UpdateTimeToLive';
  for (const [what, changes, found] of [
    ['with a wildcard, as one that denies all of it', {}, undefined],
    [
      'with a condition, as one that denies nothing',
      { Condition: { Bool: { 'aws:SecureTransport': false } } },
      ACTIONS,
    ],
    ['for one principal, as one that denies nothing', { Principal: { AWS: `arn:aws:iam::1:user/ana` } }, ACTIONS],
    ['that allows, as one that denies nothing', { Effect: 'Allow' }, ACTIONS],
    [
      'that denies a part, with what is missing',
      { Action: ['dynamodb:Delete*', 'dynamodb:PartiQLDelete'] },
      'does not deny BatchWriteItem, UpdateTimeToLive',
    ],
  ] as const) {
    it(`reads a policy ${what}`, async () => {
      const all = await differences({ ...goodTable(), policy: denial(changes) });
      expect(all.map(([, , text]) => text)).to.deep.equal(found === undefined ? [] : [found]);
    });
  }

  it('does not know what it may not read, or the endpoint does not know', async () => {
    mock.answer({
      ...answersOf(goodTable()).answers,
      'dynamodb:DescribeContinuousBackups': errorOf('UnknownOperationException'),
      'dynamodb:GetResourcePolicy': errorOf('AccessDeniedException', 'not authorized'),
    });
    const { settings } = await inspectTable(services, NAME);
    expect(
      settings.filter(({ status }) => status !== 'ok').map(({ setting, status }) => [setting, status]),
    ).to.deep.equal([
      ['RECOVERY', 'unknown'],
      ['RESOURCE_POLICY', 'unknown'],
    ]);
  });

  it('does not take a table that may not be looked at for a missing one', async () => {
    mock.answer({ 'dynamodb:DescribeTable': errorOf('AccessDeniedException', 'not authorized') });
    const { settings } = await inspectTable(services, NAME);
    expect(new Set(settings.map(({ status }) => status))).to.deep.equal(new Set(['unknown']));
  });

  it('fails if DynamoDB does', async () => {
    mock.answer({ 'dynamodb:DescribeTable': Object.assign(errorOf('InternalServerError'), { $fault: 'server' }) });
    expect(await rejection(inspectTable(services, NAME))).to.include({ code: 'SERVICE_FAILED' });
  });
});
