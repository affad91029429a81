import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';

import { expect } from 'chai';
import { appendEntries, type NewEntry } from '../../../../src/lib/history/file/append.js';
import { linkHash } from '../../../../src/lib/history/file/head.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { appendAll, bytesReadBy, finished, linesOf, recordId, started } from '../example-history.js';
import { verifyHistory } from '../../../helpers/read-history.js';

interface Line {
  readonly n: number;
  readonly prev: string;
}

async function chainOf(file: string): Promise<Line[]> {
  return (await linesOf(file)).map((line) => {
    const { n, prev } = JSON.parse(line) as Line;
    return { n, prev };
  });
}

describe('append', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('data/history/prod.ndjson');
  const head = () => `${file()}.head`;

  it('numbers the lines from 1, each with the hash of the one before', async () => {
    await appendAll(file(), [started(1), finished(1), started(2)]);
    const [one = '', two = ''] = await linesOf(file());
    expect(await chainOf(file())).to.deep.equal([
      { n: 1, prev: '0'.repeat(64) },
      { n: 2, prev: linkHash(one) },
      { n: 3, prev: linkHash(two) },
    ]);
  });

  it('keeps the number and the hash of the last line in the head', async () => {
    await appendAll(file(), [started(1), finished(1)]);
    const [, last = ''] = await linesOf(file());
    expect(JSON.parse(await readFile(head(), 'utf8'))).to.deep.equal({ n: 2, hash: linkHash(last) });
  });

  it('replaces the head by another file, and leaves no third one', async () => {
    await appendEntries(file(), started(1));
    const before = await stat(head());
    await appendEntries(file(), finished(1));
    const { ino } = await stat(head());
    expect({ isReplaced: ino !== before.ino, names: await readdir(folder.path('data/history')) }).to.deep.equal({
      isReplaced: true,
      names: ['prod.ndjson', 'prod.ndjson.head'],
    });
  });

  it('writes no entry whose head cannot be written', async () => {
    await appendEntries(file(), started(1));
    const before = await readFile(file(), 'utf8');
    // Where the new head is written before it replaces the old one.
    await mkdir(`${head()}.${process.pid}`);
    const thrown: unknown = await appendEntries(file(), finished(1)).catch((error: unknown) => error);
    expect((thrown as NodeJS.ErrnoException).code).to.equal('EISDIR');
    expect(await readFile(file(), 'utf8')).to.equal(before);
  });

  it('creates files and folder that only the user can read', async function () {
    if (process.platform === 'win32') this.skip();
    await appendEntries(file(), started(1));
    const modes = await Promise.all(
      [folder.path('data/history'), file(), head()].map(async (path) => (await stat(path)).mode & 0o777),
    );
    expect(modes).to.deep.equal([0o700, 0o600, 0o600]);
  });

  it('never changes what was written', async () => {
    await appendAll(file(), [started(1), finished(1)]);
    const before = await readFile(file(), 'utf8');
    await appendEntries(file(), started(2));
    expect((await readFile(file(), 'utf8')).slice(0, before.length)).to.equal(before);
  });

  it('writes an entry of several lines of text as one line', async () => {
    await appendEntries(file(), started(1, { reason: 'one\ntwo\r\nthree\u2028four' }));
    expect((await linesOf(file())).map((line) => (JSON.parse(line) as { reason: string }).reason)).to.deep.equal([
      'one\ntwo\r\nthree\u2028four',
    ]);
  });

  it('writes no unknown key, at any depth', async () => {
    const { target, operator, ...others } = { ...started(1) } as Extract<NewEntry, { entry: 'started' }>;
    const [field] = others.fields;
    const secret = 'S3cret!';
    const start = {
      ...others,
      password: secret,
      operator: { ...operator, secretAccessKey: secret },
      target: { ...target, attributes: { secret } },
      fields: [
        { ...field!, secret },
        { field: 'tags', before: null, after: [{ secret } as never, 'one'] },
      ],
      run: { id: recordId(9), row: 17, secret },
    };
    const ended = {
      ...finished(1),
      fields: [{ field: 'tags', before: { secret } as never, after: null }],
      steps: [{ step: 'disable', result: 'done' as const, response: { token: secret } }],
      error: { code: 'PARTIAL', message: 'one step failed', body: secret },
    };
    await appendAll(file(), [start, ended]);
    const [line, end] = (await linesOf(file())).map((text) => JSON.parse(text) as Record<string, unknown>);
    const { v, n, prev, ...written } = line!;
    expect({ written, fields: end!.fields, steps: end!.steps, error: end!.error }).to.deep.equal({
      written: {
        ...started(1),
        fields: [field, { field: 'tags', before: null, after: ['one'] }],
        run: { id: recordId(9), row: 17 },
      },
      fields: [{ field: 'tags', before: null, after: null }],
      steps: [{ step: 'disable', result: 'done' }],
      error: { code: 'PARTIAL', message: 'one step failed' },
    });
    expect({ v, n, prev }).to.deep.equal({ v: 1, n: 1, prev: '0'.repeat(64) });
  });

  it('reads only the end of a long history', async () => {
    await appendEntries(file(), started(1));
    const line = `${(await linesOf(file()))[0]}\n`;
    await writeFile(file(), line.repeat(Math.ceil(5_000_000 / line.length)));
    const bytes = await bytesReadBy(() => appendEntries(file(), finished(1)));
    expect(bytes).to.be.within(1, 65_536);
  });

  for (const size of [65_000, 65_536, 200_000]) {
    it(`appends after a last line of more than ${size} bytes`, async () => {
      await appendAll(file(), [started(1), started(2, { reason: 'é'.repeat(size / 2) }), finished(2)]);
      const { faults, lines } = await verifyHistory(file());
      expect({ faults, lines }).to.deep.equal({ faults: [], lines: 3 });
    });
  }

  it('appends after a single line that is longer than a chunk', async () => {
    await appendAll(file(), [started(1, { reason: 'x'.repeat(150_000) }), finished(1)]);
    const { faults, lines } = await verifyHistory(file());
    expect({ faults, lines }).to.deep.equal({ faults: [], lines: 2 });
  });

  it('cuts off a half-written last line of any length', async () => {
    await appendAll(file(), [started(1), finished(1)]);
    const [whole, earlierHead] = [await readFile(file()), await readFile(head())];
    await appendEntries(file(), started(2, { reason: null }));
    const broken = await readFile(file());
    const seen = new Map<string, number>();
    for (let size = whole.length; size < broken.length; size += 1) {
      await writeFile(file(), broken.subarray(0, size));
      await writeFile(head(), earlierHead);
      const before = await verifyHistory(file());
      await appendEntries(file(), started(3));
      const after = await verifyHistory(file());
      const summary = JSON.stringify({
        before: [before.lines, before.isTorn === size > whole.length, before.faults],
        after: [after.lines, after.isTorn, after.faults],
      });
      seen.set(summary, (seen.get(summary) ?? 0) + 1);
    }
    expect([...seen]).to.deep.equal([
      [JSON.stringify({ before: [2, true, []], after: [3, false, []] }), broken.length - whole.length],
    ]);
  });

  it('cuts off a half-written first line', async () => {
    await appendEntries(file(), started(1));
    await truncate(file(), 70);
    await rm(head());
    await appendEntries(file(), started(2));
    const { faults, lines } = await verifyHistory(file());
    expect({ faults, lines }).to.deep.equal({ faults: [], lines: 1 });
  });

  it('cuts off a half-written line that is longer than a chunk', async () => {
    await appendAll(file(), [started(1), finished(1)]);
    await writeFile(file(), 'x'.repeat(150_000), { flag: 'a' });
    await appendEntries(file(), started(2));
    const { faults, lines } = await verifyHistory(file());
    expect({ faults, lines }).to.deep.equal({ faults: [], lines: 3 });
  });

  it('continues after a line whose process was killed before it wrote the head', async () => {
    await appendEntries(file(), started(1));
    const behind = await readFile(head());
    await appendEntries(file(), finished(1));
    await writeFile(head(), behind);
    const { faults: before } = await verifyHistory(file());
    await appendEntries(file(), started(2));
    const { faults: after, lines } = await verifyHistory(file());
    expect({ before, after, lines }).to.deep.equal({ before: [], after: [], lines: 3 });
  });

  for (const [what, lose] of [
    ['is gone', () => rm(head())],
    ['is none', () => writeFile(head(), '{"n":')],
    ['is another thing', () => writeFile(head(), '[]')],
  ] as const) {
    it(`continues after the last line if the head ${what}, and writes the head again`, async () => {
      await appendAll(file(), [started(1), finished(1)]);
      await lose();
      await appendEntries(file(), started(2));
      const { faults, lines } = await verifyHistory(file());
      expect({ faults, lines }).to.deep.equal({ faults: [], lines: 3 });
    });
  }

  it('never uses a number twice, so that removed lines leave a gap', async () => {
    await appendAll(file(), [started(1), finished(1), started(2), finished(2)]);
    const [one = '', two = '', , four = ''] = await linesOf(file());
    await writeFile(file(), `${one}\n${two}\n`);
    await appendEntries(file(), started(3));
    expect(await chainOf(file())).to.deep.equal([
      { n: 1, prev: '0'.repeat(64) },
      { n: 2, prev: linkHash(one) },
      { n: 5, prev: linkHash(four) },
    ]);
  });

  it('chains to the line that was written, not to an altered last line', async () => {
    await appendAll(file(), [started(1), finished(1)]);
    const [one = '', two = ''] = await linesOf(file());
    await writeFile(file(), `${one}\nsomething else\n`);
    await appendEntries(file(), started(2));
    const [, , last = ''] = await linesOf(file());
    const { n, prev } = JSON.parse(last) as Line;
    expect({ n, prev }).to.deep.equal({ n: 3, prev: linkHash(two) });
  });

  it("throws the system's error if the file cannot be written", async () => {
    await writeFile(folder.path('file'), '');
    const thrown: unknown = await appendEntries(folder.path('file/prod.ndjson'), started(1)).catch(
      (error: unknown) => error,
    );
    expect((thrown as NodeJS.ErrnoException).code).to.match(/^(ENOTDIR|EEXIST)$/);
  });
});
