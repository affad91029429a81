import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import {
  finishFile,
  unfinishedFile,
  withdrawFile,
  writeSecretFile,
} from '../../../../src/lib/client/secrets/secret-file.js';
import { ownPlace } from '../../../helpers/place.js';
import { rejection } from '../../conventions/refusal.js';

const ADDITION = { poolId: 'us-east-1_A', clientId: 'client', secretIds: ['client--1'] };

describe('the file of a new secret', () => {
  const place = ownPlace();
  const file = (): string => place().path('secret');
  const files = async () => (await readdir(place().home)).filter((name) => name.startsWith('secret'));

  it('is unfinished until it is finished or withdrawn', async () => {
    await writeSecretFile(file(), 'value', ADDITION);
    expect(await unfinishedFile(file(), ADDITION)).to.deep.equal({ ...ADDITION, value: 'value' });
    expect(await unfinishedFile(file(), { ...ADDITION, clientId: 'another' })).to.equal(undefined);
    expect(await unfinishedFile(file(), { ...ADDITION, poolId: 'us-east-1_B' })).to.equal(undefined);
    await finishFile(file());
    expect([await files(), await unfinishedFile(file(), ADDITION)]).to.deep.equal([['secret'], undefined]);
    await withdrawFile(file());
    expect(await files()).to.deep.equal([]);
  });

  it('is written if a killed command left its marker alone', async () => {
    await writeFile(`${file()}.unfinished`, JSON.stringify(ADDITION), { mode: 0o600 });
    expect(await unfinishedFile(file(), ADDITION)).to.equal(undefined);
    await writeSecretFile(file(), 'value', ADDITION);
    expect(await readFile(file(), 'utf8')).to.equal('value');
  });

  it('never replaces a file, and leaves no marker beside it', async () => {
    await writeFile(file(), 'taken');
    expect((await rejection(writeSecretFile(file(), 'value', ADDITION))).code).to.equal('FILE_EXISTS');
    expect([await files(), await readFile(file(), 'utf8')]).to.deep.equal([['secret'], 'taken']);
  });

  it('is not believed to be unfinished because of a marker that sf-admin did not write', async () => {
    for (const text of ['', '[]', '{"poolId": "us-east-1_A", "clientId": "client"}', 'null']) {
      await writeFile(`${file()}.unfinished`, text, { mode: 0o600 });
      expect((await rejection(unfinishedFile(file(), ADDITION))).code, text).to.equal('FILE_EXISTS');
    }
  });

  it('is not read through a link', async () => {
    await writeSecretFile(file(), 'value', ADDITION);
    await symlink(file(), place().path('secret-link'));
    await symlink(`${file()}.unfinished`, place().path('secret-link.unfinished'));
    expect((await rejection(unfinishedFile(place().path('secret-link'), ADDITION))).code).to.equal('UNSAFE_FILE');
  });
});
