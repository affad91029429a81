/*
 * set-up/: the table of a team's history. This file says what the table has to be; `templates.ts` writes that for
 * CloudFormation and Terraform, `inspect-table.ts` compares a table with it, and `create-table.ts` makes one.
 */
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

import { INDEX } from '../table/table-index.js';

/** The name in a template for a context that names no table. */
export const DEFAULT_TABLE = 'sf-admin-history';

/** The keys of the table and of its index: those of an item that `table/block.ts` makes. */
export const KEYS = { pool: 'S', first: 'N', starts: 'S' } as const;

/** What is denied to everybody: a history is only ever added to. A time to live would delete items as well. */
export const DENIED = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:DeleteTable',
  'dynamodb:PartiQLDelete',
  'dynamodb:UpdateTimeToLive',
] as const;

/** The request that makes the table with all that a single request can set. */
export function tableDefinition(name: string) {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Object.entries(KEYS).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: keySchema('pool', 'first'),
    GlobalSecondaryIndexes: [indexDefinition()],
    DeletionProtectionEnabled: true,
    SSESpecification: { Enabled: true },
  } satisfies CreateTableCommandInput;
}

/** The index, which costs only for the items that have its key. */
export function indexDefinition() {
  return {
    IndexName: INDEX,
    KeySchema: keySchema('starts', 'first'),
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  };
}

function keySchema(hash: keyof typeof KEYS, range: keyof typeof KEYS) {
  return [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
}

/** The resource policy of the table. @param resource its ARN, or what a template takes for it */
export function resourcePolicy(resource: unknown) {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'NothingIsDeleted', Effect: 'Deny', Principal: '*', Action: [...DENIED], Resource: resource }],
  };
}
