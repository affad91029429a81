import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A module that writes the peak resident memory in KiB (getrusage, `ru_maxrss`) to file descriptor 3 at exit. */
const PEAK_REPORTER = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs';" +
    "process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));",
)}`;

/**
 * Peak memory and time of validating files with the given numbers of users to create.
 *
 * @param {{ counts: readonly number[], args: (file: string) => readonly string[], env: NodeJS.ProcessEnv }} options
 *   `args` are those of `node`, for a file of CSV that lies in a temporary folder
 * @returns {Promise<{ rows: number, peakKib: number, seconds: number }[]>} one of each count, in their order
 */
async function validateMemory({ counts, args, env }) {
  const folder = await mkdtemp(join(tmpdir(), 'sf-admin-bench-'));
  try {
    const results = [];
    for (const rows of counts) {
      const file = join(folder, `${rows}.csv`);
      await writeUsers(file, rows);
      results.push({ rows, ...(await peakOf(args(file), env)) });
      await rm(file);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeUsers(file, rows) {
  const out = createWriteStream(file);
  out.write('email,tenantId,roles,department,givenName,familyName\n');
  for (let row = 1; row <= rows; row++) {
    const line = `user${row}@example.com,tenant_00${row % 9},"itsm_agent,itsm_admin",D-${row % 50},Ana,Example ${row}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function peakOf(args, env) {
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK_REPORTER, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let [stderr, peak] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr = (stderr + text).slice(-2000)));
  child.stdio[3].setEncoding('utf8').on('data', (text) => (peak += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`validation ended with ${code}\n${stderr}`);
  return { peakKib: Number(peak), seconds: (performance.now() - start) / 1000 };
}

const [FEW, MANY] = [10_000, 1_000_000];
/** Goal: the most memory for many rows, as a multiple of that for few. */
const GOAL = 1.25;

/**
 * Peak memory of `users create --from FILE --dry-run` for 1,000,000 rows, compared with 10,000.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the peak, and the time or the goal
 */
export async function validation({ bin, env }) {
  const args = (file) => [bin, 'users', 'create', '--from', file, '--dry-run', '--no-invite'];
  const [few, many] = await validateMemory({ counts: [FEW, MANY], args, env });
  const ratio = many.peakKib / few.peakKib;
  const row = ({ rows, peakKib, seconds }) => [
    `users create --from --dry-run, ${rows} rows`,
    `${(peakKib / 1024).toFixed(0)} MB`,
    `${(rows / seconds).toFixed(0)} rows/s`,
  ];
  const verdict = `goal at most ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'}`;
  return [row(few), row(many), ['ratio', ratio.toFixed(2), verdict]];
}
