import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import type { RowOperation } from '../../../../src/lib/runs/operations/row-operation.js';
import { onEachUser } from '../../../../src/lib/runs/operations/change-users.js';
import { AdminError } from '../../../../src/lib/errors.js';
import type { ChangeRecord } from '../../../../src/lib/history/record.js';
import { somebody } from '../../changes/agreement.js';
import { rejection } from '../../conventions/refusal.js';
import { DELETE, DISABLE, ownRunPlace, type Ran, RESEND } from '../example-run.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const LIAM_INVITED = 'liam.obrien@tenant-two.example';
const MISSING = 'nobody@tenant-one.example';
const ALL = `${ANA}\n${BEN}\n${CHLOE}\n`;
const ID = (number: string): string => `5af10000-0000-4000-8000-0000000000${number}`;

function outcomesOf({ outcomes }: Ran): (readonly [line: number, end: string])[] {
  return outcomes.map(({ row, changed, error }) => [row.line, error?.code ?? (changed ? 'changed' : 'unchanged')]);
}

const recorded = ({ target, run, result }: ChangeRecord) => [target.label, run?.row, result];

/** An operation that lists the users it writes to. */
function counting(counted: RowOperation): { operation: RowOperation; writes: string[] } {
  const writes: string[] = [];
  const plan: RowOperation['plan'] = async (...asked) => {
    const change = await counted.plan(...asked);
    const apply = () => {
      writes.push(change.target.label);
      return change.apply();
    };
    return { ...change, apply };
  };
  return { operation: { ...counted, plan }, writes };
}

describe('a resumed run', () => {
  const place = ownRunPlace();

  it('replaces its own failures file, and refuses another existing file', async () => {
    const [own, other] = [place().path('failed.txt'), place().path('precious.txt')];
    await place().run(DISABLE, ALL, { failures: own, interruptAfter: 1 });
    await writeFile(other, 'precious\n');
    const refused = await rejection(place().run(DISABLE, ALL, { failures: other, resume: true }));
    const { counts } = await place().run(DISABLE, ALL, { failures: own, resume: true });
    expect([refused.code, await readFile(other, 'utf8'), counts.changed]).to.deep.equal([
      'FILE_EXISTS',
      'precious\n',
      2,
    ]);
  });

  it('executes the remaining rows under the same ID, and then removes its folder', async () => {
    const { operation, writes } = counting(DISABLE);
    const first = await place().run(operation, ALL, { interruptAfter: 1 });
    const second = await place().run(operation, ALL, { resume: true });
    const records = await place().records();
    expect({
      outcomes: [outcomesOf(first), outcomesOf(second)],
      counts: second.counts,
      isSame: first.runId === second.runId,
      records: records.map((record) => [...recorded(record), record.run?.id === first.runId]),
      kept: await place().kept(),
      writes,
    }).to.deep.equal({
      outcomes: [
        [[1, 'changed']],
        [
          [2, 'changed'],
          [3, 'changed'],
        ],
      ],
      counts: { total: 3, skipped: 0, completedBefore: 1, changed: 2, unchanged: 0, failed: 0 },
      isSame: true,
      records: [
        [ANA, 1, 'done', true],
        [BEN, 2, 'done', true],
        [CHLOE, 3, 'done', true],
      ],
      kept: [],
      writes: [ANA, BEN, CHLOE],
    });
  });

  it('can be interrupted and resumed several times', async () => {
    const { operation, writes } = counting(DISABLE);
    await place().run(operation, ALL, { interruptAfter: 1 });
    await place().run(operation, ALL, { interruptAfter: 1, resume: true });
    await place().run(operation, ALL, { resume: true });
    expect([writes, await place().kept()]).to.deep.equal([[ANA, BEN, CHLOE], []]);
  });

  it('changes a user who is named in two ways once, however often it is resumed', async () => {
    const text = `${BEN}\n${CHLOE}\n${ANA}\n${ID('02')}\n`;
    const { operation, writes } = counting({ ...DELETE, recovery: { kind: 'look' } });
    const first = await place().run(operation, text, { interruptAfter: 1 });
    const second = await place().run(operation, text, { interruptAfter: 1, resume: true });
    const third = await place().run(operation, text, { resume: true });
    expect({
      writes,
      totals: [first, second, third].map(({ counts }) => counts.total),
      warnings: [first, second, third].map(({ warnings }) => warnings.length),
      kept: await place().kept(),
    }).to.deep.equal({ writes: [BEN, CHLOE, ANA], totals: [3, 3, 3], warnings: [1, 0, 0], kept: [] });
  });

  it('counts rows that failed permanently as failed, and does not try them again', async () => {
    const refuse = () => Promise.reject(new AdminError('INVALID_REQUEST', 'it was refused'));
    const { operation, writes } = counting({
      ...DISABLE,
      plan: async (...asked) => {
        const change = await DISABLE.plan(...asked);
        return change.target.label === BEN ? change : { ...change, apply: refuse };
      },
    });
    const first = await place().run(operation, ALL, { interruptAfter: 1 });
    const second = await place().run(operation, ALL, { resume: true, maxFailures: 1 });
    expect([outcomesOf(first), outcomesOf(second), second.counts, second.stopReason, writes]).to.deep.equal([
      [[1, 'INVALID_REQUEST']],
      [
        [2, 'changed'],
        [3, 'INVALID_REQUEST'],
      ],
      { total: 3, skipped: 0, completedBefore: 0, changed: 1, unchanged: 0, failed: 2 },
      undefined,
      [ANA, BEN, CHLOE],
    ]);
  });

  it('is found with and without --skip-invalid, so that a row that now fails can be skipped', async () => {
    await place().run(DISABLE, ALL, { interruptAfter: 1 });
    place().lose(BEN);
    const held = await rejection(place().run(DISABLE, ALL, { resume: true }));
    const second = await place().run(DISABLE, ALL, { resume: true, skipInvalid: true });
    expect([held.code, outcomesOf(second)]).to.deep.equal([
      'USER_NOT_FOUND',
      [
        [2, 'USER_NOT_FOUND'],
        [3, 'changed'],
      ],
    ]);
  });

  it('is refused if its rows were numbered in another way, by another version', async () => {
    const { runId } = await place().run(DISABLE, ALL, { interruptAfter: 1 });
    const file = place().path(`data/runs/${runId}/rows.ndjson`);
    const rows = (await readFile(file, 'utf8')).replace('"n":3,', '"n":4,').replace('"n":2,', '"n":3,');
    await writeFile(file, rows);
    const refused = await rejection(place().run(DISABLE, ALL, { resume: true }));
    expect([refused.code, place().user(CHLOE)?.enabled]).to.deep.equal(['INPUT_CHANGED', true]);
  });

  describe('whose previous attempt crashed during a row', () => {
    it('counts the row as done if reading the user shows that it is, and completes its record', async () => {
      const { operation, writes } = counting(DISABLE);
      const first = await place().run(operation, ALL, { interruptAfter: 1 });
      await place().crashIn(DISABLE, first, 2, BEN);
      place().user(BEN)!.enabled = false;
      const second = await place().run(operation, ALL, { resume: true });
      const [, ben] = await place().records();
      expect({
        outcomes: outcomesOf(second),
        warnings: second.outcomes.map(({ warnings }) => warnings),
        writes,
        record: [ben!.result, ben!.fields, ben!.target.id],
      }).to.deep.equal({
        outcomes: [
          [2, 'changed'],
          [3, 'changed'],
        ],
        warnings: [['the run was interrupted while this was in progress; a check shows that it was done'], []],
        writes: [ANA, CHLOE],
        record: ['done', [{ field: 'enabled', before: true, after: false }], ID('02')],
      });
    });

    it('executes the row if reading the user shows that it was not done, under the same record', async () => {
      const { operation, writes } = counting(DISABLE);
      const first = await place().run(operation, ALL, { interruptAfter: 1 });
      await place().crashIn(DISABLE, first, 2, BEN);
      await place().run(operation, ALL, { resume: true });
      expect([writes, (await place().records()).map(recorded)]).to.deep.equal([
        [ANA, BEN, CHLOE],
        [
          [ANA, 1, 'done'],
          [BEN, 2, 'done'],
          [CHLOE, 3, 'done'],
        ],
      ]);
    });

    it('counts a missing user as deleted, and keeps the target in the record', async () => {
      const { operation, writes } = counting(DELETE);
      const first = await place().run(operation, ALL, { interruptAfter: 1 });
      await place().crashIn(DELETE, first, 2, BEN);
      place().lose(BEN);
      const second = await place().run(operation, ALL, { resume: true });
      const [, ben] = await place().records();
      expect({
        outcomes: outcomesOf(second),
        writes,
        record: [ben!.result, ben!.target.id, ben!.fields.length > 0],
      }).to.deep.equal({
        outcomes: [
          [2, 'changed'],
          [3, 'changed'],
        ],
        writes: [ANA, CHLOE],
        record: ['done', ID('02'), true],
      });
    });

    const invited = `${BEN}\n${LIAM_INVITED}\n${CHLOE}\n`;
    const invite = async (
      crash: (first: Ran, email: string) => Promise<unknown>,
      { again = false }: { again?: boolean } = {},
    ) => {
      for (const email of [BEN, CHLOE]) place().user(email)!.status = 'FORCE_CHANGE_PASSWORD';
      const { operation, writes } = counting(RESEND);
      const first = await place().run(operation, invited, { interruptAfter: 1 });
      await crash(first, LIAM_INVITED);
      // Declining has the effect of a crash after planning: nothing is written.
      if (again) await rejection(place().run(operation, invited, { resume: true, ...somebody(false).options }));
      await place().run(operation, invited, { resume: true });
      return writes;
    };
    const mailed = async (first: Ran, email: string) => {
      await place().crashIn(RESEND, first, 2, email);
      place().user(email)!.modifiedAt = Date.now();
    };

    for (const again of [false, true]) {
      it(`sends no second email to a user who was modified since planning, resumed ${again ? 'twice' : 'once'}`, async () => {
        expect(await invite(mailed, { again })).to.deep.equal([BEN, CHLOE]);
      });

      it(`sends an email to a user who was not modified since planning, resumed ${again ? 'twice' : 'once'}`, async () => {
        const crash = (first: Ran, email: string) => place().crashIn(RESEND, first, 2, email);
        expect(await invite(crash, { again })).to.deep.equal([BEN, LIAM_INVITED, CHLOE]);
      });
    }

    it('executes the row again if the outcome cannot be read', async () => {
      const { operation, writes } = counting(
        onEachUser({
          operation: 'users.resend-invite',
          intent: {},
          plan: (directory, user) => RESEND.plan(directory, { line: 1, values: { user } }),
          recovery: { kind: 'repeat' },
        }),
      );
      place().user(BEN)!.status = 'FORCE_CHANGE_PASSWORD';
      const text = `${BEN}\n${LIAM_INVITED}\n`;
      const first = await place().run(operation, text, { interruptAfter: 1 });
      await mailed(first, LIAM_INVITED);
      await place().run(operation, text, { resume: true });
      expect(writes).to.deep.equal([BEN, LIAM_INVITED]);
    });
  });

  describe('is refused', () => {
    it('if there is none, and leaves no folder behind', async () => {
      const refused = await rejection(place().run(DISABLE, ALL, { resume: true }));
      expect([refused.code, await place().kept()]).to.deep.equal(['RUN_NOT_FOUND', []]);
    });

    it('for another command, other flags or another context', async () => {
      const { runId } = await place().run(DISABLE, ALL, { interruptAfter: 1 });
      const attempts: [RowOperation, Parameters<ReturnType<typeof place>['run']>[2]][] = [
        [DELETE, {}],
        [{ ...DISABLE, intent: { signOut: true } }, {}],
        [DISABLE, { context: { name: 'other' } }],
      ];
      const codes = [];
      for (const [operation, options] of attempts) {
        codes.push((await rejection(place().run(operation, ALL, { ...options, resume: true }))).code);
      }
      expect([codes, place().user(BEN)?.enabled, await place().kept()]).to.deep.equal([
        ['RUN_NOT_FOUND', 'RUN_NOT_FOUND', 'RUN_NOT_FOUND'],
        true,
        [runId],
      ]);
    });

    it('if the input has changed', async () => {
      const { runId } = await place().run(DISABLE, ALL, { interruptAfter: 1 });
      const refused = await rejection(place().run(DISABLE, `${ALL}${MISSING}\n`, { resume: true }));
      expect([refused.code, refused.message, place().user(BEN)?.enabled, await place().kept()]).to.deep.equal([
        'INPUT_CHANGED',
        `the input has changed since run ${runId} was started`,
        true,
        [runId],
      ]);
    });

    it('if another process has completed it in the meantime', async () => {
      await place().run(DISABLE, ALL, { interruptAfter: 1 });
      const both = [DISABLE, DISABLE].map((operation) => place().run(operation, ALL, { resume: true }));
      const results = await Promise.allSettled(both);
      const codes = results.map((result) =>
        result.status === 'fulfilled' ? 'done' : (result.reason as { code?: string }).code,
      );
      expect([codes.sort(), (await place().records()).map(recorded), await place().kept()]).to.deep.equal([
        ['RUN_NOT_FOUND', 'done'],
        [
          [ANA, 1, 'done'],
          [BEN, 2, 'done'],
          [CHLOE, 3, 'done'],
        ],
        [],
      ]);
    });

    it('if it is in progress in another process', async () => {
      let free = (): void => undefined;
      const isHeld = new Promise<void>((resolve) => (free = resolve));
      const slow: RowOperation = {
        ...DISABLE,
        plan: async (...asked) => {
          const change = await DISABLE.plan(...asked);
          return { ...change, apply: () => isHeld.then(change.apply) };
        },
      };
      const first = place().run(slow, ALL);
      while ((await place().records()).length === 0) await delay(5);
      const refused = await rejection(place().run(DISABLE, ALL, { resume: true }));
      free();
      const { runId, counts } = await first;
      expect([refused.code, refused.message, counts.changed, await place().kept()]).to.deep.equal([
        'CHANGED_UNDERNEATH',
        `run ${runId} is in progress in another process`,
        3,
        [],
      ]);
    });
  });

  it('is the newest one with the same input', async () => {
    const first = await place().run(DISABLE, ALL, { interruptAfter: 1 });
    const second = await place().run(DISABLE, ALL, { interruptAfter: 2 });
    const third = await place().run(DISABLE, ALL, { resume: true });
    expect([third.runId, await place().kept()]).to.deep.equal([second.runId, [first.runId]]);
  });
});
