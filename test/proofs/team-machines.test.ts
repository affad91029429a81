import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { checkLines } from '../../src/lib/history/file/verify-history.js';
import { poolKey } from '../../src/lib/history/history-stores.js';
import { newestFirst } from '../../src/lib/history/newest-first.js';
import type { ChangeRecord } from '../../src/lib/history/record.js';
import { tableStore } from '../../src/lib/history/table/table-store.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { connectTo, testTable } from '../helpers/dynamodb.js';
import { type FaultyTable, faultyTable } from '../helpers/faulty-table.js';
import { ANY_CREDENTIALS, whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { removeLocks } from '../helpers/remove-locks.js';
import type { Machine } from './team-process.js';
import { plannedStep, urlsLeft } from './team-steps.js';

/** Set with SF_ADMIN_PROOF_MACHINES and SF_ADMIN_PROOF_CHANGES: of the issue, 20 and 200. */
const MACHINES = Number(process.env.SF_ADMIN_PROOF_MACHINES ?? 4);
const CHANGES = Number(process.env.SF_ADMIN_PROOF_CHANGES ?? 8);
const KILLS = Math.ceil(MACHINES / 4);
/** The share of the requests to the table that fail in one way or another. */
const FAULTS = 0.1;

const PROCESS = fileURLToPath(new URL('./team-process.js', import.meta.url));

describe('machines of a team that change the same targets at the same time', function () {
  this.timeout(3_600_000);
  const place = ownPlace();
  const table = testTable();
  // Those that are left if one has failed.
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
  });

  it(`${MACHINES} with ${CHANGES} changes each leave one verified chain, each change once and no URL lost`, async () => {
    let faulty: FaultyTable | undefined;
    try {
      const { url, name } = table();
      const behind = (faulty = await faultyTable(url, FAULTS));
      const machines = Array.from({ length: MACHINES }, (_, number) => number);
      let [killed, pool] = [0, ''];
      await whileServed(place(), async (poolUrl) => {
        pool = poolKey({ poolId: SANDBOX_POOL_ID, url: poolUrl, credentials: { kind: 'aws' } });
        await Promise.all(
          machines.map(async (number) => {
            const folder = place().path(`machine-${number}`);
            const machine = { number, changes: CHANGES, folder, poolUrl, tableUrl: behind.url, table: name };
            if (number < KILLS && (await isKilled(machine))) killed += 1;
            await untilEnd(machine);
          }),
        );
      });
      expect(killed).to.equal(KILLS);
      const records = await recordsOf(pool);
      const expected = machines.flatMap((number) => urlsLeft(number, CHANGES)).sort();
      expect((await logoutUrls()).filter((address) => address.includes('//machine-')).sort()).to.deep.equal(expected);
      const steps = machines.flatMap((number) =>
        Array.from({ length: CHANGES }, (_, index) => JSON.stringify(plannedStep(number, index))),
      );
      const made = new Map<string, number>();
      for (const record of records) {
        if (record.result === 'done') made.set(stepOf(record), (made.get(stepOf(record)) ?? 0) + 1);
      }
      const uncertain = new Set(records.filter(({ result }) => result === 'unknown').map(stepOf));
      // A change that was made when its process was killed, or its record could not be completed, is shown as unknown.
      expect(steps.filter((step) => !made.has(step) && !uncertain.has(step))).to.deep.equal([]);
      const repeated = [...made.values()].reduce((sum, count) => sum + count - 1, 0);
      expect(repeated, 'changes that were repeated after a kill').to.be.at.most(KILLS);
      report({ records: records.length, unknown: uncertain.size, killed, ...behind.faults });
    } finally {
      await faulty?.close();
    }
  });

  /** The history as a machine reads it that was not there before, without faults on the way. */
  async function recordsOf(pool: string): Promise<ChangeRecord[]> {
    const current = tableStore({ table: connectTo(table()), pool, memory: place().path('memory') });
    expect((await checkLines(current)).faults).to.deep.equal([]);
    const records: ChangeRecord[] = [];
    for await (const { record } of newestFirst({ current, earlier: [] })) records.push(record);
    return records;
  }

  async function logoutUrls(): Promise<readonly string[]> {
    return (await place().pool()).clients[SANDBOX_CLIENT_ID]?.settings.LogoutURLs ?? [];
  }
});

/** Starts a machine and kills it after some of its changes. @returns whether it was still working */
async function isKilled(machine: Machine): Promise<boolean> {
  const child = start(machine);
  const last = Math.floor(machine.changes / 4);
  await new Promise<void>((resolve) => {
    let text = '';
    child.stdout!.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes(`begun ${last}\n`)) resolve();
    });
    child.on('exit', () => {
      resolve();
    });
  });
  await delay(Math.random() * 150);
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  await removeLocks(machine.folder);
  return child.signalCode === 'SIGKILL';
}

async function untilEnd(machine: Machine): Promise<void> {
  const child = start(machine);
  child.stdout!.resume();
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code, `machine ${machine.number}`).to.equal(0);
}

const running = new Set<ChildProcess>();

function start(machine: Machine): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, JSON.stringify(machine)], {
    // A process that is killed leaves a broken coverage file behind.
    env: { ...process.env, ...ANY_CREDENTIALS, NODE_V8_COVERAGE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

/** The step of a machine that a record is about, as JSON. */
function stepOf({ target, fields }: ChangeRecord): string {
  const [field] = fields.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  if (target.kind === 'user') return JSON.stringify({ kind: 'name', user: target.label, name: field?.after });
  const [before, after] = [field?.before, field?.after] as [string[], string[]];
  const added = after.find((url) => !before.includes(url));
  const removed = before.find((url) => !after.includes(url));
  return JSON.stringify(added === undefined ? { kind: 'remove', url: removed } : { kind: 'add', url: added });
}

/** What happened, if a bigger proof than that of every build was asked for. */
function report(counts: Readonly<Record<string, number>>): void {
  if (process.env.SF_ADMIN_PROOF_MACHINES === undefined) return;
  const text = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(`      ${text.join(', ')}\n`);
}
