import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { BIN, startProcess } from '../helpers/run-bin.js';

const MISSING = 'error: sf-admin is not built, or a library is missing\n  In its folder: npm ci && npm run build\n';

describe('bin/run.js in a checkout that is not ready', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-checkout-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await mkdir(join(folder, 'bin'));
    await mkdir(join(folder, 'dist/lib/cli'), { recursive: true });
    await mkdir(join(folder, 'dist/launcher'));
    await copyFile(BIN, join(folder, 'bin/run.js'));
    await copyFile(join(dirname(BIN), 'package.json'), join(folder, 'bin/package.json'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function writeBuild(main: string): Promise<void> {
    await writeFile(join(folder, 'dist/lib/cli/main.js'), main);
    await writeFile(join(folder, 'dist/launcher/table.json'), '{}');
    await writeFile(join(folder, 'dist/launcher/launch.cjs'), 'exports.launch = (argv, { full }) => full();\n');
  }

  for (const [what, main] of [
    ['a build', undefined],
    ['a library', "import 'no-such-library';\nexport const main = () => undefined;\n"],
  ] as const) {
    it(`says without ${what} how to get it, without a stack, and exits with 2`, async () => {
      if (main !== undefined) await writeBuild(main);
      const result = await startProcess(process.execPath, [join(folder, 'bin/run.js'), 'users', 'list'], {}).ended;
      expect(result).to.deep.equal({ stdout: '', stderr: MISSING, code: 2 });
    });
  }

  it('hides no other error', async () => {
    await writeBuild("throw new Error('a defect');\n");
    const { stderr, code } = await startProcess(process.execPath, [join(folder, 'bin/run.js')], {}).ended;
    expect([code, stderr.includes('Error: a defect')]).to.deep.equal([1, true]);
  });
});
