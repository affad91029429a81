import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import type { ChangeRecord } from '../../src/lib/history/record.js';
import { sizeOf } from '../helpers/killed-at.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { requireBuild, type RunningBin, startBin } from '../helpers/run-bin.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';

const BEN = 'ben.carter@tenant-one.example';

/** Number of kills. Set with `KILL_POINTS`. */
const KILLS = Number(process.env.KILL_POINTS ?? 60);

/** A command that always changes something, and a check whether it did. */
interface Mutation {
  readonly argv: readonly string[];
  readonly isDone: (place: Place) => Promise<boolean>;
}

const MUTATIONS: readonly ((turn: number, place: Place) => Promise<Mutation> | Mutation)[] = [
  (turn) => ({
    argv: ['users', 'set-attributes', BEN, '--given-name', `Ben${turn}`],
    isDone: async (place) => (await place.user(BEN))?.attributes.given_name === `Ben${turn}`,
  }),
  async (_, place) => {
    const isEnabled = (await place.user(BEN))?.enabled === true;
    return {
      argv: ['users', isEnabled ? 'disable' : 'enable', BEN, '--yes'],
      isDone: async () => (await place.user(BEN))?.enabled !== isEnabled,
    };
  },
  async (turn, place) => {
    // Added and removed in turns, since an app client has at most 100 URLs.
    const url = `https://n${turn % 40}.example/callback`;
    const isThere = (await place.callbackUrls()).includes(url);
    return {
      argv: ['client', isThere ? 'remove-callback' : 'add-callback', url, '--yes'],
      isDone: async () => (await place.callbackUrls()).includes(url) !== isThere,
    };
  },
];

describe('kill -9 at any moment of a change', function () {
  this.timeout(600_000);
  before(requireBuild);
  const place = ownPlace();

  it(`leaves a history that verifies and is true, ${KILLS} times`, async () => {
    const file = sandboxHistory(place().dataFolder);
    let longest = await timeOfOne(place());
    const seen: Record<string, number> = {};
    let known = (await readHistory(file)).records.length;
    for (let turn = 0; turn < KILLS; turn++) {
      const { argv, isDone } = await MUTATIONS[turn % MUTATIONS.length]!(turn, place());
      const start = performance.now();
      const { child, ended } = startBin(argv, { place: place() });
      child.stdin.end();
      if (turn % 4 === 1) await untilGrown(file, child);
      else await Promise.race([delay(momentOf(turn) * longest), ended]);
      child.kill('SIGKILL');
      const { code } = await ended;
      // The machine is not equally busy all the time.
      longest = code === 'SIGKILL' ? longest * 1.02 : (performance.now() - start) * 1.1;
      await removeLocks(place().dataFolder);

      const { faults } = await verifyHistory(file);
      expect(faults, `after ${argv.join(' ')}`).to.deep.equal([]);
      const { records, unreadable } = await readHistory(file);
      expect([records.length - known <= 1, unreadable]).to.deep.equal([true, 0]);
      const record = records.length > known ? records.at(-1) : undefined;
      known = records.length;
      const verdict = verdictOn(record, await isDone(place()));
      expect(verdict, `${argv.join(' ')}: ${JSON.stringify(record)}`).to.match(/^(before|unknown|done)/);
      const when = code === 'SIGKILL' ? verdict : `${verdict}, ended before the kill`;
      seen[when] = (seen[when] ?? 0) + 1;
    }
    // If all kills came too early or too late, the test would prove nothing.
    const kinds = new Set(Object.keys(seen).map((verdict) => verdict.split(',')[0]));
    expect([...kinds].sort(), JSON.stringify(seen)).to.deep.equal(['before', 'done', 'unknown']);
  });
});

/** The moment of most kills as a share of the whole time. The first half is start-up, so most kills are in the second. */
function momentOf(turn: number): number {
  return turn % 4 === 0 ? Math.random() : 0.5 + Math.random() / 2;
}

/** Waits until a process has written to a file, or has ended. */
async function untilGrown(file: string, child: RunningBin['child']): Promise<void> {
  const before = await sizeOf(file);
  while (child.exitCode === null && (await sizeOf(file)) === before) await delay(1);
}

/** Compares the record of a change with the pool. A false record starts with none of `before`, `unknown`, `done`. */
function verdictOn(record: ChangeRecord | undefined, hasHappened: boolean): string {
  if (record === undefined) return hasHappened ? 'a change without a record' : 'before';
  if (record.result === 'unknown') return `unknown, and it ${hasHappened ? 'happened' : 'did not happen'}`;
  if (record.result === 'done') return hasHappened ? 'done' : 'a record of what never happened';
  return `recorded as ${record.result}`;
}

/** Milliseconds that a change takes on this machine: the slowest of three, and a little more. */
async function timeOfOne(place: Place): Promise<number> {
  const times = [];
  for (const name of ['A', 'B', 'C', 'D']) {
    const start = performance.now();
    const { child, ended } = startBin(['users', 'set-attributes', BEN, '--given-name', name], { place });
    child.stdin.end();
    await ended;
    times.push(performance.now() - start);
  }
  // Without the first, which writes the cache of compiled code and takes longer than those that are killed.
  return Math.max(...times.slice(1)) * 1.1;
}
