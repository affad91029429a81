/**
 * `npm run build:deb`: makes a Debian package of the executable in out/, with the manual pages and completions that the
 * build has made. Needs dpkg-deb and dpkg-shlibdeps (package dpkg-dev), and what
 * `npm run build:executable` makes.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const EXECUTABLE = 'out/sf-admin';
const NOTICES = 'out/THIRD-PARTY-NOTICES.txt';

/** Where Debian's shells look for the completions of a program. */
const COMPLETIONS = {
  'sf-admin.bash': 'usr/share/bash-completion/completions/sf-admin',
  '_sf-admin': 'usr/share/zsh/vendor-completions/_sf-admin',
  'sf-admin.fish': 'usr/share/fish/vendor_completions.d/sf-admin.fish',
};

const { version, description, author } = JSON.parse(await readFile('package.json', 'utf8'));
// Whatever the person's own is, everybody may read what is installed.
process.umask(0o022);
const folder = await mkdtemp(join(tmpdir(), 'sf-admin-deb-'));
const root = join(folder, 'root');
try {
  await writeProgram();
  await writeDocumentation();
  await writeControl();
  await removeOthers();
  // A pre-release precedes its release: https://www.debian.org/doc/debian-policy/ch-controlfields.html#version
  const file = `out/sf-admin_${debianVersion()}_amd64.deb`;
  // All programs that install packages can read gzip, and it takes a tenth of the time of xz. The default, 9, takes three times
  // as long for half a percent.
  run('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z6', '--build', root, file]);
  process.stdout.write(`wrote ${file}\n`);
} finally {
  await rm(folder, { recursive: true });
}

/** A release takes the package that is in the folder. */
async function removeOthers() {
  const names = (await readdir('out')).filter((name) => name.endsWith('.deb'));
  await Promise.all(names.map((name) => rm(join('out', name))));
}

async function writeProgram() {
  await put('usr/bin/sf-admin', await readFile(EXECUTABLE), 0o755);
  for (const [name, place] of Object.entries(COMPLETIONS)) {
    const file = join('completions', name);
    if (existsSync(file)) await put(place, await readFile(file));
  }
}

async function writeDocumentation() {
  for (const name of existsSync('man') ? await readdir('man') : []) {
    await put(`usr/share/man/man1/${name}.gz`, gzipped(await readFile(join('man', name))));
  }
  await put('usr/share/doc/sf-admin/changelog.gz', gzipped(await readFile('CHANGELOG.md')));
  await put('usr/share/doc/sf-admin/copyright', await readFile(NOTICES));
}

async function writeControl() {
  const size = Number(run('du', ['-sk', root]).split('\t')[0]);
  const fields = {
    Package: 'sf-admin',
    Version: debianVersion(),
    Architecture: 'amd64',
    Maintainer: author,
    'Installed-Size': size,
    Depends: await librariesNeeded(),
    Section: 'admin',
    Priority: 'optional',
    Description: description.replace(/\.$/, ''),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  await put('DEBIAN/control', lines.join(''));
}

/** The packages of the libraries that the executable loads, with the versions that have what it calls. */
async function librariesNeeded() {
  // The program reads the source package's control file, although it needs none.
  await mkdir(join(folder, 'debian'));
  await writeFile(join(folder, 'debian', 'control'), 'Source: sf-admin\n\nPackage: sf-admin\nArchitecture: amd64\n');
  const output = run('dpkg-shlibdeps', ['-O', '--warnings=0', resolve(EXECUTABLE)], folder);
  const depends = /^shlibs:Depends=(.+)$/m.exec(output)?.[1];
  if (depends === undefined) throw new Error(`dpkg-shlibdeps did not say which libraries are needed: ${output}`);
  return depends;
}

async function put(path, content, mode = 0o644) {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { mode });
}

function gzipped(content) {
  return gzipSync(content, { level: 9 });
}

function debianVersion() {
  return version.replace('-', '~');
}

/** Runs a program, whose messages are shown only if it fails. @returns what it wrote to stdout */
function run(program, args, cwd = '.') {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
