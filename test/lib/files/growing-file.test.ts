import { createHash } from 'node:crypto';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { emptyPrefix, GrowingFile } from '../../../src/lib/files/growing-file.js';
import { temporaryFolder } from '../config/temporary-folder.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('GrowingFile', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('users.csv');

  it('makes the file for its user only, and returns its prefix after each part', async () => {
    const growing = await GrowingFile.create(file());
    const one = await growing.append('añb\n');
    const two = await growing.append('c\n');
    await growing.close();
    expect({ one, two, mode: (await stat(file())).mode & 0o777 }).to.deep.equal({
      one: { bytes: 5, sha256: sha256('añb\n') },
      two: { bytes: 7, sha256: sha256('añb\nc\n') },
      mode: 0o600,
    });
    expect(await readFile(file(), 'utf8')).to.equal('añb\nc\n');
  });

  it('does not replace an existing file', async () => {
    await writeFile(file(), 'mine');
    const failure: unknown = await GrowingFile.create(file()).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'EEXIST');
    expect(await readFile(file(), 'utf8')).to.equal('mine');
  });

  for (const left of ['', 'half a li']) {
    it(`resumes after the prefix, and cuts off the rest: "${left}"`, async () => {
      const growing = await GrowingFile.create(file());
      const began = await growing.append('a\n');
      await growing.close();
      await appendFile(file(), left);
      const resumed = (await GrowingFile.resume(file(), began))!;
      const now = await resumed.append('b\n');
      await resumed.close();
      expect([now, await readFile(file(), 'utf8')]).to.deep.equal([{ bytes: 4, sha256: sha256('a\nb\n') }, 'a\nb\n']);
    });
  }

  it('resumes an empty file', async () => {
    await writeFile(file(), 'half a li');
    const resumed = (await GrowingFile.resume(file(), emptyPrefix()))!;
    await resumed.append('a\n');
    await resumed.close();
    expect(await readFile(file(), 'utf8')).to.equal('a\n');
  });

  for (const [what, text] of [
    ['shorter', 'a'],
    ['different', 'x\nmore'],
  ]) {
    it(`leaves a file that is ${what} unchanged`, async () => {
      await writeFile(file(), text!);
      const resumed = await GrowingFile.resume(file(), { bytes: 2, sha256: sha256('a\n') });
      expect([resumed, await readFile(file(), 'utf8')]).to.deep.equal([undefined, text]);
    });
  }
});
