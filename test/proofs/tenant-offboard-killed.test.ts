import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { OffboardReport } from '../../src/lib/backups/offboard/report.js';
import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';
import { killedAt, sizeOf } from '../helpers/killed-at.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';

/**
 * Users of the pool, of whom a third are of the tenant, and kills of each run. Set with `OFFBOARD_USERS` and
 * `OFFBOARD_KILLS`.
 */
const USERS = Number(process.env.OFFBOARD_USERS ?? 120);
const KILLS = Number(process.env.OFFBOARD_KILLS ?? 2);
const TIMEOUT_MS = 300_000;
/** Writes a second, so that a run lasts long enough to be killed. */
const RATE = Math.max(60, USERS / 4);
const TENANT = 'tenant_001';

describe('a tenant that is offboarded and deleted', function () {
  this.timeout(3 * TIMEOUT_MS);
  before(requireBuild);
  const place = ownPlace();

  it(`changes each person of ${USERS} users once, although the archive and both runs were killed`, async () => {
    await resetSandbox(place().sandbox, { users: USERS });
    await place().edit((pool) => {
      for (const user of Object.values(pool.users)) user.refreshTokens = { token: TOKEN };
    });
    const seeded = await place().pool();
    const isOfTenant = ({ attributes }: { attributes: Record<string, string> }) =>
      attributes['custom:tenant_id'] === TENANT;
    const people = Object.values(seeded.users).filter(isOfTenant);
    const enabled = people.filter((user) => user.enabled).length;
    const others = Object.values(seeded.users).filter((user) => !isOfTenant(user));
    const folder = place().path('archive');
    const history = sandboxHistory(place().dataFolder);
    const argv = ['tenant', 'offboard', TENANT, '--archive', folder, '--yes'];
    const slowly = ['--rate', String(RATE)];

    const kills = [
      await killedAt([...argv, ...slowly], place(), () => sizeOf(join(folder, 'users.ndjson')), 1),
      ...(await killsOf([...argv, ...slowly], place(), { history, people: people.length })),
    ];
    const disabled = await runBin(argv, { place: place(), timeoutMs: TIMEOUT_MS });
    expect(disabled.code, disabled.stderr).to.equal(0);
    const archive = (await readFile(join(folder, 'users.ndjson'), 'utf8')).trimEnd().split('\n');
    const named = archive.map((line) => (JSON.parse(line) as { username: string }).username);
    expect(named.sort()).to.deep.equal(people.map(({ username }) => username).sort());
    const now = Object.values((await place().pool()).users);
    expect(
      now.filter(isOfTenant).filter((user) => user.enabled || Object.keys(user.refreshTokens).length > 0),
    ).to.deep.equal([]);
    expect(await once(place(), 'tenant.offboard')).to.deep.equal({
      faults: [],
      rows: people.length,
      targets: people.length,
    });
    const { disabling } = await reportIn(folder);
    expect(disabling?.people).to.include({ disabled: enabled, disabledBefore: people.length - enabled, enabled: 0 });
    expect(disabling?.records.count).to.equal(people.length);

    const deletion = ['tenant', 'offboard', TENANT, '--archive', folder, '--delete', '--confirm', TENANT];
    kills.push(...(await killsOf([...deletion, ...slowly], place(), { history, people: people.length })));
    const deleted = await runBin(deletion, { place: place(), timeoutMs: TIMEOUT_MS });
    expect(deleted.code, deleted.stderr).to.equal(0);
    expect(Object.values((await place().pool()).users)).to.deep.equal(others);
    expect(await once(place(), 'users.delete')).to.deep.equal({
      faults: [],
      rows: people.length,
      targets: people.length,
    });
    expect((await reportIn(folder)).deletion).to.deep.include({ archived: people.length, appeared: 0 });
    // If all kills came before the first change or after the last, the test would prove nothing.
    expect(kills.filter((end) => end === 'killed').length, kills.join(', ')).to.be.at.least(3);
  });
});

const TOKEN = { clientId: 'client', signedInAt: 0, expiresAt: Number.MAX_SAFE_INTEGER };

/** Whether every person has one finished record of an operation, and how many there are. */
async function once(place: Place, operation: string) {
  const history = sandboxHistory(place.dataFolder);
  const records = (await readHistory(history)).records.filter((record) => record.operation === operation);
  expect(records.filter(({ result }) => result !== 'done' && result !== 'unchanged')).to.deep.equal([]);
  const { faults } = await verifyHistory(history);
  return { faults, rows: records.length, targets: new Set(records.map(({ target }) => target.id)).size };
}

async function reportIn(folder: string): Promise<OffboardReport> {
  return JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as OffboardReport;
}

/** About what the records of one person take in the history. */
const BYTES_OF_RECORDS = 1_000;

async function killsOf(
  argv: readonly string[],
  place: Place,
  { history, people }: { readonly history: string; readonly people: number },
): Promise<string[]> {
  const ends: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const more = 1 + (people / (KILLS + 1)) * BYTES_OF_RECORDS * Math.random();
    ends.push(await killedAt(argv, place, () => sizeOf(history), more));
    await removeLocks(place.dataFolder);
  }
  return ends;
}
