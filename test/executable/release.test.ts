import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { problemsOfSbom } from '../helpers/cyclonedx.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RELEASE = join(ROOT, 'out', 'release');

describe('the files of a release', () => {
  const run = async (program: string, argv: readonly string[], cwd = RELEASE): Promise<string> =>
    (await promisify(execFile)(program, argv, { cwd })).stdout;
  const json = async (path: string): Promise<object> => JSON.parse(await readFile(path, 'utf8')) as object;
  let version: string;
  let names: string[];
  before(async () => {
    ({ version } = (await json(join(ROOT, 'package.json'))) as { version: string });
    names = (await run(process.execPath, ['scripts/release/assets.js'], ROOT)).trim().split('\n');
  });

  it('are the package, the executable, the Debian package, the SBOMs and the checksums', () => {
    expect(names).to.have.members([
      'SHA256SUMS',
      `sf-admin-${version}.tgz`,
      `sf-admin-${version}.cdx.json`,
      `sf-admin-${version}-linux-x64.tar.gz`,
      `sf-admin-${version}-linux-x64.cdx.json`,
      `sf-admin_${version}_amd64.deb`,
    ]);
  });

  it('have checksums that sha256sum accepts, of every other file', async () => {
    const lines = (await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'])).trim().split('\n');
    const others = names.filter((name) => name !== 'SHA256SUMS');
    expect(lines.sort()).to.deep.equal(others.map((name) => `${name}: OK`).sort());
  });

  it('have an executable that can be run as soon as it is unpacked, and the licences of all that is in it', async () => {
    const archive = `sf-admin-${version}-linux-x64.tar.gz`;
    expect(await run('tar', ['-tvzf', archive])).to.match(
      /^-rwxr-xr-x 0\/0 .* sf-admin\n-rw-r--r-- 0\/0 .* THIRD-PARTY-NOTICES\.txt\n$/,
    );
    const notices = await run('tar', ['-xOzf', archive, 'THIRD-PARTY-NOTICES.txt']);
    expect(notices)
      .to.match(/^@oclif\/core /m)
      .and.to.include('\nNode.js is licensed for use');
  });

  it('say that the executable also contains Node', async () => {
    const [bundle, executable] = await Promise.all(
      ['', '-linux-x64'].map((part) => json(join(RELEASE, `sf-admin-${version}${part}.cdx.json`))),
    );
    const purls = (sbom: object | undefined): string[] =>
      (sbom as { components: { purl: string }[] }).components.map(({ purl }) => purl);
    expect(purls(executable).filter((purl) => !purls(bundle).includes(purl))).to.match(
      /^pkg:generic\/node@24\.\d+\.\d+$/,
    );
    expect(await problemsOfSbom(executable ?? {})).to.deep.equal([]);
  });
});
