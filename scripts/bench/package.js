import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { medians } from './measure.js';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * The size of the npm package, and how long its installation into an empty prefix takes.
 *
 * @param {{ env: Record<string, string>, runs: number }} options how often it is installed
 * @returns {Promise<string[][]>} rows of cells: what, how much, and the goal
 */
export async function packageSize({ env, runs }) {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', env.HOME];
  // The bench has built it.
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(
    execFileSync('npm', pack, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  const prefix = join(env.HOME, 'prefix');
  const command = {
    name: 'npm install',
    program: 'npm',
    args: ['install', '--global', '--offline', '--prefix', prefix, join(env.HOME, filename)],
    prepare: async () => {
      rmSync(prefix, { recursive: true, force: true });
      mkdirSync(prefix);
    },
  };
  const times = await medians([command], { runs, env });
  const list = ['ls', '--global', '--prefix', prefix, '--all', '--parseable'];
  // The first line is the prefix itself.
  const installed = execFileSync('npm', list, { env, encoding: 'utf8' }).trim().split('\n').length - 1;
  return [
    ['the file', megabytes(size), ''],
    ['unpacked', megabytes(unpackedSize), `${entryCount} files`],
    ['packages that are installed', String(installed), `goal 1: ${installed === 1 ? 'met' : 'missed'}`],
    [command.name, `${(times.get(command.name) / 1000).toFixed(1)} s`, ''],
  ];
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
