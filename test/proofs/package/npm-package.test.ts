import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { installPackage, type Installed, nodeVersions, packClone } from '../../helpers/packed.js';
import { Place } from '../../helpers/place.js';
import { type BinResult, startProcess } from '../../helpers/run-bin.js';

const { version: VERSION } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const ANA = 'ana.silva@tenant-one.example';

describe('the npm package, packed in a clean clone', function () {
  this.timeout(300_000);
  let folder: string;
  let file: string;
  let installed: Installed;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'sf-admin-package-')));
    file = await packClone(join(folder, 'clone'));
    installed = await installPackage(file, { node: process.execPath, prefix: join(folder, 'prefix') });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('installs as one package', () => {
    // npm counts what it installs.
    expect(installed.report.trim()).to.match(/^added 1 package\b/);
  });

  for (const [name, node] of nodeVersions()) {
    it(`runs: ${name}`, async () => {
      const place = await Place.make();
      const run = (...argv: string[]): Promise<BinResult> => {
        // Only HOME and the path: the folders of a fresh machine.
        const { PATH = '' } = process.env;
        const env = { HOME: place.home, PATH: `${dirname(node)}:${PATH}`, AWS_EC2_METADATA_DISABLED: 'true' };
        const { child, ended } = startProcess(installed.bin, argv, env);
        child.stdin.end();
        return ended;
      };
      try {
        const list = await run('users', 'list', '--tenant', 'tenant_001', '-q');
        const disable = await run('users', 'disable', ANA, '--yes', '-o', 'json');
        expect({
          version: /^sf-admin\/\S+/.exec((await run('--version')).stdout)?.[0],
          list: [list.code, list.stdout.split('\n').length - 1],
          disable: [
            disable.code,
            (JSON.parse(disable.stdout) as { outcomes: { changed: boolean }[] }).outcomes[0]?.changed,
          ],
          history: (await run('history', 'list', '-o', 'csv', '--columns', 'operation', '--no-header')).stdout,
          baseline: (await run('pool', 'check', '--baseline', 'hardened', '-q')).code,
          help: (await run('users', 'create', '--help')).code,
          unknown: (await run('users', 'lst')).stderr.split('\n')[0],
        }).to.deep.equal({
          version: `sf-admin/${VERSION}`,
          list: [0, 8],
          disable: [0, true],
          history: 'users.disable\n',
          baseline: 9,
          help: 0,
          unknown: 'error: unknown command "users lst"',
        });
      } finally {
        await place.remove();
      }
    });
  }

  it('contains what it reads and what people read, and nothing of the checkout', async () => {
    const { stdout } = await promisify(execFile)('tar', ['-tzf', file]);
    const names = stdout.trim().split('\n');
    const folders = new Set(names.map((name) => name.replace(/^package\//, '').replace(/\/.*/, '/')));
    expect([...folders].sort()).to.deep.equal([
      ...[
        'README.md',
        'baselines/',
        'bin/',
        'completions/',
        'dist/',
        'docs/',
        'man/',
        'oclif.manifest.json',
        'package.json',
      ],
      ...['schemas/', 'types/'],
    ]);
    expect(names).to.include.members([
      'package/dist/THIRD-PARTY-NOTICES.txt',
      'package/docs/runbook.md',
      'package/docs/pool-spec.schema.json',
    ]);
  });
});
