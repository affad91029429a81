import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';
import fc from 'fast-check';

import { readSpool, writeSpool } from '../../../src/lib/input/spool.js';
import { temporaryFolder } from '../config/temporary-folder.js';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('a spool', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('rows.ndjson');
  const spool = async (items: readonly unknown[]) => {
    const writer = writeSpool<unknown>(file());
    for (const item of items) await writer.add(item);
    await writer.close();
  };

  it('returns its items in order, whatever text they have', async () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('\r', '\n', '\u2028', '\u2029', '"'), fc.string()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ text })), async (items) => {
        await spool(items);
        expect(await all(readSpool(file()))).to.deep.equal(items);
      }),
    );
  });

  it('has one line for each item, also for readers that end lines at U+2028', async () => {
    await spool(['a\u2028b\u2029c']);
    expect(await readFile(file(), 'utf8')).to.equal('"a\\u2028b\\u2029c"\n');
  });

  it('holds more items than fit into the buffer', async () => {
    const items = Array.from({ length: 3_000 }, (_, n) => ({ n, text: 'x'.repeat(100) }));
    await spool(items);
    expect(await all(readSpool(file()))).to.deep.equal(items);
  });

  it('can be read by this user only', async () => {
    await spool([1]);
    expect(((await stat(file())).mode & 0o777).toString(8)).to.equal('600');
  });

  it('replaces an existing spool only when it is complete', async () => {
    await spool(['old']);
    const writer = writeSpool<string>(file());
    await writer.add('new');
    expect(await all(readSpool(file()))).to.deep.equal(['old']);
    await writer.close();
    expect(await all(readSpool(file()))).to.deep.equal(['new']);
  });

  it('that is abandoned leaves the existing spool and no other file', async () => {
    await spool(['old']);
    const writer = writeSpool<string>(file());
    await writer.add('new');
    await writer.abandon();
    expect([await all(readSpool(file())), await readdir(folder.path(''))]).to.deep.equal([['old'], ['rows.ndjson']]);
  });

  it('that cannot be created throws the error when it is closed', async () => {
    await mkdir(`${file()}.new`);
    const writer = writeSpool<string>(file());
    await writer.add('new');
    expect(await writer.close().catch((error: unknown) => (error as NodeJS.ErrnoException).code)).to.equal('EISDIR');
  });

  it('that does not exist throws an error when it is read', async () => {
    const failed = await all(readSpool(file())).catch((error: unknown) => (error as NodeJS.ErrnoException).code);
    expect(failed).to.equal('ENOENT');
  });

  it('can be read in part', async () => {
    await writeFile(file(), '1\n2\n3\n');
    const found: unknown[] = [];
    for await (const item of readSpool(file())) {
      found.push(item);
      if (found.length === 2) break;
    }
    expect(found).to.deep.equal([1, 2]);
  });
});
