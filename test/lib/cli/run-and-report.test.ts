import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { runAndReport } from '../../../src/lib/cli/run-and-report.js';
import { AdminError } from '../../../src/lib/errors.js';
import type { RowOperation } from '../../../src/lib/runs/operations/row-operation.js';
import { signalListeners } from '../../helpers/run-command.js';
import type { Streams } from '../../../src/lib/output/streams.js';
import { DISABLE, RunPlace } from '../runs/example-run.js';
import { exampleInvocation } from './example-invocation.js';

const USERS = ['ana.silva', 'ben.carter', 'chloe.dubois', 'david.okafor'].map((name) => `${name}@tenant-one.example`);
const [ANA, BEN] = USERS as [string, string];

describe('runAndReport', () => {
  let place: RunPlace;
  let removeListeners: () => void;
  beforeEach(async () => {
    removeListeners = signalListeners();
    place = await RunPlace.make();
  });
  afterEach(async () => {
    removeListeners();
    await place.remove();
  });

  async function example(
    rows: readonly string[],
    flags: Parameters<typeof exampleInvocation>[0] = {},
    operation: RowOperation = DISABLE,
    streams: Partial<Streams> = {},
  ) {
    const from = place.path('rows.txt');
    await writeFile(from, rows.map((row) => `${row}\n`).join(''));
    const example = exampleInvocation(
      { yes: true, from, ...flags },
      { directory: place.directory(), streams, words: ['users', 'disable', '--from', 'my rows.txt'] },
    );
    await runAndReport(example.invocation, () => operation);
    return example;
  }

  it('prints the counts, and on stderr how to undo the run', async () => {
    const { out, err, exitStatus, hasWritten } = await example([ANA, BEN]);
    expect([out(), /To undo the run: sf-admin history undo --run \w+\n/.test(err())]).to.deep.equal([
      'users disable: 2 changed.\n',
      true,
    ]);
    expect([exitStatus(), hasWritten()]).to.deep.equal([0, true]);
  });

  it('prints each row with its line with -o ndjson', async () => {
    const { out } = await example([ANA, BEN], { output: 'ndjson', ordered: true });
    const rows = out()
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row) as { line: number; changed: boolean });
    expect(rows.map(({ line, changed }) => [line, changed])).to.deep.equal([
      [1, true],
      [2, true],
    ]);
  });

  it('exits with 8 if a row fails, and names the file of failed rows', async () => {
    const failures = place.path('failures.txt');
    const operation: RowOperation = {
      ...DISABLE,
      plan: async (...input) => {
        const change = await DISABLE.plan(...input);
        if (change.target.label !== BEN) return change;
        const apply = () => Promise.reject(new AdminError('USER_STATE', 'wrong state'));
        return { ...change, apply, replan: () => Promise.resolve({ ...change, apply }) };
      },
    };
    const { err, exitStatus } = await example([ANA, BEN], { failures, 'max-concurrency': 1 }, operation);
    expect([exitStatus(), err().includes(`used as input again: ${failures}\n`)]).to.deep.equal([8, true]);
    expect(await readFile(failures, 'utf8')).to.include(BEN);
  });

  it('prints the plan and changes nothing with --dry-run', async () => {
    const { out, err } = await example([ANA], { 'dry-run': true });
    expect([out().includes('enabled'), err(), place.user(ANA)?.enabled]).to.deep.equal([
      true,
      'Dry run: nothing is written.\n',
      true,
    ]);
  });

  for (const errIsTTY of [true, false]) {
    const what = errIsTTY ? ', and at a terminal that a second one aborts' : '';
    it(`says after a Ctrl-C how many rows remain and how to resume, and exits with 130${what}`, async () => {
      let isInterrupted = false;
      const operation: RowOperation = {
        ...DISABLE,
        plan: async (...input) => {
          const change = await DISABLE.plan(...input);
          const apply = () => {
            if (!isInterrupted) process.emit('SIGINT');
            isInterrupted = true;
            return change.apply();
          };
          return { ...change, apply, replan: () => Promise.resolve({ ...change, apply }) };
        },
      };
      const names = Object.values(place.pool.users).flatMap(({ attributes }) => attributes.email ?? []);
      const { out, err, exitStatus } = await example(names.slice(0, 15), { 'max-concurrency': 1 }, operation, {
        errIsTTY,
      });
      const [, remaining] =
        /error: interrupted: (\d+) of 15 rows remain\n {2}To resume: sf-admin users disable --from 'my rows.txt' --resume\n$/.exec(
          err(),
        ) ?? [];
      const [, changed] = /users disable: (\d+) changed/.exec(out()) ?? [];
      const unchanged = Number(/(\d+) unchanged/.exec(out())?.[1] ?? 0);
      expect(Number(remaining) + Number(changed) + unchanged).to.equal(15);
      expect([exitStatus(), err().includes('Press Ctrl-C again to abort.')]).to.deep.equal([130, errIsTTY]);
    });
  }
});
