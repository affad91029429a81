import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { AdminError } from '../../../../src/lib/errors.js';
import { readSpool } from '../../../../src/lib/input/spool.js';
import type { RowOperation } from '../../../../src/lib/runs/operations/row-operation.js';
import { planRows } from '../../../../src/lib/runs/plan/plan-rows.js';
import { planDigest, type PlannedRow } from '../../../../src/lib/runs/plan/planned-row.js';
import type { PreviousRowAttempt } from '../../../../src/lib/runs/resume/previous-attempt.js';
import type { RunState } from '../../../../src/lib/runs/run.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { collect, enabling, type ExampleState, exampleState, fakeOperation } from '../example-state.js';

describe('planRows', () => {
  const folder = temporaryFolder();
  const stateOf = (example: Omit<ExampleState, 'dataFolder'>) =>
    exampleState({ dataFolder: folder.path('data'), ...example });
  const planned = (run: RunState) => collect(readSpool<PlannedRow>(run.folder.plans));

  async function planOf(example: Omit<ExampleState, 'dataFolder'>): Promise<readonly unknown[]> {
    const run = await stateOf(example);
    await planRows(run, { done: 0 });
    return (await planned(run)).map((row) => row.planned);
  }

  it('writes what a run has to remember of each plan, and sums the plans up', async () => {
    const progress = { done: 0 };
    const run = await stateOf({
      users: ['ana', 'ben'],
      operation: fakeOperation((user) =>
        user === 'ana'
          ? enabling(user, { modifiedAt: '2026-01-01T00:00:00.000Z', disruption: 'Ana is signed out.' })
          : enabling(user, { fields: [], unchangedMessage: 'Ben is enabled.' }),
      ),
    });
    const { summary, duplicateCount } = await planRows(run, progress);
    const target = { kind: 'user', id: 'id-ana', label: 'ana', tenantId: 'tenant_001' };
    expect({
      rows: await planned(run),
      summary: [summary.all.count, summary.needsConfirmation.count, summary.unchanged],
      duplicateCount,
      progress,
    }).to.deep.equal({
      rows: [
        {
          n: 1,
          row: { line: 2, values: { user: 'ana' } },
          target,
          modifiedAt: '2026-01-01T00:00:00.000Z',
          planned: { kind: 'change', digest: planDigest(enabling('ana')), asks: true },
        },
        {
          n: 2,
          row: { line: 3, values: { user: 'ben' } },
          target: { ...target, id: 'id-ben', label: 'ben' },
          planned: { kind: 'unchanged', message: 'Ben is enabled.' },
        },
      ],
      summary: [1, 1, 1],
      duplicateCount: 0,
      progress: { done: 2 },
    });
  });

  it('leaves out rows that are settled', async () => {
    const run = await stateOf({ users: ['ana', 'ben'], previousAttempt: { isSettled: (n) => n === 1 } });
    await planRows(run, { done: 0 });
    expect((await planned(run)).map(({ n }) => n)).to.deep.equal([2]);
  });

  describe('for a user who is named twice', () => {
    const operation = fakeOperation((user) => enabling(user === 'sub-of-ana' ? 'ana' : user));
    const users = ['ana', 'ben', 'sub-of-ana'];

    it('marks the second row as a duplicate', async () => {
      const run = await stateOf({ users, operation });
      const { duplicates, duplicateCount, summary } = await planRows(run, { done: 0 });
      expect({
        kinds: (await planned(run)).map((row) => row.planned.kind),
        sentences: duplicates.lines(),
        counts: [duplicateCount, summary.all.count],
      }).to.deep.equal({
        kinds: ['change', 'change', 'repeat'],
        sentences: ['line 4 names the same user as line 2, "ana"'],
        counts: [1, 2],
      });
    });

    it('keeps the mark on resume, when the first row is settled, and does not warn again', async () => {
      const previousAttempt = { isSettled: (n: number) => n === 1, isDuplicate: (n: number) => n === 3 };
      const run = await stateOf({ users, operation, previousAttempt });
      const { duplicates, duplicateCount } = await planRows(run, { done: 0 });
      expect([(await planned(run)).map((row) => row.planned.kind), duplicates.count, duplicateCount]).to.deep.equal([
        ['change', 'repeat'],
        0,
        1,
      ]);
    });
  });

  describe('for a row that cannot be planned', () => {
    const operation = fakeOperation((user) => {
      if (user === 'ana') return enabling(user);
      throw new AdminError('USER_NOT_FOUND', `no user ${user}`, { hint: 'Check the name.' });
    });
    const users = ['ana', 'x'];

    it('rejects, and writes no plans', async () => {
      const run = await stateOf({ users, operation });
      const refused = await rejection(planRows(run, { done: 0 }));
      const plans = await readFile(run.folder.plans).catch(() => 'none');
      expect([refused, plans]).to.deep.equal([
        {
          code: 'USER_NOT_FOUND',
          message: '1 row of the input cannot be applied; nothing was changed',
          hint: 'line 3: no user x\nCheck the name.\nTo apply the other rows: --skip-invalid',
        },
        'none',
      ]);
    });

    for (const creates of [true, false]) {
      const what = creates ? 'suggests' : 'does not suggest';
      const why = creates ? 'its user exists' : 'the new address of its user is taken';
      it(`${what} --if-not-exists if every row fails because ${why}`, async () => {
        const taken = fakeOperation((user) => {
          throw new AdminError('USER_EXISTS', `user ${user} exists`);
        });
        const operation = { ...taken, creates };
        const { hint } = await rejection(stateOf({ users, operation }).then((run) => planRows(run, { done: 0 })));
        expect(hint?.split('\n').slice(2)).to.deep.equal([
          ...(creates ? ['To accept existing users: --if-not-exists'] : []),
          'To apply the other rows: --skip-invalid',
        ]);
      });
    }

    it('lets the row fail alone with skipInvalid', async () => {
      const [, second] = await planOf({ users, operation, options: { skipInvalid: true } });
      expect(second).to.deep.equal({
        kind: 'failed',
        error: { code: 'USER_NOT_FOUND', message: 'no user x', hint: 'Check the name.' },
      });
    });

    it('rejects at once if every row would meet the error, even with skipInvalid', async () => {
      const broken = fakeOperation(() => {
        throw new AdminError('UNREACHABLE', 'no connection');
      });
      const run = await stateOf({ users, operation: broken, options: { skipInvalid: true } });
      expect((await rejection(planRows(run, { done: 0 }))).message).to.equal('no connection');
    });
  });

  it('rejects when it is interrupted', async () => {
    const stop = new AbortController();
    const operation = fakeOperation((user) => {
      stop.abort();
      return enabling(user);
    });
    const run = await stateOf({ users: ['ana', 'ben'], operation, options: { stop: stop.signal } });
    expect((await rejection(planRows(run, { done: 0 }))).code).to.equal('CANCELLED');
  });

  describe('for a row that a previous attempt started', () => {
    const attempted = (attempt: PreviousRowAttempt, operation: RowOperation): Promise<readonly unknown[]> =>
      planOf({ users: ['ana'], operation, previousAttempt: { rowAttempt: () => attempt } });
    const was = { isUnknown: true, recordId: 'r-1' };
    const unreadable = {
      fields: [{ field: 'invitation', before: null, after: 'mailed', unreadable: true as const }],
    };

    it('carries the record and the time from before the attempt over', async () => {
      const run = await stateOf({
        users: ['ana'],
        operation: fakeOperation((user) => enabling(user, { modifiedAt: 'now' })),
        previousAttempt: { rowAttempt: () => ({ ...was, modifiedAt: 'before' }) },
      });
      await planRows(run, { done: 0 });
      const [{ isRetried, recordId, modifiedAt } = {}] = (await planned(run)) as Partial<PlannedRow>[];
      expect([isRetried, recordId, modifiedAt]).to.deep.equal([true, 'r-1', 'before']);
    });

    it('counts it as done if nothing is left to change', async () => {
      const done = fakeOperation((user) => enabling(user, { fields: [], unchangedMessage: 'Enabled.' }));
      expect(await attempted(was, done)).to.deep.equal([{ kind: 'was-done', message: 'Enabled.' }]);
    });

    it('plans it as unchanged if the history has its outcome', async () => {
      const done = fakeOperation((user) => enabling(user, { fields: [], unchangedMessage: 'Enabled.' }));
      const [row] = await attempted({ isUnknown: false }, done);
      expect(row).to.deep.equal({ kind: 'unchanged', message: 'Enabled.' });
    });

    for (const [modifiedAt, kind] of [
      ['before', 'change'],
      ['later', 'was-done'],
    ]) {
      it(`plans ${kind} for a change that cannot be read if the user was last modified ${modifiedAt}`, async () => {
        const operation = fakeOperation((user) => enabling(user, { ...unreadable, modifiedAt: modifiedAt! }));
        const [row] = await attempted({ ...was, modifiedAt: 'before' }, operation);
        expect((row as { kind: string }).kind).to.equal(kind);
      });
    }

    describe('the error of its plan shows that it was made', () => {
      const fail = () => {
        throw new AdminError('USER_NOT_FOUND', 'no user ana');
      };
      const recovery = { kind: 'look', isDone: ({ code }: AdminError) => code === 'USER_NOT_FOUND' } as const;

      it('counts it as done', async () => {
        expect(await attempted(was, fakeOperation(fail, { recovery }))).to.deep.equal([
          { kind: 'was-done', message: 'no user ana' },
        ]);
      });

      it('counts it as failed if the history has its outcome, as of an attempt that was throttled', async () => {
        const { code } = await rejection(attempted({ isUnknown: false }, fakeOperation(fail, { recovery })));
        expect(code).to.equal('USER_NOT_FOUND');
      });
    });

    it('plans the rest of it if the operation can complete it', async () => {
      const rest = enabling('ana', { fields: [{ field: 'password', before: null, after: 'x' }] });
      const recovery = { kind: 'complete', plan: () => Promise.resolve(rest) } as const;
      const [row] = await attempted(was, fakeOperation(enabling, { recovery }));
      expect(row).to.deep.equal({ kind: 'change', digest: planDigest(rest), asks: false });
    });
  });
});
