import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { expect } from 'chai';

import { AdminError } from '../../../../src/lib/errors.js';
import { loadPoolFile } from '../../../../src/lib/pool-spec/source/load-pool-file.js';

describe('loadPoolFile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** The text of a file with these bytes, or the message of the error. */
  const load = async (bytes: Uint8Array | string, source = join(folder, 'pool.yaml')): Promise<string> => {
    await writeFile(join(folder, 'pool.yaml'), bytes);
    return loadPoolFile(source, Readable.from([Buffer.from(bytes)])).catch((error: unknown) => {
      if (error instanceof AdminError) return error.message.replace(folder, '');
      throw error;
    });
  };

  it('drops a byte order mark', async () => {
    expect(await load('\ufeffpoolSpec: 1\n')).to.equal('poolSpec: 1\n');
  });

  it('reads stdin for -', async () => {
    expect(await load('poolSpec: 1', '-')).to.equal('poolSpec: 1');
  });

  it('refuses to read stdin twice, which would be empty then', async () => {
    const stdin = Readable.from([Buffer.from('poolSpec: 1')]);
    expect(await loadPoolFile('-', stdin)).to.equal('poolSpec: 1');
    const error: unknown = await loadPoolFile('-', stdin).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'USAGE', message: 'stdin can be read only once' });
  });

  it('takes 1 MB and refuses a byte more', async () => {
    expect(await load(' '.repeat(1_000_000))).to.have.length(1_000_000);
    expect(await load(' '.repeat(1_000_001))).to.equal('/pool.yaml is larger than 1 MB');
    expect(await load(' '.repeat(1_000_001), '-')).to.equal('stdin is larger than 1 MB');
  });

  it('refuses what is not UTF-8', async () => {
    expect(await load(Uint8Array.of(0xff, 0xfe, 0x41))).to.equal('/pool.yaml is not UTF-8 text');
  });

  it('refuses a folder', async () => {
    expect(await load('', folder)).to.match(/^cannot read .*: it is not a file$/);
  });
});
