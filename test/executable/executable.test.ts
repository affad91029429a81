import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { type BinResult, startProcess } from '../helpers/run-bin.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Run by `npm run test:executable`, which builds the executable and runs the tests of the built program against it. */
describe('the executable, alone in a folder', () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'sf-admin-alone-')));
    await mkdir(join(folder, 'bin'));
    await copyFile(join(ROOT, 'out/sf-admin'), join(folder, 'bin/sf-admin'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Runs it with nothing but a home: no Node, no shell, no other program on the path. */
  const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<BinResult> => {
    const { child, ended } = startProcess(join(folder, 'bin/sf-admin'), argv, { HOME: folder, PATH: '', ...env });
    child.stdin.end();
    return ended;
  };

  it('runs on the Node that it was made from, without a warning', async () => {
    const lock = await readFile(join(ROOT, 'scripts/node-versions/package-lock.json'), 'utf8');
    const { packages } = JSON.parse(lock) as { packages: Record<string, { version: string }> };
    const { stdout, stderr, code } = await run(['version', '-o', 'json']);
    const { node, executable } = JSON.parse(stdout) as { node: string; executable: boolean };
    expect({ node, executable, stderr, code }).to.deep.equal({
      node: packages['node_modules/node-24']?.version,
      executable: true,
      stderr: '',
      code: 0,
    });
  });

  it('changes, lists and records', async () => {
    const disable = await run(['users', 'disable', 'ben.carter@tenant-one.example', '--yes']);
    const list = await run(['users', 'list', '--tenant', 'tenant_001', '--disabled', '-q']);
    const history = await run(['history', 'list', '-o', 'csv', '--columns', 'operation', '--no-header']);
    expect([disable.code, list.stdout.split('\n').length - 1, history.stdout]).to.deep.equal([0, 2, 'users.disable\n']);
  });

  for (const [where, env] of [
    ['with a cache folder', {}],
    ['without one', { SF_ADMIN_CACHE_DIR: '/proc/none' }],
  ] as const) {
    it(`runs the same commands ${where}: a list, a baseline, help, a mistake, --debug`, async () => {
      const [list, check, help, mistake, debug] = [
        await run(['users', 'list', '-q'], env),
        await run(['pool', 'check', '--baseline', 'hardened', '-q'], env),
        await run(['users', 'create', '--help'], env),
        await run(['users', 'lst'], env),
        await run(['users', 'show', 'nobody', '--debug'], env),
      ];
      expect([list.code, check.code, help.code, mistake.code, debug.code]).to.deep.equal([0, 9, 0, 2, 4]);
      expect(help.stdout).to.include('USAGE\n  $ sf-admin users create [EMAIL]');
      expect(mistake.stderr).to.include('Did you mean sf-admin users list?');
      expect(debug.stderr).to.match(/\n {4}at /);
    });
  }

  it('reads none of its own files from the folder that it is in', async () => {
    await mkdir(join(folder, 'dist/launcher/commands'), { recursive: true });
    await mkdir(join(folder, 'baselines'));
    for (const name of [
      'package.json',
      'oclif.manifest.json',
      'dist/launcher/table.json',
      'dist/launcher/commands/version.cjs',
      'baselines/hardened.yaml',
    ]) {
      await writeFile(join(folder, name), '"not the file of the program"');
    }
    const results = [
      await run(['version']),
      await run(['--help']),
      await run(['pool', 'check', '--baseline', 'hardened']),
    ];
    expect(results.map(({ code }) => code)).to.deep.equal([0, 0, 9]);
  });
});
