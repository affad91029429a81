import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import { median } from './measure.js';

const [FEW, MANY] = [10_000, 200_000];
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
export async function exportMemory({ bin, env }) {
  const few = await peakOf(FEW, { bin, env });
  const many = await peakOf(MANY, { bin, env });
  const ratio = many / few;
  return [
    [`users export, ${FEW.toLocaleString('en')} users`, megabytes(few), ''],
    [`users export, ${MANY.toLocaleString('en')} users`, megabytes(many), ''],
    ['ratio', ratio.toFixed(2), `goal at most ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'}`],
  ];
}

async function peakOf(users, { bin, env }) {
  const pool = spawn(process.execPath, [join(import.meta.dirname, 'pools', 'fake-pool.js'), String(users)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = await once(createInterface(pool.stdout), 'line');
    const peaks = [];
    for (let run = 0; run < RUNS; run++) peaks.push(await exported(url, users, { bin, env }));
    return median(peaks);
  } finally {
    pool.kill();
  }
}

/** Exports once, and returns the peak memory in KB. */
async function exported(url, users, { bin, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'sf-admin-bench-export-'));
  const [file, peakFile] = [join(folder, 'users.ndjson'), join(folder, 'peak')];
  const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href;
  const argv = ['--import', preload, bin, 'users', 'export', '--endpoint-url', url, '--to', file, ...UNPACED];
  try {
    const child = spawn(process.execPath, argv, {
      env: { ...env, PEAK_MEMORY_FILE: peakFile },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const [code] = await once(child, 'close');
    if (code !== 0 || !stderr.includes(`Wrote ${users} users `) || statSync(file).size < users * 100) {
      throw new Error(`users export of ${users} users ended with ${code}\n${stderr}`);
    }
    return Number(readFileSync(peakFile, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function megabytes(kilobytes) {
  return `${(kilobytes / 1024).toFixed(0)} MB`;
}
