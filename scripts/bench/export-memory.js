import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import { median } from './measure.js';

const [FEW, FEW_OF_BACKUP, MANY] = [10_000, 20_000, 200_000];
/** Goal: the most memory for many users, as a multiple of that for few. */
const GOAL = 1.25;
/** At the default rate, 3,334 pages would take four minutes. */
const UNPACED = ['--rate', '100000'];
/** Runs of each: garbage collection makes single runs differ by a few percent. */
const RUNS = 3;

/**
 * Peak memory of `users export --to FILE` for a pool of 200,000 users, compared with one of 10,000. Another process
 * serves the generated users.
 *
 * @param {{ bin: string, env: Record<string, string> }} options path of bin/run.js, and its environment
 * @returns {Promise<string[][]>} rows of cells: what, the median measured, and the goal where there is one
 */
export function exportMemory(options) {
  const words = (path) => ['users', 'export', '--to', path, ...UNPACED];
  const isDone = (users, stderr, path) => stderr.includes(`Wrote ${users} users `) && statSync(path).size > users * 100;
  return compared(FEW, { ...options, name: 'users export', words, isDone });
}

/**
 * Peak memory of `pool backup` for a pool of 200,000 users, half of whom are in a group, compared with one of 20,000.
 *
 * @param {{ bin: string, env: Record<string, string> }} options path of bin/run.js, and its environment
 * @returns {Promise<string[][]>} rows of cells: what, the median measured, and the goal where there is one
 */
export function backupMemory(options) {
  const words = (path) => ['pool', 'backup', path, ...UNPACED];
  const isDone = (users, _, path) =>
    JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')).counts.users === users;
  return compared(FEW_OF_BACKUP, { ...options, name: 'pool backup', words, isDone });
}

async function compared(fewUsers, options) {
  const few = await peakOf(fewUsers, options);
  const many = await peakOf(MANY, options);
  const ratio = many / few;
  return [
    [`${options.name}, ${fewUsers.toLocaleString('en')} users`, megabytes(few), ''],
    [`${options.name}, ${MANY.toLocaleString('en')} users`, megabytes(many), ''],
    ['ratio', ratio.toFixed(2), `goal at most ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'}`],
  ];
}

async function peakOf(users, options) {
  const { env } = options;
  const pool = spawn(process.execPath, [join(import.meta.dirname, 'pools', 'fake-pool.js'), String(users)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = await once(createInterface(pool.stdout), 'line');
    const peaks = [];
    for (let run = 0; run < RUNS; run++) peaks.push(await peakOfOne(url, users, options));
    return median(peaks);
  } finally {
    pool.kill();
  }
}

/** Runs the command once, and returns the peak memory in KB. */
async function peakOfOne(url, users, { bin, env, name, words, isDone }) {
  const folder = mkdtempSync(join(tmpdir(), 'sf-admin-bench-export-'));
  const [path, peakFile] = [join(folder, 'written'), join(folder, 'peak')];
  const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href;
  const argv = ['--import', preload, bin, ...words(path), '--endpoint-url', url];
  try {
    const child = spawn(process.execPath, argv, {
      env: { ...env, PEAK_MEMORY_FILE: peakFile },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const [code] = await once(child, 'close');
    if (code !== 0 || !isDone(users, stderr, path)) {
      throw new Error(`${name} of ${users} users ended with ${code}\n${stderr}`);
    }
    return Number(readFileSync(peakFile, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function megabytes(kilobytes) {
  return `${(kilobytes / 1024).toFixed(0)} MB`;
}
