import { open, readFile } from 'node:fs/promises';

import { expect } from 'chai';
import { appendEntries } from '../../../../src/lib/history/file/append.js';
import { openAppender, openAppenders } from '../../../../src/lib/history/file/appender.js';
import { fileStore } from '../../../../src/lib/history/file/file-store.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { linesOf, recordId, started } from '../example-history.js';
import { verifyHistory } from '../../../helpers/read-history.js';

const HUNDRED = Array.from({ length: 100 }, (_, index) => index + 1);

describe('openAppender', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('prod.ndjson');
  const idsOf = async () => (await linesOf(file())).map((line) => (JSON.parse(line) as { id: string }).id);

  it('writes concurrent entries with one further write, in the order of the calls, in one chain', async () => {
    const appender = openAppender(fileStore(file()));
    let syncs = 0;
    await whileSyncing(
      (sync) => {
        syncs += 1;
        return sync();
      },
      () => Promise.all(HUNDRED.map((number) => appender(started(number)))),
    );
    const { faults, lines } = await verifyHistory(file());
    expect({ syncs, ids: await idsOf(), faults, lines }).to.deep.equal({
      syncs: 2,
      ids: HUNDRED.map(recordId),
      faults: [],
      lines: 100,
    });
  });

  it('resolves only when the entry and its head are on the disk', async () => {
    const appender = openAppender(fileStore(file()));
    let synced = '';
    const isThere = await whileSyncing(
      async (sync) => {
        await sync();
        synced = await readFile(file(), 'utf8');
      },
      () =>
        Promise.all(
          HUNDRED.map(async (number) => {
            await appender(started(number));
            const { n } = JSON.parse(await readFile(`${file()}.head`, 'utf8')) as { n: number };
            return synced.includes(recordId(number)) && n >= number;
          }),
        ),
    );
    expect(isThere).to.deep.equal(HUNDRED.map(() => true));
  });

  it('rejects all entries of a write if the disk is full, leaves nothing of them, and tries the next', async () => {
    const appender = openAppender(fileStore(file()));
    await appender(started(1));
    let syncs = 0;
    const results = await whileSyncing(
      (sync) => {
        syncs += 1;
        if (syncs === 2) throw Object.assign(new Error('ENOSPC: no space left'), { syscall: 'fdatasync' });
        return sync();
      },
      () => Promise.allSettled([2, 3, 4].map((number) => appender(started(number)))),
    );
    await appender(started(5));
    const { faults } = await verifyHistory(file());
    expect({ results: results.map(({ status }) => status), ids: await idsOf(), faults }).to.deep.equal({
      results: ['fulfilled', 'rejected', 'rejected'],
      ids: [1, 2, 5].map(recordId),
      faults: [],
    });
  });

  it('leaves one chain if another process appends between its writes', async () => {
    const appender = openAppender(fileStore(file()));
    await Promise.all(
      HUNDRED.map((number) => (number % 10 === 0 ? appendEntries(file(), started(number)) : appender(started(number)))),
    );
    const { faults, lines } = await verifyHistory(file());
    expect({ ids: (await idsOf()).sort(), faults, lines }).to.deep.equal({
      ids: HUNDRED.map(recordId),
      faults: [],
      lines: 100,
    });
  });
});

describe('openAppenders', () => {
  it('has one appender for each place, and asks once for its store', () => {
    const of = openAppenders();
    const [here, there, asked] = [{ file: '/a' }, { file: '/b' }, [] as string[]];
    const storeOf = ({ file }: { file: string }) => {
      asked.push(file);
      return fileStore(file);
    };
    expect([of(here, storeOf) === of(here, storeOf), of(here, storeOf) === of(there, storeOf), asked]).to.deep.equal([
      true,
      false,
      ['/a', '/b'],
    ]);
  });
});

/** Runs `work` with `sync` instead of the `datasync` of file handles. `real` is the original. */
async function whileSyncing<T>(sync: (real: () => Promise<void>) => Promise<void>, work: () => Promise<T>): Promise<T> {
  const handle = await open(new URL(import.meta.url), 'r');
  const prototype = Object.getPrototypeOf(handle) as { datasync: unknown };
  await handle.close();
  const real = prototype.datasync as () => Promise<void>;
  prototype.datasync = async function datasync(): Promise<void> {
    await sync(() => Reflect.apply(real, this, []));
  };
  try {
    return await work();
  } finally {
    prototype.datasync = real;
  }
}
