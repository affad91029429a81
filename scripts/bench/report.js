import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import { median } from './measure.js';

const [FEW, MANY] = [10_000, 200_000];
/** The goal: the most memory for many users, as a multiple of that for few. */
const GOAL = 1.25;
const RUNS = 3;
/** At the default rate, 3,334 pages would take four minutes. */
const UNPACED = ['--rate', '100000'];

/**
 * Peak memory of `report` for a pool of 200,000 users beside one of 10,000, and the size of the page. Another process serves
 * the generated users, of whom 0.1 % have a privileged role.
 *
 * @param {{ bin: string, env: Record<string, string> }} options path of bin/run.js, and its environment
 * @returns {Promise<string[][]>} rows of cells: what, the median measured, and the goal where there is one
 */
export async function report({ bin, env }) {
  const [few, many] = [await measured(FEW, { bin, env }), await measured(MANY, { bin, env })];
  const ratio = many.peak / few.peak;
  return [
    [`report, ${FEW.toLocaleString('en')} users`, `${(few.peak / 1024).toFixed(0)} MB`, `a page of ${few.size} bytes`],
    [
      `report, ${MANY.toLocaleString('en')} users`,
      `${(many.peak / 1024).toFixed(0)} MB`,
      `a page of ${many.size} bytes`,
    ],
    ['memory of the report', ratio.toFixed(2), `goal at most ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'}`],
  ];
}

/** The median of the peak memory in KB, and the size of the page in bytes. */
async function measured(users, { bin, env }) {
  const pool = spawn(process.execPath, [join(import.meta.dirname, 'pools', 'fake-pool.js'), String(users)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = mkdtempSync(join(tmpdir(), 'sf-admin-bench-report-'));
  try {
    const [url] = await once(createInterface(pool.stdout), 'line');
    const peaks = [];
    let size = 0;
    for (let run = 0; run < RUNS; run++) {
      const page = join(folder, `${run}.html`);
      peaks.push(await peakOf(['report', '--to', page, ...UNPACED, '--endpoint-url', url], { bin, env, folder }));
      if (!readFileSync(page, 'utf8').includes(`<b>${users.toLocaleString('en')}</b> <span>users`))
        throw new Error(`the report does not count ${users} users`);
      ({ size } = statSync(page));
    }
    return { peak: median(peaks), size };
  } finally {
    pool.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function peakOf(args, { bin, env, folder }) {
  const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href;
  const file = join(folder, 'peak');
  const child = spawn(process.execPath, ['--import', preload, bin, ...args], {
    env: { ...env, PEAK_MEMORY_FILE: file },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}\n${stderr}`);
  return Number(readFileSync(file, 'utf8'));
}
