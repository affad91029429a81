import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { medians, timed } from './measure.js';

const NODE = 'node -e 0';
const MOST = 1.5;

/** What is completed, by what the last word of each line is. */
const LINES = {
  command: ['users', 'li'],
  flag: ['users', 'list', '--ten'],
  context: ['users', 'list', '--context', 'st'],
  user: ['users', 'show', '--context', 'sandbox', ''],
  'user of a pool in AWS': ['users', 'show', ''],
};

/**
 * Times of a completion, each compared with Node alone. There is a contexts file, and a history with a change.
 *
 * @param {{ bin: string, env: Record<string, string>, runs: number }} options how often each is measured
 * @returns {Promise<string[][]>} rows of cells: what, the median or a ratio of two, and the goal
 */
export async function completion({ bin, env, runs }) {
  const folder = join(env.XDG_CONFIG_HOME, 'sf-admin');
  await mkdir(folder, { recursive: true });
  const context = '  staging:\n    poolId: eu-west-1_AbCdEf123\n    tenant: tenant_001\n';
  await writeFile(join(folder, 'config.yaml'), `current: staging\ncontexts:\n${context}`);
  const node = { program: process.execPath };
  const user = 'ben.carter@tenant-one.example';
  await timed({ ...node, name: 'disable', args: [bin, 'users', 'disable', user, '-y', '-c', 'sandbox'] }, env);
  const commands = Object.entries(LINES).map(([name, words]) => ({
    ...node,
    name,
    args: [bin, '__complete', 'zsh', ...words],
    answers: 'words',
  }));
  const times = await medians([{ ...node, name: NODE, args: ['-e', '0'] }, ...commands], { runs, env });
  const rows = [...times].map(([name, time]) => [name, `${time.toFixed(0)} ms`, '']);
  const goals = commands.map(({ name }) => {
    const ratio = times.get(name) / times.get(NODE);
    return [`${name} / ${NODE}`, ratio.toFixed(2), `goal at most ${MOST}: ${ratio <= MOST ? 'met' : 'missed'}`];
  });
  return [...rows, ...goals];
}
