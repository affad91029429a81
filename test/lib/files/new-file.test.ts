import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { AdminError } from '../../../src/lib/errors.js';
import { assertMissing, writeNewFile } from '../../../src/lib/files/new-file.js';
import { rejection } from '../conventions/refusal.js';

describe('writeNewFile', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-'));
  });
  afterEach(async () => {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  });

  async function* pieces(...texts: (string | Error | (() => Promise<unknown>))[]): AsyncGenerator<string> {
    for (const text of texts) {
      if (text instanceof Error) throw text;
      if (typeof text === 'string') yield text;
      else await text();
    }
  }

  it('writes the pieces to a file that only its user can read, and leaves no other', async () => {
    const file = join(folder, 'report.html');
    await writeNewFile(file, pieces('a', 'ö', 'c'));
    expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o777, await readdir(folder)]).to.deep.equal([
      'aöc',
      0o600,
      ['report.html'],
    ]);
  });

  it('shows the file only once it is complete', async () => {
    const file = join(folder, 'report.html');
    const seen: string[] = [];
    await writeNewFile(
      file,
      pieces('a', async () => seen.push(...(await readdir(folder))), 'b'),
    );
    expect([seen.length, seen.includes('report.html')]).to.deep.equal([1, false]);
  });

  it('leaves nothing if a piece fails', async () => {
    const broken = new AdminError('ACCESS_DENIED', 'broken');
    expect(await rejection(writeNewFile(join(folder, 'a'), pieces('a', broken)))).to.include({ message: 'broken' });
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('refuses a file that exists, before it reads a piece', async () => {
    const file = join(folder, 'a');
    await writeFile(file, 'before');
    const failure = await rejection(writeNewFile(file, pieces(new Error('was read'))));
    expect(failure).to.include({ code: 'FILE_EXISTS', message: `${file} already exists` });
    expect(await readFile(file, 'utf8')).to.equal('before');
  });

  it('does not replace a file that appears while it writes', async () => {
    const file = join(folder, 'a');
    const failure = await rejection(
      writeNewFile(
        file,
        pieces('mine', () => writeFile(file, 'theirs')),
      ),
    );
    expect([failure.code, await readFile(file, 'utf8'), await readdir(folder)]).to.deep.equal([
      'FILE_EXISTS',
      'theirs',
      ['a'],
    ]);
  });

  it('refuses a symbolic link, even to nothing', async () => {
    await symlink(join(folder, 'nothing'), join(folder, 'link'));
    expect(await rejection(assertMissing(join(folder, 'link')))).to.include({ code: 'FILE_EXISTS' });
  });

  it('says if there is no such folder', async () => {
    const file = join(folder, 'missing', 'a');
    expect(await rejection(writeNewFile(file, pieces('a')))).to.include({
      code: 'FILE_UNWRITABLE',
      message: `${file} cannot be written: there is no such folder`,
    });
  });
});
