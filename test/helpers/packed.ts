import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, realpath, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Clones the checkout into `folder`, with the changes that are not committed, and packs the clone: `npm pack` builds it
 * first. Its libraries are those of the checkout, which are the ones that `npm ci` would install.
 *
 * @returns the path of the package
 */
export async function packClone(folder: string): Promise<string> {
  await run('git', ['clone', '--quiet', ROOT, folder]);
  for (const file of await changedFiles()) {
    await rm(join(folder, file), { force: true });
    if (existsSync(join(ROOT, file))) await cp(join(ROOT, file), join(folder, file));
  }
  // Hard links, since they are fast, and an installation in the clone leaves those of the checkout alone.
  await run('cp', ['-al', join(ROOT, 'node_modules'), join(folder, 'node_modules')]);
  const { atime, mtime } = await stat(join(ROOT, 'package-lock.json'));
  // A newer file would have everything installed once more.
  await utimes(join(folder, 'package-lock.json'), atime, mtime);
  const argv = ['pack', '--silent', '--pack-destination', dirname(folder)];
  const { stdout } = await runNpm(process.execPath, argv, folder);
  return join(dirname(folder), stdout.trim());
}

async function changedFiles(): Promise<string[]> {
  const options = ['-z', '--modified', '--others', '--deleted', '--exclude-standard'];
  const { stdout } = await run('git', ['ls-files', ...options], { cwd: ROOT });
  return stdout.split('\0').filter((file) => file !== '');
}

/** A package that was installed. */
export interface Installed {
  /** The folder of the package. */
  readonly root: string;
  /** The program, as it is on the path. */
  readonly bin: string;
  /** What npm said. */
  readonly report: string;
}

/** Installs a package into a new prefix as a person would, with a home of its own and the Node that is named. */
export async function installPackage(
  file: string,
  { node, prefix }: { node: string; prefix: string },
): Promise<Installed> {
  await mkdir(join(prefix, 'home'), { recursive: true });
  const { stdout } = await runNpm(node, ['install', '--global', '--prefix', prefix, '--offline', file], prefix);
  return {
    root: join(prefix, 'lib', 'node_modules', 'sf-admin'),
    bin: join(prefix, 'bin', 'sf-admin'),
    report: stdout,
  };
}

/** Runs npm with a certain Node, which is also the first on the path. */
async function runNpm(node: string, argv: readonly string[], cwd: string) {
  const npm = await realpath((await run('which', ['npm'])).stdout.trim());
  const env = { ...process.env, HOME: join(cwd, 'home'), PATH: `${dirname(node)}:${process.env.PATH ?? ''}` };
  return run(node, [npm, ...argv], { cwd, env, maxBuffer: 2 ** 26 });
}

/**
 * The versions of Node that the package is tested on: those of scripts/node-versions, which .ci/run installs; without them
 * the one that runs the tests.
 */
export function nodeVersions(): [name: string, path: string][] {
  const modules = join(ROOT, 'scripts', 'node-versions', 'node_modules');
  const names = existsSync(modules) ? readdirSync(modules).filter((name) => name.startsWith('node-')) : [];
  if (names.length === 0) return [['the Node of the tests', process.execPath]];
  return names.map((name) => [name, join(modules, name, 'bin', 'node')]);
}
