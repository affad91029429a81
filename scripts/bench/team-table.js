import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ownHome } from '../own-home.js';
import { atRate, goal, perSecond, timed, UNLIMITED } from './bulk.js';
import { median } from './measure.js';
import { serveFastPool, serveFastTable } from './pools/serve-fast-pool.js';
import { usersFile } from './pools/users.js';

const ROWS = 5_000;
const TURNS = 3;
/** Goal: the least rate as a multiple of that with the file. */
const LEAST_OF_FILE = 0.85;

/**
 * Rows per second of `users disable --from` with the history in the table of a team and with that in a file, both
 * against a user pool and a table that answer at once.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the rate, and the goal
 */
export async function teamTable(options) {
  const rates = { file: [], table: [] };
  // In turns, so that a slow phase of the machine affects both. The first of each compiles the code.
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const history of ['file', 'table']) {
      const rate = await disableRate(history, turn === 0 ? 16 : ROWS, options);
      if (turn > 0) rates[history].push(rate);
    }
  }
  const [file, table] = [median(rates.file), median(rates.table)];
  return [
    [`users disable --from, ${ROWS} rows, history in a file`, perSecond(file), ''],
    ['the same, history in a table', perSecond(table), goal(table / file, LEAST_OF_FILE)],
  ];
}

async function disableRate(history, rows, { bin, env: given }) {
  const home = ownHome('sf-admin-bench-team');
  const config = join(home.folder, 'settings');
  const env = { ...given, ...home.env, SF_ADMIN_CONFIG_DIR: config, SF_ADMIN_CACHE_DIR: join(given.HOME, 'cache') };
  const [pool, table] = [await serveFastPool(env, rows), await serveFastTable(env)];
  try {
    const file = join(home.folder, 'users.csv');
    writeFileSync(file, usersFile(rows));
    mkdirSync(config);
    const team = history === 'table' ? '    team: {table: history}\n' : '';
    writeFileSync(
      join(config, 'config.yaml'),
      `current: bench\ncontexts:\n  bench:\n    poolId: ${pool.poolId}\n    endpointUrl: ${pool.url}\n${team}`,
    );
    const argv = [bin, 'users', 'disable', '--from', file, ...atRate(UNLIMITED)];
    return rows / timed([process.execPath, argv], { ...env, AWS_ENDPOINT_URL_DYNAMODB: table.url });
  } finally {
    await Promise.all([pool.stop(), table.stop()]);
    home.remove();
  }
}
