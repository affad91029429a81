import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { Manifest } from '../../src/lib/backups/archive/archive.js';
import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import { SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import type { UserState } from '../../src/lib/sandbox/state/state.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';
import { killedAt, sizeOf } from '../helpers/killed-at.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';

/** Number of users, and of kills of each command. Set with `BACKUP_USERS` and `BACKUP_KILLS`. */
const USERS = Number(process.env.BACKUP_USERS ?? 200);
const KILLS = Number(process.env.BACKUP_KILLS ?? 3);
const TIMEOUT_MS = 900_000;

describe('a backup that is restored into an empty pool', function () {
  this.timeout(2 * TIMEOUT_MS);
  before(requireBuild);
  const place = ownPlace();

  it(`brings ${USERS} users back, each once, with every attribute, although each command was killed`, async () => {
    await resetSandbox(place().sandbox, { users: USERS });
    const folder = place().path('backup');
    const before = await usersOf(place());
    const backup = ['pool', 'backup', folder];
    // Slower, so that it can be killed between two pages.
    await killedAt([...backup, '--rate', '15'], place(), () => sizeOf(`${folder}/users.ndjson`), 1);
    await removeLocks(place().dataFolder);
    const backedUp = await runBin(backup, { place: place(), timeoutMs: TIMEOUT_MS });
    expect(backedUp.code, backedUp.stderr).to.equal(0);
    const { counts } = JSON.parse(await readFile(`${folder}/manifest.json`, 'utf8')) as Manifest;
    expect(counts.users).to.equal(USERS);

    await place().edit((pool) => Object.assign(pool, { users: {}, groups: {} }));
    const restore = ['pool', 'restore', folder, '--to', 'sandbox', '--same-pool', '--yes'];
    const history = sandboxHistory(place().dataFolder);
    const restorable = USERS - counts.federated;
    const kills: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const more = (restorable / (KILLS + 1)) * BYTES_OF_RECORDS * Math.random();
      kills.push(await killedAt(restore, place(), () => sizeOf(history), more));
      await removeLocks(place().dataFolder);
    }
    const restored = await runBin(restore, { place: place(), timeoutMs: TIMEOUT_MS });
    expect(restored.code, restored.stderr).to.equal(0);
    expect(restored.stderr).to.include(`${restorable} equal, 0 different, 0 missing`);

    // If all kills came before the first user or after the last, the test would prove nothing.
    expect(kills.filter((when) => when === 'killed').length, kills.join(', ')).to.be.at.least(1);
    expect(await usersOf(place())).to.deep.equal(before);
    const { records } = await readHistory(history);
    const done = records.filter(({ operation }) => operation === 'users.restore');
    expect({
      faults: (await verifyHistory(history)).faults,
      records: done.length,
      rows: new Set(done.map(({ run }) => run?.row)).size,
      runs: new Set(done.map(({ run }) => run?.id)).size,
      results: [...new Set(done.map(({ result }) => result))],
    }).to.deep.equal({ faults: [], records: restorable, rows: restorable, runs: 1, results: ['done'] });
    const subs = (await readFile(`${folder}-subs-${SANDBOX_POOL_ID}.csv`, 'utf8')).trimEnd().split('\n').slice(1);
    expect([subs.length, new Set(subs.map((line) => line.split(',')[1])).size]).to.deep.equal([USERS, restorable + 1]);
  });
});

/** About what the records of one user take in the history. */
const BYTES_OF_RECORDS = 1_500;

/** What a restore brings back of each user, by address. */
async function usersOf(place: Place) {
  const users = Object.values((await place.pool()).users).filter(({ status }) => status !== 'EXTERNAL_PROVIDER');
  return users.map(restorable).sort((one, other) => (one.email < other.email ? -1 : 1));
}

function restorable({ attributes, enabled, groups = [] }: UserState) {
  const { sub: _, identities: __, ...others } = attributes;
  return { email: attributes.email ?? '', others, enabled, groups: [...groups].sort() };
}
