import { Readable } from 'node:stream';

import { expect } from 'chai';
import fc from 'fast-check';

import type { RowOperation } from '../../../src/lib/runs/operations/row-operation.js';
import { AdminError } from '../../../src/lib/errors.js';
import { rejection } from '../conventions/refusal.js';
import { somebody } from '../changes/agreement.js';
import { DISABLE, ownRunPlace, type Ran, RESEND, RunPlace } from './example-run.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const GRACE_DISABLED = 'grace.kim@tenant-one.example';
const MISSING = 'nobody@tenant-one.example';
const ID = (number: string): string => `5af10000-0000-4000-8000-0000000000${number}`;

/** The outcome of each row, by its line. */
function outcomesOf({ outcomes }: Ran): (readonly [line: number, end: string])[] {
  return outcomes.map(({ row, changed, error }) => [row.line, error?.code ?? (changed ? 'changed' : 'unchanged')]);
}

describe('startRun', () => {
  const place = ownRunPlace();

  it('executes every row, records each with its number in the run, and removes the run folder', async () => {
    const ran = await place().run(DISABLE, `${BEN}\n\n${GRACE_DISABLED}\n${CHLOE}\n`, { reason: 'INC-1' });
    const records = await place().records();
    expect({
      outcomes: outcomesOf(ran),
      counts: ran.counts,
      end: [ran.stopReason, ran.isResumable],
      shown: ran.shown,
      enabled: [BEN, GRACE_DISABLED, CHLOE].map((email) => place().user(email)?.enabled),
      records: records.map(({ target, run, result, reason }) => [target.label, run, result, reason]),
      kept: await place().kept(),
    }).to.deep.equal({
      outcomes: [
        [1, 'changed'],
        [3, 'unchanged'],
        [4, 'changed'],
      ],
      counts: { total: 3, skipped: 0, completedBefore: 0, changed: 2, unchanged: 1, failed: 0 },
      end: [undefined, false],
      shown: [
        '2 users will change, 1 unchanged\nin tenant_001 (2)\nmonthly active users: at most 2 more, 0.03 USD (Essentials)',
      ],
      enabled: [false, false, false],
      records: [
        [BEN, { id: ran.runId, row: 1 }, 'done', 'INC-1'],
        [CHLOE, { id: ran.runId, row: 3 }, 'done', 'INC-1'],
      ],
      kept: [],
    });
  });

  it('writes nothing if a row cannot be planned, and lists each such row', async () => {
    const refused = await rejection(place().run(DISABLE, `${BEN}\n${MISSING}\nnobody-else\n`));
    expect([refused, place().user(BEN)?.enabled, await place().records(), await place().kept()]).to.deep.equal([
      {
        code: 'USER_NOT_FOUND',
        message: '2 rows of the input cannot be applied; nothing was changed',
        hint: [
          `line 2: no user ${MISSING} in user pool us-east-1_Sandbox01`,
          'line 3: no user nobody-else in user pool us-east-1_Sandbox01',
          'To apply the other rows: --skip-invalid',
        ].join('\n'),
      },
      true,
      [],
      [],
    ]);
  });

  it('executes the other rows with skipInvalid', async () => {
    const ran = await place().run(DISABLE, `${MISSING}\n${BEN}\n`, { skipInvalid: true });
    expect([outcomesOf(ran), ran.counts, ran.isResumable]).to.deep.equal([
      [
        [1, 'USER_NOT_FOUND'],
        [2, 'changed'],
      ],
      { total: 2, skipped: 0, completedBefore: 0, changed: 1, unchanged: 0, failed: 1 },
      false,
    ]);
  });

  it('accounts for every row that it reads, whatever becomes of it, also when it is resumed', async () => {
    const names = [ANA, BEN, CHLOE, ID('02'), GRACE_DISABLED, MISSING, 'nobody-else', '\u0007', ''];
    const rows = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 6 }), async (lines, interruptAfter) => {
        const own = await RunPlace.make();
        try {
          const text = [GRACE_DISABLED, ...lines].join('\n');
          const first = await own.run(DISABLE, text, { skipInvalid: true, interruptAfter });
          const all = [first];
          if (first.isResumable) all.push(await own.run(DISABLE, text, { skipInvalid: true, resume: true }));
          const { total, skipped, completedBefore, changed, unchanged, failed } = all.at(-1)!.counts;
          const failedBefore = failed - all.at(-1)!.outcomes.filter(({ error }) => error !== undefined).length;
          expect({
            read: total + skipped,
            accounted: completedBefore + changed + unchanged + failed,
            outcomes: completedBefore + failedBefore + all.at(-1)!.outcomes.length,
            changedInPool: [ANA, BEN, CHLOE].filter((email) => own.user(email)?.enabled === false).length,
          }).to.deep.equal({
            read: lines.filter((line) => line !== '').length + 1,
            accounted: total,
            outcomes: total,
            changedInPool: all.reduce((sum, { counts }) => sum + counts.changed, 0),
          });
        } finally {
          await own.remove();
        }
      }),
      { numRuns: 25 },
    );
  }).timeout(60_000);

  it('is a defect if not every row was executed and nothing stopped it', async () => {
    const thrown: unknown = await place()
      .run(DISABLE, `${ANA}\n${BEN}\n`, { use: () => Promise.resolve() })
      .catch((error: unknown) => error);
    expect(thrown).to.be.an.instanceOf(Error).and.not.an.instanceOf(AdminError);
    expect((thrown as Error).message).to.equal(
      '0 of 2 rows are accounted for: 0 skipped, 0 completedBefore, 0 changed, 0 unchanged, 0 failed',
    );
  });

  it('writes nothing if a row is invalid, and removes the run folder', async () => {
    const refused = await rejection(place().run(DISABLE, `${BEN}\na\u001bb\n`));
    expect([refused.code, place().user(BEN)?.enabled, await place().kept()]).to.deep.equal(['USAGE', true, []]);
  });

  it('asks once for all rows, even if no change is disruptive', async () => {
    const { options, asked } = somebody(true);
    await place().run(RESEND, 'liam.obrien@tenant-two.example', { ...options });
    await place().run(DISABLE, `${BEN}\n${CHLOE}\n`, { ...options });
    expect(asked).to.deep.equal([
      'users resend-invite liam.obrien@tenant-two.example in context sandbox. Continue?',
      'users disable 2 users in context sandbox. Continue?',
    ]);
  });

  it('writes nothing if the run is not confirmed, and removes the run folder', async () => {
    const { options } = somebody(false);
    const declined = await rejection(place().run(DISABLE, BEN, { ...options }));
    const unasked = await rejection(place().run(DISABLE, BEN, { yes: false }));
    expect([
      declined.code,
      unasked.code,
      place().user(BEN)?.enabled,
      await place().records(),
      await place().kept(),
    ]).to.deep.equal(['CANCELLED', 'CONFIRMATION_REQUIRED', true, [], []]);
  });

  it('changes a user who is named in two ways once, and warns about the duplicate row', async () => {
    const ran = await place().run(DISABLE, `${BEN}\n${CHLOE}\n${ID('02')}\n${BEN}\n`, {
      width: 4,
      ordered: true,
    });
    expect([outcomesOf(ran), ran.counts.total, ran.warnings, (await place().records()).length]).to.deep.equal([
      [
        [1, 'changed'],
        [2, 'changed'],
      ],
      2,
      [`line 4 repeats "${BEN}" from line 1: ignored`, `line 3 names the same user as line 1, "${BEN}": ignored`],
      2,
    ]);
  });

  it('gives the outcomes in the order of the input where that is asked for', async () => {
    const rows = Object.values(place().pool.users).map(({ username }) => username);
    const ran = await place().run(DISABLE, rows.join('\n'), { width: 8, ordered: true });
    expect(ran.outcomes.map(({ n }) => n)).to.deep.equal(rows.map((_, index) => index + 1));
  });

  it('yields in a dry run what would change, writes nothing, and removes the run folder', async () => {
    const ran = await place().run(DISABLE, `${MISSING}\n${BEN}\n${GRACE_DISABLED}\n${ID('02')}`, {
      dryRun: true,
      skipInvalid: true,
    });
    expect({
      rows: ran.outcomes.map(({ row, dryRun, changed, error, plan }) => [
        row.line,
        dryRun,
        changed,
        error?.code,
        plan.fields.length,
      ]),
      enabled: place().user(BEN)?.enabled,
      records: await place().records(),
      kept: await place().kept(),
    }).to.deep.equal({
      rows: [
        [1, true, false, 'USER_NOT_FOUND', 0],
        [2, true, false, undefined, 1],
        [3, true, false, undefined, 1],
      ],
      enabled: true,
      records: [],
      kept: [],
    });
  });

  describe('stopped early', () => {
    it('starts no further row after an interrupt, and keeps the run folder', async () => {
      const ran = await place().run(DISABLE, `${ANA}\n${BEN}\n${CHLOE}\n`, { interruptAfter: 1 });
      expect([outcomesOf(ran), ran.stopReason?.code, ran.isResumable, await place().kept()]).to.deep.equal([
        [[1, 'changed']],
        'CANCELLED',
        true,
        [ran.runId],
      ]);
    });

    it('is complete if the interrupt comes after the last row', async () => {
      const ran = await place().run(DISABLE, `${ANA}\n${BEN}\n`, { interruptAfter: 2 });
      expect([ran.stopReason, ran.isResumable, await place().kept()]).to.deep.equal([undefined, false, []]);
    });

    it('writes nothing if it is interrupted while it reads the input', async () => {
      const stop = new AbortController();
      const pipe = new Readable({
        read() {
          this.push(`${BEN}\n`);
          stop.abort();
        },
      });
      const input = { name: '-', format: 'text', open: () => Promise.resolve(pipe) } as const;
      const refused = await rejection(place().run(DISABLE, '', { stop: stop.signal, input }));
      expect([refused, await place().kept()]).to.deep.equal([
        { code: 'CANCELLED', message: 'interrupted', hint: 'Nothing was changed.' },
        [],
      ]);
    });

    it('ends if it is interrupted while it opens a pipe that nothing comes through', async () => {
      const stop = new AbortController();
      const open = () => {
        stop.abort();
        return Promise.resolve(new Readable({ read: () => undefined }));
      };
      const input = { name: '-', format: 'text', open } as const;
      const refused = await rejection(place().run(DISABLE, '', { stop: stop.signal, input }));
      expect([refused.code, await place().kept()]).to.deep.equal(['CANCELLED', []]);
    });

    it('writes nothing if it is interrupted while it plans the rows or asks for confirmation', async () => {
      const planned = new AbortController();
      const operation: RowOperation = {
        ...DISABLE,
        plan: (...asked) => {
          planned.abort();
          return DISABLE.plan(...asked);
        },
      };
      const asked = new AbortController();
      const late = somebody(true, () => {
        asked.abort();
      });
      const refused = [
        await rejection(place().run(operation, `${BEN}\n${CHLOE}\n`, { stop: planned.signal })),
        await rejection(place().run(DISABLE, BEN, { ...late.options, stop: asked.signal })),
      ];
      expect([refused.map(({ code }) => code), place().user(BEN)?.enabled, await place().kept()]).to.deep.equal([
        ['CANCELLED', 'CANCELLED'],
        true,
        [],
      ]);
    });

    it('stops after too many failures, and a resumed run counts its failures from zero', async () => {
      const text = `${MISSING}\n${MISSING}2\n${BEN}\n${CHLOE}\n`;
      const first = await place().run(DISABLE, text, { skipInvalid: true, maxFailures: 1 });
      const second = await place().run(DISABLE, text, { skipInvalid: true, maxFailures: 2, resume: true });
      expect([outcomesOf(first), first.stopReason?.code, outcomesOf(second), second.stopReason]).to.deep.equal([
        [
          [1, 'USER_NOT_FOUND'],
          [2, 'USER_NOT_FOUND'],
        ],
        'TOO_MANY_FAILURES',
        [
          [1, 'USER_NOT_FOUND'],
          [2, 'USER_NOT_FOUND'],
          [3, 'changed'],
          [4, 'changed'],
        ],
        undefined,
      ]);
    });

    for (const code of ['UNREACHABLE', 'THROTTLED', 'EXPIRED_CREDENTIALS', 'HISTORY_UNWRITABLE'] as const) {
      it(`starts no further row after ${code}, which every row would meet`, async () => {
        const operation: RowOperation = {
          ...DISABLE,
          plan: async (...asked) => ({
            ...(await DISABLE.plan(...asked)),
            apply: () => Promise.reject(new AdminError(code, 'it failed')),
          }),
        };
        const ran = await place().run(operation, `${BEN}\n${CHLOE}\n`);
        expect([outcomesOf(ran), ran.stopReason?.code, ran.isResumable]).to.deep.equal([[[1, code]], code, true]);
      });
    }

    it('continues after a row that failed temporarily, and keeps the run folder to try it again', async () => {
      let isBusy = true;
      const operation: RowOperation = {
        ...DISABLE,
        plan: async (directory, row, target) => {
          const change = await DISABLE.plan(directory, row, target);
          const apply = () => Promise.reject(new AdminError('SERVICE_FAILED', 'it failed'));
          return isBusy && change.target.label === BEN ? { ...change, apply } : change;
        },
      };
      const first = await place().run(operation, `${BEN}\n${CHLOE}\n`);
      isBusy = false;
      const second = await place().run(operation, `${BEN}\n${CHLOE}\n`, { resume: true });
      expect([outcomesOf(first), first.stopReason, first.isResumable, outcomesOf(second), second.counts]).to.deep.equal(
        [
          [
            [1, 'SERVICE_FAILED'],
            [2, 'changed'],
          ],
          undefined,
          true,
          [[1, 'changed']],
          { total: 2, skipped: 0, completedBefore: 1, changed: 1, unchanged: 0, failed: 0 },
        ],
      );
    });

    it('lets a defect through, and keeps the run folder', async () => {
      const defect = new TypeError('a defect');
      const operation: RowOperation = {
        ...DISABLE,
        plan: async (...asked) => ({
          ...(await DISABLE.plan(...asked)),
          apply: () => Promise.reject(defect),
        }),
      };
      const thrown: unknown = await place()
        .run(operation, BEN)
        .catch((error: unknown) => error);
      expect([thrown, (await place().kept()).length]).to.deep.equal([defect, 1]);
    });
  });
});
