import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { newCompiledFile, savedJob, saveJob } from '../../../../src/lib/imports/compile/imports-folder.js';
import { LineMap } from '../../../../src/lib/imports/compile/line-map.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { rejection } from '../../conventions/refusal.js';

describe('the folder of imports', () => {
  let dataFolder: string;

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'sf-admin-imports-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true }));

  const open = (where: TestDirectoryOptions = {}) => openTestDirectory({ ...where, dataFolder });

  it('loses compiled files that are older than a day, and no others', async () => {
    const folder = dirname(await newCompiledFile(open()));
    for (const name of ['old.csv', 'new.csv', 'old.json']) await writeFile(join(folder, name), '');
    const before = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const name of ['old.csv', 'old.json']) await utimes(join(folder, name), before, before);
    await newCompiledFile(open());
    expect((await readdir(folder)).sort()).to.deep.equal(['new.csv', 'old.json']);
  });

  it('ignores a file that another import removes at the same time', async () => {
    const folder = dirname(await newCompiledFile(open()));
    await symlink(join(folder, 'gone'), join(folder, 'other.csv'));
    expect(dirname(await newCompiledFile(open()))).to.equal(folder);
  });

  it('names the folder if it cannot be written', async () => {
    await writeFile(join(dataFolder, 'imports'), '');
    const { code, message } = await rejection(newCompiledFile(open()));
    expect([code, message.startsWith(`cannot write to ${join(dataFolder, 'imports')}: `)]).to.deep.equal([
      'DATA_FOLDER',
      true,
    ]);
  });

  it('stores jobs of two pools separately, even with the same ID', async () => {
    await newCompiledFile(open());
    await saveJob(open(), 'import-1', { source: 'a.csv', rows: 1, lines: new LineMap() });
    const other = open({ context: { poolId: 'us-east-1_Other0001' } });
    expect([(await savedJob(open(), 'import-1'))?.source, await savedJob(other, 'import-1')]).to.deep.equal([
      'a.csv',
      undefined,
    ]);
  });

  it('has nothing about a job whose file is damaged', async () => {
    await newCompiledFile(open());
    await saveJob(open(), 'import-1', { source: 'a.csv', rows: 1, lines: new LineMap() });
    const folder = join(dataFolder, 'imports');
    const [file = ''] = await readdir(folder);
    const found = [];
    for (const text of ['{', 'null', '[]', '{"source":"a.csv","rows":1,"lines":[["1",2]]}']) {
      await writeFile(join(folder, file), text);
      found.push(await savedJob(open(), 'import-1'));
    }
    expect(found).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it('writes nothing outside itself, whatever the job ID', async () => {
    await newCompiledFile(open());
    await mkdir(join(dataFolder, 'elsewhere'));
    await saveJob(open(), '../elsewhere/x', { source: 'a.csv', rows: 1, lines: new LineMap() });
    expect(await readdir(join(dataFolder, 'elsewhere'))).to.deep.equal([]);
  });
});
