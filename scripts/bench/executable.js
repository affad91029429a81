import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { medians } from './measure.js';

const ROOT = join(import.meta.dirname, '..', '..');
const EXECUTABLE = join(ROOT, 'out', 'sf-admin');
const NODE = join(ROOT, 'scripts', 'node-versions', 'node_modules', 'node-24', 'bin', 'node');

/** The most time, as a share of that of the npm package. */
const GOAL = 1.15;

const LINES = [['--version'], ['client', 'describe'], ['users', 'list'], ['users', 'create', '--help']];

/**
 * Times of short commands in the sandbox: the executable, beside the build on the Node that the executable was made from.
 *
 * @param {{ bin: string, env: Record<string, string>, runs: number }} options how often each is measured
 * @returns {Promise<string[][]>} rows of cells: what, how much, and the goal
 */
export async function executable({ bin, env, runs }) {
  if (!existsSync(EXECUTABLE)) return [['the executable', 'not built', 'skipped']];
  const commands = LINES.flatMap((argv) => [
    { name: argv.join(' '), program: NODE, args: [bin, ...argv] },
    { name: `${argv.join(' ')}, executable`, program: EXECUTABLE, args: argv },
  ]);
  const times = await medians(commands, { runs, env });
  const { size } = await stat(EXECUTABLE);
  const ratios = LINES.map((argv) => {
    const name = argv.join(' ');
    const ratio = times.get(`${name}, executable`) / times.get(name);
    return [
      `${name}: executable / npm package`,
      ratio.toFixed(2),
      `goal at most ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'}`,
    ];
  });
  return [['the file', `${(size / 1e6).toFixed(0)} MB`, ''], ...ratios];
}
