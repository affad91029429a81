import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openTable, type Table } from '../../src/lib/cognito/table/table.js';
import type { Context } from '../../src/lib/config/context.js';
import { tableDefinition } from '../../src/lib/history/set-up/table-definition.js';
import { defined } from '../../src/lib/model/defined.js';
import { openTestDirectory } from './directory.js';

// Else the client of the tests prints five lines about Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;

/** A DynamoDB, and a table in it as `history init` makes it. */
export interface TestTable {
  readonly url: string;
  readonly name: string;
  readonly client: DynamoDBClient;
}

/** The table as sf-admin opens it, for a user pool of AWS. */
export function connectTo(
  { url, name }: { readonly url: string | undefined; readonly name: string },
  context: Partial<Context> = {},
): Table {
  const { endpoint } = openTestDirectory({
    context: {
      kind: 'aws',
      poolId: 'eu-west-1_Abcdefghi',
      region: 'eu-west-1',
      aws: { serviceUrls: defined({ dynamodb: url }) },
      ...context,
    },
    timeoutMs: 2_000,
  });
  const credentials = () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
  return openTable(endpoint, { table: name }, { credentials });
}

/**
 * A table for each test of the suite that calls this: at the endpoint that SF_ADMIN_TEST_DYNAMODB names, or in a
 * DynamoDB on loopback that lives as long as the suite.
 */
export function testTable(): () => TestTable {
  let server: Server | undefined;
  let table: TestTable;
  before(async () => {
    let url = process.env.SF_ADMIN_TEST_DYNAMODB;
    if (url === undefined) {
      server = dynalite({ createTableMs: 0 });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
    table = { url, name: '', client: new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials }) };
  });
  beforeEach(async () => {
    table = { ...table, name: `history-${randomUUID()}` };
    await table.client.send(new CreateTableCommand(tableDefinition(table.name)));
  });
  afterEach(async () => {
    // One on loopback ends with its tables.
    if (server === undefined) await table.client.send(new DeleteTableCommand({ TableName: table.name }));
  });
  after(() => {
    table.client.destroy();
    server?.close();
  });
  return () => table;
}
