import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import { median } from './measure.js';

const [FEW, MANY] = [10_000, 200_000];
/** Goals: the most memory for many users as a multiple of that for few, and the most time as a multiple of listing them. */
const GOALS = { memory: 1.25, time: 1.2 };
/** At the default rate, 3,334 pages would take four minutes. */
const UNPACED = ['--rate', '100000'];
const RUNS = 3;
/** Of so many users of the pool, one has a privileged role (pools/fake-pool.js). */
const PRIVILEGED = 1_000;

/** The commands that are compared, with the exit status of each: of the users with a privileged role, half have no factor. */
const COMMANDS = [
  { name: 'users list -o ndjson', args: ['users', 'list', '-o', 'ndjson'], status: 0 },
  { name: 'users export', args: ['users', 'export', ...UNPACED], status: 0 },
  { name: 'users check -o ndjson', args: ['users', 'check', '-o', 'ndjson', ...UNPACED], status: 9 },
  {
    name: 'access review --privileged',
    args: ['access', 'review', '--privileged', '--reviewer', 'ana', ...UNPACED],
    status: 0,
    // It counts only the users with a privileged role.
    toFile: true,
    shown: (users) => users / PRIVILEGED,
  },
];

/**
 * Time and peak memory of `users check` and of a review of privileged access for a pool of 200,000 users of whom 0.1 % have a
 * privileged role, beside those of listing and exporting them, and for one of 10,000. Another process serves the generated users.
 *
 * @param {{ bin: string, env: Record<string, string> }} options path of bin/run.js, and its environment
 * @returns {Promise<string[][]>} rows of cells: what, the median measured, and the goal where there is one
 */
export async function checkUsers({ bin, env }) {
  const few = await measured(FEW, { bin, env });
  const many = await measured(MANY, { bin, env });
  const [list, exported, check, review] = COMMANDS.map(({ name }) => ({
    name,
    few: few.get(name),
    many: many.get(name),
  }));
  return [
    ...[list, exported, check, review].flatMap(({ name, few: small, many: large }) => [
      [`${name}, ${FEW.toLocaleString('en')} users`, megabytes(small.peak), seconds(small.time)],
      [`${name}, ${MANY.toLocaleString('en')} users`, megabytes(large.peak), seconds(large.time)],
    ]),
    ['memory of the check', ...goal(check.many.peak / check.few.peak, GOALS.memory)],
    ['time of the check relative to users list', ...goal(check.many.time / list.many.time, GOALS.time)],
    ['time of the check relative to users export', ...goal(check.many.time / exported.many.time, GOALS.time)],
    ['memory of the review', ...goal(review.many.peak / review.few.peak, GOALS.memory)],
    ['time of the review relative to users list', ...goal(review.many.time / list.many.time, GOALS.time)],
  ];
}

/** The medians of each command, by its name. The commands take turns, so that a slow moment affects all of them. */
async function measured(users, { bin, env }) {
  const pool = spawn(process.execPath, [join(import.meta.dirname, 'pools', 'fake-pool.js'), String(users)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = mkdtempSync(join(tmpdir(), 'sf-admin-bench-check-'));
  const results = new Map(COMMANDS.map(({ name }) => [name, { times: [], peaks: [] }]));
  try {
    const [url] = await once(createInterface(pool.stdout), 'line');
    for (let run = 0; run < RUNS; run++) {
      for (const command of COMMANDS) {
        const { time, peak } = await ran(command, users, { url, bin, env, folder });
        results.get(command.name).times.push(time);
        results.get(command.name).peaks.push(peak);
      }
    }
  } finally {
    pool.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  return new Map([...results].map(([name, { times, peaks }]) => [name, { time: median(times), peak: median(peaks) }]));
}

/** Runs a command once: milliseconds, and the peak memory in KB. */
async function ran({ name, args, status, toFile = false, shown = (all) => all }, users, { url, bin, env, folder }) {
  const [peakFile, output] = [join(folder, 'peak'), join(folder, 'output.csv')];
  rmSync(output, { force: true });
  const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href;
  const start = performance.now();
  const words = [...args, ...(toFile ? ['--to', output] : []), '--endpoint-url', url];
  const child = spawn(process.execPath, ['--import', preload, bin, ...words], {
    env: { ...env, PEAK_MEMORY_FILE: peakFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  const time = performance.now() - start;
  if (code !== status || !stderr.includes(`${shown(users)} users`))
    throw new Error(`${name} ended with ${code}\n${stderr}`);
  return { time, peak: Number(readFileSync(peakFile, 'utf8')) };
}

function goal(ratio, most) {
  return [ratio.toFixed(2), `goal at most ${most}: ${ratio <= most ? 'met' : 'missed'}`];
}

function megabytes(kilobytes) {
  return `${(kilobytes / 1024).toFixed(0)} MB`;
}

function seconds(time) {
  return `${(time / 1000).toFixed(1)} s`;
}
