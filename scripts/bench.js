/**
 * `npm run bench`: measures the performance goals of this project, each together with the plain alternative.
 * Arguments choose parts: `npm run bench -- start-up bulk`. BENCH_RUNS sets how often short commands are measured (15).
 * Exits with 0 even if a goal is missed, and with 1 if a command fails.
 */
import { join } from 'node:path';

import { bulk, paced } from './bench/bulk.js';
import { checkUsers } from './bench/check-users.js';
import { completion } from './bench/completion.js';
import { executable } from './bench/executable.js';
import { backupMemory, exportMemory } from './bench/export-memory.js';
import { history } from './bench/history.js';
import { packageSize } from './bench/package.js';
import { report } from './bench/report.js';
import { startUp } from './bench/start-up.js';
import { sync } from './bench/sync.js';
import { teamTable } from './bench/team-table.js';
import { undoRun } from './bench/undo-run.js';
import { validation } from './bench/validate-memory.js';
import { ownHome } from './own-home.js';

const PARTS = {
  'start-up': { title: 'A short command', measure: startUp },
  completion: { title: 'A completion', measure: completion },
  bulk: { title: 'Throughput of a run', measure: bulk },
  undo: { title: 'Throughput and memory of undoing a run', measure: undoRun },
  team: { title: 'Throughput of a run whose history is in a table', measure: teamTable },
  paced: { title: 'Throughput under a request limit', measure: paced },
  sync: { title: 'A tenant in step with a roster', measure: sync },
  validation: { title: 'Memory of validating an input file', measure: validation },
  export: { title: 'Memory of an export', measure: exportMemory },
  backup: { title: 'Memory of a backup', measure: backupMemory },
  check: { title: 'Time and memory of checking all users', measure: checkUsers },
  report: { title: 'Memory of a report on all users', measure: report },
  history: { title: 'Long histories', measure: history },
  package: { title: 'The npm package', measure: packageSize },
  executable: { title: 'The executable', measure: executable },
};

const home = ownHome('sf-admin-bench');
const options = {
  bin: join(import.meta.dirname, '..', 'bin', 'run.js'),
  env: {
    ...home.env,
    // The sandbox requires a signature, but does not check it.
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_EC2_METADATA_DISABLED: 'true',
  },
};
try {
  const runs = runsWanted(process.env.BENCH_RUNS);
  for (const { title, measure } of partsWanted(process.argv.slice(2))) {
    process.stdout.write(`${title}\n`);
    print(await measure({ ...options, runs }));
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error.message}\n`);
} finally {
  home.remove();
}

function runsWanted(text = '15') {
  const wanted = Number(text);
  if (Number.isInteger(wanted) && wanted > 0) return wanted;
  throw new Error(`invalid BENCH_RUNS "${text}": expected a whole number from 1`);
}

function partsWanted(names) {
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new Error(`unknown part "${unknown}". Parts: ${Object.keys(PARTS).join(', ')}`);
  return names.length === 0 ? Object.values(PARTS) : names.map((name) => PARTS[name]);
}

function print(rows) {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const [what, measured, verdict] of rows) {
    process.stdout.write(`  ${what.padEnd(widths[0])}  ${measured.padStart(widths[1])}  ${verdict}\n`);
  }
  process.stdout.write('\n');
}
