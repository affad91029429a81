import { readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { parseOnce } from '../../../../src/lib/cli/completion/parse-once.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

const TEXT = 'current: staging\ncontexts: { staging: { poolId: eu-west-1_AbCdEf123 } }\n';
const SETTINGS = { current: 'staging', contexts: { staging: { poolId: 'eu-west-1_AbCdEf123' } } };

describe('parseOnce', () => {
  const folder = temporaryFolder();
  const parse = (text: string, build = 'b1') => parseOnce(folder.path('cache'), build)('config.yaml', text);
  const file = () => folder.path('cache/code/contexts.json');
  /** Replaces what is stored, as if an earlier run had stored it. */
  const store = async (stored: object) => writeFile(file(), JSON.stringify(stored));

  it('returns what an earlier run of the same build has made of the same text, from a file of the user alone', async () => {
    expect(await parse(TEXT)).to.deep.equal(SETTINGS);
    expect((await stat(file())).mode & 0o777).to.equal(0o600);
    const stored = JSON.parse(await readFile(file(), 'utf8')) as object;
    await store({ ...stored, settings: { current: 'stored' } });
    expect(await parse(TEXT)).to.deep.equal({ current: 'stored' });
  });

  it('parses another text, for another build, and after damage', async () => {
    await parse(TEXT);
    const stored = JSON.parse(await readFile(file(), 'utf8')) as object;
    await store({ ...stored, settings: { current: 'stored' } });
    expect(await parse(`${TEXT}# a comment\n`)).to.deep.equal(SETTINGS);
    await store({ ...stored, settings: { current: 'stored' } });
    expect(await parse(TEXT, 'b2')).to.deep.equal(SETTINGS);
    for (const damaged of ['', '{', 'null', '[]', '{"build":"b2"}']) {
      await writeFile(file(), damaged);
      expect(await parse(TEXT, 'b2')).to.deep.equal(SETTINGS);
    }
  });

  it('stores nothing of a text that is refused', async () => {
    await rejection(parse('contexts: []\n'));
    expect(await readFile(file(), 'utf8').catch(() => 'none')).to.equal('none');
  });
});
