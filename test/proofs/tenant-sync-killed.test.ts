import { stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import type { UserState } from '../../src/lib/sandbox/state/state.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { requireBuild, runBin, startBin } from '../helpers/run-bin.js';

/** Number of people and of kills. Set with `SYNC_ROWS` and `SYNC_KILLS`. */
const ROWS = Number(process.env.SYNC_ROWS ?? 100);
const KILLS = Number(process.env.SYNC_KILLS ?? 3);

/** The enabled people of the first tenant, of whom half leave. */
const SEEDED = ['ana.silva', 'ben.carter', 'chloe.dubois', 'david.okafor', 'emma.larsen', 'felix.braun', 'hugo.martin'];

describe('a sync that is killed several times', function () {
  this.timeout(600_000);
  before(requireBuild);
  const place = ownPlace();

  it(`changes each of ${ROWS} people once after ${KILLS} kills, resumed each time, and is undone`, async () => {
    const before = await usersBut(place(), isNobody);
    const roster = place().path('roster.csv');
    const staying = SEEDED.slice(0, 4).map((name) => `${name}@tenant-one.example,,Changed`);
    const joining = Array.from({ length: ROWS }, (_, row) => `person-${row}@example.com,itsm_agent,New`);
    await writeFile(roster, `email,roles,givenName\n${[...staying, ...joining].join('\n')}\n`);
    const argv = ['tenant', 'sync', roster, '--tenant', 'tenant_001', '--max-leavers', '50%', '--no-invite', '--yes'];

    let hasStarted = false;
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const end = await killedOnce(place(), [...argv, ...(hasStarted ? ['--resume'] : [])]);
      if (end === 'after the end') break;
      hasStarted ||= end === 'in the run';
      if (end === 'in the run') killed += 1;
    }
    expect(killed, 'kills during the run').to.be.at.least(KILLS / 2);
    const { code, stderr } = await runBin([...argv, '--resume'], { place: place(), timeoutMs: 240_000 });
    expect(code, stderr).to.be.oneOf([0, 4]);

    const users = Object.values((await place().pool()).users);
    const inTenant = users.filter(
      ({ attributes, enabled }) => attributes['custom:tenant_id'] === 'tenant_001' && enabled,
    );
    expect(inTenant.length).to.equal(staying.length + ROWS);
    expect(users.length).to.equal(20 + ROWS);
    const isOfTenant = ({ attributes }: UserState) => attributes['custom:tenant_id'] === 'tenant_001';
    expect(await usersBut(place(), isOfTenant)).to.deep.equal(before.filter((user) => !isOfTenant(user)));
    const file = sandboxHistory(place().dataFolder);
    const [{ records }, { faults }] = [await readHistory(file), await verifyHistory(file)];
    expect({
      faults,
      runs: new Set(records.map(({ run }) => run?.id)).size,
      people: new Set(records.map(({ target }) => target.label)).size,
      done: records.filter(({ result }) => result === 'done').length,
    }).to.deep.equal({ faults: [], runs: 1, people: ROWS + 7, done: ROWS + 7 });
    const again = await runBin(argv, { place: place() });
    expect(again.stdout).to.equal(`tenant sync: 0 changed, ${ROWS + 4} unchanged.\n`);

    const undo = ['history', 'undo', '--run', records[0]?.run?.id ?? '', '--yes'];
    const undone = await runBin(undo, { place: place(), timeoutMs: 240_000 });
    expect(undone.code, undone.stderr).to.equal(0);
    const isNew = ({ attributes }: UserState) => attributes.given_name === 'New';
    expect((await usersBut(place(), isNew)).map(restored)).to.deep.equal(before.map(restored));
    const joiners = Object.values((await place().pool()).users).filter(isNew);
    expect([joiners.length, joiners.filter(({ enabled }) => enabled)]).to.deep.equal([ROWS, []]);
  });
});

/** The users of the pool, in the order in which they were created, without some of them. */
async function usersBut(place: Place, isLeftOut: (user: UserState) => boolean): Promise<UserState[]> {
  return Object.values((await place.pool()).users).filter((user) => !isLeftOut(user));
}

const isNobody = () => false;

/** What an undo restores of a user: all but the time of the change. */
function restored({ modifiedAt: _, ...user }: UserState) {
  return user;
}

/** Starts the command, and kills it a while after it has recorded something more. */
async function killedOnce(place: Place, argv: readonly string[]): Promise<string> {
  const file = sandboxHistory(place.dataFolder);
  const before = await sizeOf(file);
  const { child, ended } = startBin(argv, { place, timeoutMs: 240_000 });
  child.stdin.end();
  while (child.exitCode === null && (await sizeOf(file)) === before) await delay(2);
  await delay(Math.random() * 150);
  child.kill('SIGKILL');
  const { code, stderr } = await ended;
  await removeLocks(place.dataFolder);
  if (code === 0) return 'after the end';
  expect(code, stderr).to.equal('SIGKILL');
  return (await sizeOf(file)) === before ? 'before a row' : 'in the run';
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
