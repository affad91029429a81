import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { DEMO_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';

const BEN = 'ben.carter@tenant-one.example';

/** The modules of tokens are loaded late, so that only the built program shows whether they are in the bundle. */
describe('tokens given to the built command', function () {
  this.timeout(60_000);
  before(requireBuild);
  const place = ownPlace();

  it('are read from stdin, and are in no output, no history and no file', async () => {
    const tokens = await place().tokens(BEN, DEMO_PASSWORD);
    const outputs: string[] = [];
    for (const [argv, stdin, code] of [
      [['tokens', 'inspect'], tokens.IdToken, 0],
      [['tokens', 'inspect', '-o', 'json', '--use', 'id'], tokens.AccessToken, 9],
      [['tokens', 'inspect'], tokens.RefreshToken, 2],
      [['tokens', 'inspect', tokens.IdToken], '', 2],
      [['tokens', 'inspect', '--token', tokens.RefreshToken], '', 2],
    ] as const) {
      const result = await runBin([...argv, '--debug'], { place: place(), stdin });
      expect(result.code, result.stderr).to.equal(code);
      outputs.push(result.stdout, result.stderr);
    }
    const files = await filesIn(place().home);
    const parts = [tokens.IdToken, tokens.AccessToken, tokens.RefreshToken].flatMap((token) =>
      token.split('.').slice(-2),
    );
    for (const text of [...outputs, ...files]) for (const part of parts) expect(text.includes(part)).to.equal(false);
  });
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
}
