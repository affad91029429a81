import { mkdir, readdir, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { readHeadFile, writeHeadFile } from '../../../../src/lib/history/export/head-file.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

const LINE = { n: 7, hash: 'a'.repeat(64) };
const HEAD = {
  ...LINE,
  earlier: { '/data/history/pools/eu-west-1_Abcdefghi.ndjson': { n: 3, hash: 'b'.repeat(64) } },
  open: { '01KAEXAMPLE000000000000001': '2026-11-20T03:10:00.000Z' },
};

describe('a head file', () => {
  const folder = temporaryFolder();

  it('is read as it was written, and leaves nothing beside it', async () => {
    await writeHeadFile(folder.path('head'), { ...HEAD, n: 6 });
    await writeHeadFile(folder.path('head'), HEAD);
    expect([await readHeadFile(folder.path('head')), await readdir(folder.path('.'))]).to.deep.equal([HEAD, ['head']]);
  });

  it('may have a line alone', async () => {
    await writeFile(folder.path('head'), JSON.stringify(LINE));
    expect(await readHeadFile(folder.path('head'))).to.deep.equal({ ...LINE, earlier: {}, open: {} });
  });

  it('need not exist', async () => {
    expect(await readHeadFile(folder.path('head'))).to.equal(undefined);
  });

  it('is refused if it is something else', async () => {
    await writeFile(folder.path('head'), '{"n":"7"}');
    await mkdir(folder.path('folder'));
    expect(await rejection(readHeadFile(folder.path('head')))).to.include({ code: 'USAGE' });
    expect(await rejection(readHeadFile(folder.path('folder')))).to.include({ code: 'USAGE' });
  });

  it('says what it means if it cannot be written', async () => {
    const error = await rejection(writeHeadFile(folder.path('nowhere/head'), HEAD));
    expect(error.code).to.equal('FILE_UNWRITABLE');
    expect(error.hint).to.include('the next export would begin before it');
  });
});
