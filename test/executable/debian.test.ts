import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';

const OUT = fileURLToPath(new URL('../../out/', import.meta.url));

/** Run by `npm run test:executable`, which builds the package. */
describe('the Debian package', () => {
  let root: string;
  let file: string;
  before(async () => {
    file = join(OUT, (await readdir(OUT)).find((name) => name.endsWith('_amd64.deb')) ?? 'missing.deb');
  });
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'sf-admin-root-'));
    await mkdir(join(root, 'var/lib/dpkg/updates'), { recursive: true });
    await mkdir(join(root, 'var/lib/dpkg/info'));
    await writeFile(join(root, 'var/lib/dpkg/status'), '');
  });
  afterEach(() => asRoot('rm', '-rf', root));

  const run = async (program: string, ...argv: string[]): Promise<string> =>
    (await promisify(execFile)(program, argv)).stdout;
  const asRoot = (program: string, ...argv: string[]): Promise<string> =>
    process.getuid?.() === 0 ? run(program, ...argv) : run('sudo', '-n', program, ...argv);
  /** In a system of its own, whose libraries are not packages. */
  const dpkg = (...argv: string[]): Promise<string> => asRoot('dpkg', `--root=${root}`, '--force-depends', ...argv);
  /** The files that are not dpkg's own. */
  const files = async (): Promise<string[]> => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
    return paths.map((path) => path.slice(root.length)).filter((path) => !/^\/var\/(lib\/dpkg|log)\//.test(path));
  };

  it('installs a program that runs, for everybody, and its licences', async () => {
    await dpkg('--install', file);
    const program = join(root, 'usr/bin/sf-admin');
    const { mode, uid } = await stat(program);
    const installed = await files();
    expect(installed).to.include.members(['/usr/bin/sf-admin', '/usr/share/doc/sf-admin/copyright']);
    expect(await run(program, '--version')).to.match(/^sf-admin\/\d/);
    expect([mode & 0o777, uid]).to.deep.equal([0o755, 0]);
    const modes = await Promise.all(
      installed
        .filter((path) => !path.startsWith('/usr/bin/'))
        .map(async (path) => (await stat(join(root, path))).mode & 0o777),
    );
    expect([...new Set(modes)]).to.deep.equal([0o644]);
  });

  it('names the author in package.json as its maintainer', async () => {
    const { author } = JSON.parse(await readFile(join(OUT, '..', 'package.json'), 'utf8')) as { author: string };
    expect((await run('dpkg-deb', '--field', file, 'Maintainer')).trim()).to.equal(author);
  });

  it('leaves nothing behind when it is removed', async () => {
    await dpkg('--install', file);
    await dpkg('--purge', 'sf-admin');
    expect(await files()).to.deep.equal([]);
    expect((await readdir(root)).sort()).to.deep.equal(['var']);
  });

  it('depends on the packages of all libraries that the program loads', async () => {
    const depends = (await run('dpkg-deb', '--field', file, 'Depends')).trim().split(', ');
    const libraries = [...(await run('ldd', join(OUT, 'sf-admin'))).matchAll(/=> (\/\S+)/g)].map(
      ([, path = '']) => path,
    );
    // Packages name their files in /lib or in /usr/lib, which are the same folder.
    const owners = await Promise.all(
      libraries.map(async (path) => {
        const answer = await run('dpkg', '--search', `*${path.replace(/^(?:\/usr)?\/lib/, '/lib')}`);
        return answer.split(':')[0] ?? '';
      }),
    );
    expect(depends.every((one) => /^\S+ \(>= [\d.]+\)$/.test(one))).to.equal(true);
    expect(new Set(depends.map((one) => one.split(' ')[0]))).to.deep.equal(new Set(owners));
  });
});
