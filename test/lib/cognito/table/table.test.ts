import { expect } from 'chai';

import { connectTo, testTable } from '../../../helpers/dynamodb.js';
import { rejection } from '../../conventions/refusal.js';

const ITEM = {
  Item: { pool: { S: 'a' }, first: { N: '1' } },
  ConditionExpression: 'attribute_not_exists(#pool)',
  ExpressionAttributeNames: { '#pool': 'pool' },
};
const TAKEN = {
  Key: ITEM.Item,
  UpdateExpression: 'SET #held = :held',
  ConditionExpression: 'attribute_not_exists(#held)',
  ExpressionAttributeNames: { '#held': 'held' },
  ExpressionAttributeValues: { ':held': { BOOL: true } },
  ReturnValues: 'ALL_OLD',
} as const;
const QUERY = {
  KeyConditionExpression: '#pool = :pool',
  ExpressionAttributeNames: { '#pool': 'pool' },
  ExpressionAttributeValues: { ':pool': { S: 'a' } },
};

describe('openTable', () => {
  const table = testTable();

  it('writes an item once, and reads it', async () => {
    const connection = connectTo(table());
    expect([await connection.putNew(ITEM), await connection.putNew(ITEM), await connection.query(QUERY)]).to.deep.equal(
      [true, false, { items: [ITEM.Item] }],
    );
    await connection.close();
  });

  it('changes an item if its condition is met, and returns what was asked for', async () => {
    const connection = connectTo(table());
    const answers = [await connection.update(TAKEN), await connection.update(TAKEN)];
    const { items } = await connection.query(QUERY);
    expect([answers, items]).to.deep.equal([[{}, undefined], [{ ...ITEM.Item, held: { BOOL: true } }]]);
    await connection.close();
  });

  it('says which table there is not, to read and to write', async () => {
    const connection = connectTo({ ...table(), name: 'none' });
    for (const call of [connection.query(QUERY), connection.putNew(ITEM), connection.update(TAKEN)]) {
      expect(await rejection(call)).to.deep.equal({
        code: 'HISTORY_UNREADABLE',
        message: 'there is no table none in region eu-west-1 of this account',
        hint:
          'Check team in the contexts file, and the account: sf-admin whoami\n' +
          'If the team has no table yet, make it: sf-admin history init --create',
      });
    }
  });

  it('says what could not be reached', async () => {
    expect(await rejection(connectTo({ ...table(), url: 'http://127.0.0.1:9' }).query(QUERY))).to.deep.equal({
      code: 'UNREACHABLE',
      message: 'no connection to http://127.0.0.1:9 (ECONNREFUSED)',
      hint: 'Check the network, a proxy (HTTPS_PROXY, NO_PROXY), its address and the region.',
    });
  });

  it('sends no credentials to AWS for a pool that is elsewhere', async () => {
    const elsewhere = connectTo({ url: undefined, name: 'history' }, { endpointUrl: 'https://cognito.example.com' });
    expect(await rejection(elsewhere.query(QUERY))).to.deep.equal({
      code: 'USAGE',
      message: 'table history is at AWS, but the user pool is at https://cognito.example.com',
      hint: 'Name the address of DynamoDB as well: AWS_ENDPOINT_URL_DYNAMODB',
    });
  });
});
