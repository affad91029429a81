import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import { appendEntries } from '../../src/lib/history/file/append.js';
import type { Verification } from '../../src/lib/history/file/verify-history.js';
import { temporaryFolder } from '../lib/config/temporary-folder.js';
import { recordId, started } from '../lib/history/example-history.js';
import { bundledProgram } from '../helpers/bundled-program.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';

const PROCESS = fileURLToPath(new URL('./append-process.ts', import.meta.url));

describe('appending to a history from several processes', () => {
  const folder = temporaryFolder();
  const program = bundledProgram(PROCESS);
  const startProcess: Start = (...args) =>
    spawn(process.execPath, [program(), ...args], {
      // A process that is killed leaves a broken coverage file behind.
      env: { ...process.env, NODE_V8_COVERAGE: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  it('chains the entries of all', async () => {
    const file = folder.path('prod.ndjson');
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    const exits = await Promise.all(numbers.map((number) => once(startProcess(file, String(number), 'once'), 'exit')));
    const { faults, lines } = await verifyHistory(file);
    const { records } = await readHistory(file);
    expect({
      exits: exits.map(([code]) => code as number),
      faults,
      lines,
      ids: records.map(({ id }) => id).sort(),
    }).to.deep.equal({
      exits: numbers.map(() => 0),
      faults: [],
      lines: 20,
      ids: numbers.map(recordId),
    });
  });

  for (const [what, how] of [
    ['of single entries', []],
    ['of groups', ['many']],
  ] as const) {
    it(`leaves a valid history if a writer ${what} is killed at any moment`, async function () {
      this.timeout(180_000);
      const after = await Promise.all(
        ['a', 'b', 'c'].map((name) => killTenTimes(startProcess, folder.path(name), how)),
      );
      expect(after.flat().flatMap(({ faults }) => faults)).to.deep.equal([]);
    });
  }
});

type Start = (...args: string[]) => ChildProcess;

/** The verification of a history after each kill, and after the next append. */
async function killTenTimes(start: Start, file: string, how: readonly string[]): Promise<Verification[]> {
  const found: Verification[] = [];
  for (let round = 1; round <= 10; round += 1) {
    const child = start(file, String(round * 100_000), ...how);
    await once(child.stdout!, 'data');
    await delay(Math.random() * 50);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The lock of a killed process would lapse only after a few seconds.
    await rm(`${file}.lock`, { recursive: true, force: true });
    found.push(await verifyHistory(file));
    await appendEntries(file, started(round));
    found.push(await verifyHistory(file));
  }
  return found;
}
