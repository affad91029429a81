import { mkdir, stat, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { makeFolder } from '../../../src/lib/files/make-folder.js';
import { temporaryFolder } from '../config/temporary-folder.js';

describe('makeFolder', () => {
  const folder = temporaryFolder();
  const codeOf = (path: string) =>
    makeFolder(path).then(
      () => 'made',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );

  it('makes a folder and its parents, also if called concurrently', async () => {
    const paths = Array.from({ length: 20 }, (_, index) => folder.path(`a/b/${index % 2}/c`));
    await Promise.all(paths.map(makeFolder));
    expect((await stat(paths[0]!)).isDirectory()).to.equal(true);
  });

  it('leaves an existing folder unchanged', async () => {
    await mkdir(folder.path('open'), { mode: 0o755 });
    await makeFolder(folder.path('open'));
    expect((await stat(folder.path('open'))).mode & 0o777).to.equal(0o755);
  });

  it('refuses a file as the folder or as its parent', async () => {
    await writeFile(folder.path('file'), '');
    expect([await codeOf(folder.path('file')), await codeOf(folder.path('file/in'))]).to.deep.equal([
      'EEXIST',
      'ENOTDIR',
    ]);
  });

  it('fails at once where no folder can be made', async function () {
    if (process.platform !== 'linux') this.skip();
    expect([await codeOf('/proc/sf-admin/data'), await codeOf('/proc/sf-admin')]).to.deep.equal(['ENOENT', 'ENOENT']);
  });
});
