import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ownHome } from '../own-home.js';
import { atRate, perSecond, sdkLoop, timed, UNLIMITED, usersIn } from './bulk.js';
import { serveFastPool } from './pools/serve-fast-pool.js';
import { usersFile } from './pools/users.js';

const [FEW, MANY] = [2_000, 10_000];
/** Goal: the most memory for many rows, as a multiple of that for few. */
const GOAL = 1.25;

/**
 * Rows per second and peak memory of `history undo --run` for a run that disabled users, compared with that run and with a bare
 * SDK loop that enables them. The loop sends one request for each row; an undo reads the user before it asks, before it writes and after.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the rate or the memory, and the ratio or the goal
 */
export async function undoRun(options) {
  const few = await undone(FEW, options);
  const many = await undone(MANY, options);
  const ratio = many.peakKib / few.peakKib;
  return [
    [`history undo --run, ${MANY} rows`, perSecond(many.rate), ''],
    ['the run that it undoes', perSecond(many.runRate), `ratio ${(many.rate / many.runRate).toFixed(2)}`],
    ['a bare SDK loop', perSecond(many.sdkRate), `ratio ${(many.rate / many.sdkRate).toFixed(2)}`],
    [`memory, ${FEW} rows`, megabytes(few), ''],
    [`memory, ${MANY} rows`, megabytes(many), ''],
    ['ratio', ratio.toFixed(2), `goal at most ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'}`],
  ];
}

function megabytes({ peakKib }) {
  return `${(peakKib / 1024).toFixed(0)} MB`;
}

/** Disables all users of a pool in a run and undoes it, then does the same with the loop. */
async function undone(rows, { bin, env: given }) {
  const home = ownHome('sf-admin-bench-undo');
  const [file, peakFile] = [join(home.folder, 'users.csv'), join(home.folder, 'peak')];
  const env = { ...given, ...home.env, PEAK_MEMORY_FILE: peakFile };
  const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href;
  let pool;
  try {
    writeFileSync(file, usersFile(rows));
    pool = await serveFastPool(env, rows);
    const run = (...argv) => [process.execPath, ['--import', preload, bin, ...argv, '--endpoint-url', pool.url]];
    const disable = run('users', 'disable', '--from', file, ...atRate(UNLIMITED));
    const expectEnabled = async (count) => {
      const enabled = (await usersIn(pool)).filter(({ Enabled }) => Enabled).length;
      if (enabled !== count) throw new Error(`${enabled} users are enabled, and not ${count}`);
    };
    const runSeconds = timed(disable, env);
    await expectEnabled(0);
    const latest = run('history', 'list', '--limit', '1', '--columns', 'run', '-o', 'csv', '--no-header');
    const id = execFileSync(...latest, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const seconds = timed(run('history', 'undo', '--run', id, ...atRate(UNLIMITED)), env);
    const peakKib = Number(readFileSync(peakFile, 'utf8'));
    await expectEnabled(rows);
    timed(disable, env);
    const sdkSeconds = timed(sdkLoop('enable')(pool, file), env);
    await expectEnabled(rows);
    return { rate: rows / seconds, runRate: rows / runSeconds, sdkRate: rows / sdkSeconds, peakKib };
  } finally {
    await pool?.stop();
    home.remove();
  }
}
