import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { appendEntries } from '../../src/lib/history/file/append.js';
import { checkLines } from '../../src/lib/history/file/verify-history.js';
import { historyFile } from '../../src/lib/history/history-stores.js';
import type { Migration } from '../../src/lib/history/migrate/migrate-file.js';
import type { ChangeRecord } from '../../src/lib/history/record.js';
import { tableStore } from '../../src/lib/history/table/table-store.js';
import { SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { connectTo, testTable } from '../helpers/dynamodb.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin, startBin } from '../helpers/run-bin.js';
import { finished, recordId, started } from '../lib/history/example-history.js';

/** Number of records, three of which fill a block, and of kills. Set with `MIGRATE_RECORDS` and `MIGRATE_KILLS`. */
const RECORDS = Number(process.env.MIGRATE_RECORDS ?? 16);
const KILLS = Number(process.env.MIGRATE_KILLS ?? 3);

const URL = 'http://127.0.0.1:9';

describe('a migration that is killed several times', function () {
  this.timeout(120_000);
  before(requireBuild);
  const place = ownPlace();
  const table = testTable();
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** Passes requests on to DynamoDB, and calls `onPut` when one that writes has come, or once it was carried out. */
  async function between(onPut: (isDone: boolean) => void): Promise<string> {
    server = createServer((incoming, response) => {
      const isPut = String(incoming.headers['x-amz-target']).endsWith('PutItem');
      if (isPut) onPut(false);
      const { host: _, ...headers } = incoming.headers;
      const outgoing = request(table().url, { method: 'POST', headers }, (answer) => {
        if (isPut) onPut(true);
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      outgoing.on('error', () => response.destroy());
      incoming.on('error', () => outgoing.destroy());
      incoming.pipe(outgoing);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it(`has each of ${RECORDS} records once after ${KILLS} kills, with the same command`, async () => {
    await writeLiveContext(place(), URL, 'team:', `  table: ${table().name}`);
    const file = historyFile(place().dataFolder, {
      poolId: SANDBOX_POOL_ID,
      url: URL,
      credentials: { kind: 'aws' },
    });
    const pool = { poolId: SANDBOX_POOL_ID, endpoint: URL, reason: 'x'.repeat(100_000) };
    for (let number = 1; number <= RECORDS; number += 1)
      await appendEntries(file, started(number, pool), finished(number));
    const before = await readFile(file);

    let kill = (): unknown => undefined;
    let [killed, puts] = [0, 0];
    // The first is killed before a block is written, the next one after, before it knows that.
    const url = await between((isDone) => {
      if (isDone !== (killed % 2 === 1)) return;
      puts += 1;
      if (killed < KILLS && puts % 2 === 0) kill();
    });
    const env = { ...ANY_CREDENTIALS, AWS_ENDPOINT_URL_DYNAMODB: url };
    const argv = ['history', 'migrate', '--yes', '-o', 'json'];
    while (killed < KILLS) {
      const { child, ended } = startBin(argv, { place: place(), env });
      child.stdin.end();
      kill = () => child.kill('SIGKILL');
      await ended;
      expect(child.signalCode).to.equal('SIGKILL');
      killed += 1;
    }
    const last = await runBin(argv, { place: place(), env });
    expect(last.code, last.stderr).to.equal(0);
    const { lines, inTable, written } = JSON.parse(last.stdout) as Migration;
    expect([lines, inTable, written < lines]).to.deep.equal([2 * RECORDS, 2 * RECORDS, true]);

    const store = tableStore({
      table: connectTo(table()),
      pool: file.replace(/^.*\//, '').replace(/\.ndjson$/, ''),
      memory: place().path('memory'),
    });
    const copied: Buffer[] = [];
    for await (const { bytes } of store.lines()) copied.push(bytes, Buffer.from('\n'));
    const listed = await runBin(['history', 'list', '--limit', '1000', '-o', 'json'], { place: place(), env });
    const ids = (JSON.parse(listed.stdout) as ChangeRecord[]).map(({ id }) => id);
    expect({
      isSame: Buffer.concat(copied).equals(before),
      isKept: (await readFile(file)).equals(before),
      faults: (await checkLines(store)).faults,
      ids,
    }).to.deep.equal({
      isSame: true,
      isKept: true,
      faults: [],
      ids: Array.from({ length: RECORDS }, (_, index) => recordId(RECORDS - index)),
    });
  });
});
