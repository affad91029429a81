import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { HeldText } from '../../../src/lib/files/held-text.js';

describe('HeldText', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'held-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function held(pieces: readonly string[]) {
    const text = new HeldText(folder);
    try {
      for (const piece of pieces) await text.add(piece);
      let all = '';
      for await (const piece of text.read()) all += piece;
      return { isSame: all === pieces.join(''), names: await readdir(folder) };
    } finally {
      await text.close();
    }
  }

  const long = Array.from({ length: 90_000 }, (_, index) => `東京 ${index} 😀 `);
  for (const [rule, pieces] of [
    ['nothing', []],
    ['a short text', ['ana', '', 'bo']],
    ['a text that exceeds memory several times', [...long, ...long, ...long]],
    ['a single piece that exceeds it', [long.join('')]],
  ] as const) {
    it(`returns ${rule} as it was added, and leaves no name in the folder for temporary files`, async () => {
      expect(await held(pieces)).to.deep.equal({ isSame: true, names: [] });
    });
  }

  it('fails if the temporary file cannot be made, with what to do', async () => {
    const text = new HeldText(join(folder, 'missing'));
    const error: unknown = await text.add(long.join('')).catch((failure: unknown) => failure);
    expect(error).to.include({
      code: 'OUTPUT_UNWRITABLE',
      message: `cannot write a temporary file in ${join(folder, 'missing')}: there is no such file or folder`,
      hint: 'Set TMPDIR to a folder with more space, or use -o ndjson, which needs none.',
    });
  });
});
