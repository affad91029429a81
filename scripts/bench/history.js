import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { median, medians } from './measure.js';

/** Numbers of changes in a history. The first is the one that the others are compared with. */
const SIZES = [1, 10_000, 100_000, 1_000_000];
/** Goals, as multiples of the smallest history: the most time, and the most memory. */
const GOALS = { time: 2, memory: 1.25 };
const BEN = 'ben.carter@tenant-one.example';
/** Runs for the memory: garbage collection makes single runs differ by a few percent. */
const MEMORY_RUNS = 3;

/**
 * Time and peak memory of listing the latest changes, and of showing, undoing and recording one, for histories of up to
 * 1,000,000 changes; of a report on all changes, the memory alone.
 *
 * @param {{ bin: string, env: Record<string, string>, runs: number }} options
 * @returns {Promise<string[][]>} rows of cells: what, the median measured, and the goal
 */
export async function history({ bin, env, runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'sf-admin-bench-history-'));
  try {
    const places = [];
    for (const size of SIZES) places.push(await makePlace(join(folder, String(size)), size, { bin, env }));
    const rows = [];
    for (const { what, args } of COMMANDS.filter(({ grows }) => !grows)) {
      const commands = places.map((place) => ({
        name: String(place.size),
        program: process.execPath,
        args: [bin, ...args(place)],
        env: place.env,
      }));
      const times = await medians(commands, { runs, env });
      rows.push(...compared(what, places, ({ size }) => times.get(String(size)), GOALS.time, milliseconds));
    }
    for (const { what, args } of COMMANDS.slice(0, -1)) {
      const peaks = new Map();
      for (const place of places) peaks.set(place, await peakOf(args(place), place, bin));
      rows.push(...compared(`memory of ${what}`, places, (place) => peaks.get(place), GOALS.memory, megabytes));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const COMMANDS = [
  { what: 'history list --limit 20', args: () => ['history', 'list', '--limit', '20'] },
  { what: 'history show', args: ({ id }) => ['history', 'show', id] },
  { what: 'history undo --dry-run', args: ({ id }) => ['history', 'undo', id, '--dry-run'] },
  // All changes are read and verified, so the time grows with the history. The memory must not.
  { what: 'history report', args: () => ['history', 'report'], grows: true },
  // Last, since it makes the history longer.
  { what: 'recording a change', args: () => ['users', 'sign-out', BEN, '--yes'] },
];

/** A data folder with a history of a size, whose last change is a real one of the sandbox. */
async function makePlace(dataFolder, size, { bin, env }) {
  const own = { ...env, SF_ADMIN_DATA_DIR: dataFolder };
  const file = join(dataFolder, 'history', 'sandbox.ndjson');
  const make = ['--import', 'tsx/esm', join(import.meta.dirname, 'make-history.js'), file, String(size - 1)];
  if (size > 1) await output(make, env);
  await output([bin, 'users', 'disable', BEN, '--yes'], own);
  const id = (await output([bin, 'history', 'list', '--limit', '1', '-q'], own)).trim();
  return { size, env: own, id };
}

async function peakOf(args, { env }, bin) {
  const file = join(env.SF_ADMIN_DATA_DIR, 'peak');
  const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href;
  const peaks = [];
  for (let run = 0; run < MEMORY_RUNS; run++) {
    await output(['--import', preload, bin, ...args], { ...env, PEAK_MEMORY_FILE: file });
    peaks.push(Number(readFileSync(file, 'utf8')));
  }
  return median(peaks);
}

/** What node with some arguments writes to stdout. */
async function output(args, env) {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

function compared(what, places, valueOf, goal, format) {
  const [base] = places;
  return places.map((place) => {
    const ratio = valueOf(place) / valueOf(base);
    const verdict =
      place === base ? '' : `${ratio.toFixed(2)} (goal at most ${goal}: ${ratio <= goal ? 'met' : 'missed'})`;
    return [`${what}, ${place.size.toLocaleString('en')} changes`, format(valueOf(place)), verdict];
  });
}

function milliseconds(time) {
  return `${time.toFixed(0)} ms`;
}

function megabytes(kilobytes) {
  return `${(kilobytes / 1024).toFixed(0)} MB`;
}
