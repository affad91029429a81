/**
 * `node fast-table.js`: a table of DynamoDB in memory that answers at once, so that what is measured is the client. It
 * takes an item unless there is one of its key, and finds the last items of a partition. Prints its URL when it is
 * ready.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/** The items of each partition, by their sort keys. */
const partitions = new Map();

const OPERATIONS = {
  PutItem: ({ Item }) => {
    const items = partitions.get(Item.pool.S) ?? new Map();
    partitions.set(Item.pool.S, items);
    if (items.has(Item.first.N)) return undefined;
    items.set(Item.first.N, Item);
    return {};
  },
  Query: ({ ExpressionAttributeValues, Limit = 1 }) => {
    const items = [...(partitions.get(ExpressionAttributeValues[':pool']?.S)?.values() ?? [])];
    return { Items: items.reverse().slice(0, Limit), Count: Math.min(items.length, Limit) };
  },
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const operation = request.headers['x-amz-target'].split('.')[1];
    const answer = OPERATIONS[operation]?.(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(answer === undefined ? 400 : 200, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': randomUUID(),
    });
    const refusal = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no' };
    response.end(JSON.stringify(answer ?? refusal));
  });
});
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
