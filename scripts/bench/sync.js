import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ownHome } from '../own-home.js';
import { serveSandbox } from '../serve-sandbox.js';
import { timed } from './bulk.js';
import { median } from './measure.js';
import { usersFile } from './pools/users.js';

const PEOPLE = 20_000;
/** Joiners, movers and leavers: 1 % of the people together. */
const [JOINERS, MOVERS, LEAVERS] = [50, 100, 50];
const CHANGES = JOINERS + MOVERS + LEAVERS;
/** Goal: the most time, as a multiple of listing the pool and making as many changes, one command after the other. */
const GOAL = 1.3;
const TURNS = 3;
const TENANT = 'tenant_001';

const quiet = { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 30 };

/**
 * Time of `tenant sync` for a roster of 20,000 people of whom 1 % have changed, on the sandbox, compared with listing its pool
 * and with as many changes of users `--from` a file, at the same pace.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the median time, and the goal where there is one
 */
export async function sync({ bin, env: given }) {
  const home = ownHome('sf-admin-bench-sync');
  const env = { ...given, ...home.env };
  let server;
  try {
    server = await serveSandbox(bin, env);
    const { url } = server;
    const command = (...words) => [process.execPath, [bin, ...words, '--endpoint-url', url]];
    const people = () => {
      const columns = ['-o', 'csv', '--columns', 'email,roles,givenName'];
      const list = command('users', 'list', '--tenant', TENANT, '--enabled', ...columns);
      return execFileSync(...list, { ...quiet, env, encoding: 'utf8' })
        .trimEnd()
        .split('\n');
    };
    const file = (name, lines) => {
      const path = join(home.folder, name);
      writeFileSync(path, `${lines.join('\n')}\n`);
      return path;
    };
    const users = join(home.folder, 'users.csv');
    writeFileSync(users, usersFile(PEOPLE));
    timed(command('users', 'import', 'start', users, '--yes'), env);

    const times = { sync: [], list: [], changes: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      const [header, ...rows] = people();
      const ofBulk = rows.filter((row) => row.includes('@bulk.example,'));
      const others = rows.filter((row) => !row.includes('@bulk.example,'));
      const roster = file(`roster-${turn}.csv`, [
        header,
        ...others,
        ...ofBulk.slice(LEAVERS).map((row, index) => (index < MOVERS ? `${row} ${turn}` : row)),
        ...Array.from({ length: JOINERS }, (_, index) => `joiner${turn}.${index}@bulk.example,itsm_agent,Joiner`),
      ]);
      const changed = file(`changes-${turn}.csv`, [
        header,
        ...ofBulk.slice(-CHANGES).map((row) => `${row} changed ${turn}`),
      ]);
      times.sync.push(timed(command('tenant', 'sync', roster, '--tenant', TENANT, '--yes', '--no-invite'), env));
      const expected = rows.length - LEAVERS + JOINERS;
      const found = people().length - 1;
      if (found !== expected) throw new Error(`after the sync ${found} people are enabled, and not ${expected}`);
      times.list.push(timed(command('users', 'list', '-o', 'ndjson'), env));
      times.changes.push(timed(command('users', 'set-attributes', '--from', changed, '--yes'), env));
    }
    const [synced, listed, made] = [times.sync, times.list, times.changes].map(median);
    const ratio = synced / (listed + made);
    return [
      [`tenant sync, ${PEOPLE} people, ${CHANGES} changes`, seconds(synced), ''],
      ['users list of the pool', seconds(listed), ''],
      [`users set-attributes --from, ${CHANGES} rows`, seconds(made), ''],
      ['ratio to both together', ratio.toFixed(2), `goal at most ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'}`],
    ];
  } finally {
    await server?.stop();
    home.remove();
  }
}

function seconds(time) {
  return `${time.toFixed(1)} s`;
}
