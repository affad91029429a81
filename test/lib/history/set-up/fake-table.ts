import type { TableDescription } from '@aws-sdk/client-dynamodb';

import { resourcePolicy, tableDefinition } from '../../../../src/lib/history/set-up/table-definition.js';
import { errorOf, type ServiceAnswers } from '../../cognito/services-mock.js';

export const NAME = 'sf-admin-history';
export const ARN = `arn:aws:dynamodb:eu-west-1:111122223333:table/${NAME}`;

/** A table as DynamoDB describes it, with its backups and its policy. */
export interface FakeTable {
  table?: TableDescription | undefined;
  recovery: boolean;
  policy?: object | undefined;
}

/** A table that is as `history init` makes it. */
export function goodTable(): FakeTable & { table: TableDescription } {
  const { BillingMode, SSESpecification: _, TableName, ...definition } = tableDefinition(NAME);
  const table: TableDescription = {
    ...definition,
    TableName,
    TableArn: ARN,
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode },
    SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
  };
  return { table, recovery: true, policy: resourcePolicy(ARN) };
}

/** What DynamoDB answers, and what was written to it, in order. A table is active the second time it is looked at. */
export function answersOf(fake: FakeTable): { answers: ServiceAnswers; writes: [operation: string, input: object][] } {
  const writes: [string, object][] = [];
  const missing = errorOf('ResourceNotFoundException');
  const pending = (operation: string, input: object, change: Partial<TableDescription>) => {
    writes.push([operation, input]);
    fake.table = { ...fake.table, ...change, TableStatus: 'UPDATING' };
    return {};
  };
  const answers: ServiceAnswers = {
    'dynamodb:DescribeTable': () => {
      const { table } = fake;
      if (table === undefined) return missing;
      fake.table = { ...table, TableStatus: 'ACTIVE' };
      return { Table: table };
    },
    'dynamodb:CreateTable': (input) => {
      const { table } = goodTable();
      return pending('CreateTable', input, table);
    },
    'dynamodb:UpdateTable': (input) => {
      const { BillingMode, DeletionProtectionEnabled, GlobalSecondaryIndexUpdates, SSESpecification } = input;
      const { AttributeDefinitions, GlobalSecondaryIndexes } = tableDefinition(NAME);
      return pending('UpdateTable', input, {
        ...(BillingMode && { BillingModeSummary: { BillingMode } }),
        ...(DeletionProtectionEnabled !== undefined && { DeletionProtectionEnabled }),
        ...(GlobalSecondaryIndexUpdates && { AttributeDefinitions, GlobalSecondaryIndexes }),
        ...(SSESpecification && { SSEDescription: { Status: 'ENABLED' } }),
      });
    },
    'dynamodb:DescribeContinuousBackups': () => ({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: fake.recovery ? 'ENABLED' : 'DISABLED' },
      },
    }),
    'dynamodb:UpdateContinuousBackups': (input) => {
      writes.push(['UpdateContinuousBackups', input]);
      fake.recovery = true;
      return {};
    },
    'dynamodb:GetResourcePolicy': () =>
      fake.policy === undefined ? errorOf('PolicyNotFoundException') : { Policy: JSON.stringify(fake.policy) },
    'dynamodb:PutResourcePolicy': (input) => {
      writes.push(['PutResourcePolicy', input]);
      fake.policy = JSON.parse(input.Policy ?? '') as object;
      return {};
    },
  };
  return { answers, writes };
}
