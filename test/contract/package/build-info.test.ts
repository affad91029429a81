import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { cleanEnvironment } from '../../helpers/place.js';

const SCRIPT = fileURLToPath(new URL('../../../scripts/build/build-info.js', import.meta.url));
const SDK = 'node_modules/@aws-sdk/client-cognito-identity-provider';

interface BuildInfo {
  readonly commit: string | null;
  readonly modified: boolean | null;
  readonly sdk: string;
}

describe('what a build writes about itself', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-build-'));
    await prepare(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Makes what the script reads, and ignores what it writes. */
  async function prepare(root: string): Promise<void> {
    await mkdir(join(root, SDK), { recursive: true });
    await mkdir(join(root, 'dist'));
    await writeFile(join(root, SDK, 'package.json'), '{"version":"3.1.2"}');
    await writeFile(join(root, '.gitignore'), 'node_modules/\ndist/\n');
  }
  /** Without the settings of the person, and without a checkout around the temporary folder. */
  const options = (cwd: string) => ({
    cwd,
    env: { ...cleanEnvironment(), HOME: folder, GIT_CEILING_DIRECTORIES: tmpdir() },
    encoding: 'utf8' as const,
  });
  const git = (...argv: string[]): string => {
    const identity = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com'];
    return execFileSync('git', [...identity, ...argv], options(folder)).trim();
  };
  const commitAll = (): string => {
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'All');
    return git('rev-parse', 'HEAD');
  };
  const build = async (root = folder): Promise<BuildInfo> => {
    execFileSync(process.execPath, [SCRIPT], options(root));
    return JSON.parse(await readFile(join(root, 'dist/build.json'), 'utf8')) as BuildInfo;
  };

  it('has the commit and the version of the SDK', async () => {
    const commit = commitAll();
    expect(await build()).to.deep.equal({ commit, modified: false, sdk: '3.1.2' });
  });

  it('says that a file was changed or added since the commit', async () => {
    const commit = commitAll();
    await writeFile(join(folder, 'new.ts'), '');
    expect(await build()).to.deep.include({ commit, modified: true });
  });

  it('knows no commit outside a checkout', async () => {
    expect(await build()).to.deep.include({ commit: null, modified: null });
  });

  it('knows no commit in a folder of the checkout of something else', async () => {
    const inner = join(folder, 'vendor');
    await mkdir(inner);
    await prepare(inner);
    commitAll();
    expect(await build(inner)).to.deep.include({ commit: null, modified: null });
  });
});
