import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { AdminError, type ErrorCode } from '../../../../src/lib/errors.js';
import { dryRun, executeRun, type RunEnd } from '../../../../src/lib/runs/execute/execute-run.js';
import type { RowOperation } from '../../../../src/lib/runs/operations/row-operation.js';
import { planRows } from '../../../../src/lib/runs/plan/plan-rows.js';
import type { RunState } from '../../../../src/lib/runs/run.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { collect, enabling, type ExampleState, exampleState, fakeOperation } from '../example-state.js';

/** An operation that fails for the users with an error code. */
const failing = (codes: Readonly<Record<string, ErrorCode>>) =>
  fakeOperation((user) => {
    const code = codes[user];
    return enabling(user, code === undefined ? {} : { apply: () => Promise.reject(new AdminError(code, 'it failed')) });
  });

describe('executeRun', () => {
  const folder = temporaryFolder();

  async function plannedRun(example: Omit<ExampleState, 'dataFolder'>): Promise<RunState> {
    const run = await exampleState({ dataFolder: folder.path('data'), ...example });
    await planRows(run, { done: 0 });
    return run;
  }

  /** Executes a planned run, with a failures file that may break. */
  async function execute(run: RunState, { writeError }: { writeError?: AdminError } = {}) {
    const failed: string[] = [];
    const failures = {
      add: ({ line }: { line: number }, { code }: { code: string }) => {
        failed.push(`${line} ${code}`);
        return Promise.resolve();
      },
      writeError: () => (failed.length > 0 ? writeError : undefined),
      close: () => Promise.resolve(),
    };
    const files = { credentials: undefined, failures, close: () => Promise.resolve() };
    const failedBefore = run.previousAttempt.failures.size;
    const counts = { total: 0, skipped: 0, completedBefore: 0, changed: 0, unchanged: 0, failed: failedBefore };
    const end: RunEnd = { stopReason: undefined, hasTemporaryFailures: false };
    const outcomes = await collect(executeRun(run, files, { counts, end }));
    const { changed, unchanged } = counts;
    return {
      lines: outcomes.map(({ row }) => row.line),
      counts: [changed, unchanged, counts.failed],
      failed,
      stopReason: end.stopReason?.code,
      hasTemporaryFailures: end.hasTemporaryFailures,
    };
  }

  it('counts the outcomes, and writes the failed rows to the failures file', async () => {
    const operation = failing({ ben: 'USER_STATE' });
    const run = await plannedRun({ users: ['ana', 'ben', 'chloe'], operation });
    expect(await execute(run)).to.deep.equal({
      lines: [2, 3, 4],
      counts: [2, 0, 1],
      failed: ['3 USER_STATE'],
      stopReason: undefined,
      hasTemporaryFailures: false,
    });
  });

  it('continues after a temporary failure, and remembers it', async () => {
    const run = await plannedRun({ users: ['ana', 'ben'], operation: failing({ ana: 'SERVICE_FAILED' }) });
    const { lines, stopReason, hasTemporaryFailures } = await execute(run);
    expect([lines, stopReason, hasTemporaryFailures]).to.deep.equal([[2, 3], undefined, true]);
  });

  it('stops after an error that every row would meet', async () => {
    const run = await plannedRun({ users: ['ana', 'ben'], operation: failing({ ana: 'THROTTLED' }) });
    const { lines, stopReason } = await execute(run);
    expect([lines, stopReason]).to.deep.equal([[2], 'THROTTLED']);
  });

  it('stops after more failures than allowed, without those of previous attempts', async () => {
    const operation = failing({ ana: 'USER_STATE', ben: 'USER_STATE', chloe: 'USER_STATE' });
    const failures = new Map([[1, new AdminError('USER_STATE', 'it failed before')]]);
    const run = await plannedRun({
      users: ['before', 'ana', 'ben', 'chloe'],
      operation,
      options: { maxFailures: 1 },
      previousAttempt: { failures, isSettled: (n) => n === 1 },
    });
    expect(await execute(run)).to.deep.equal({
      lines: [3, 4],
      counts: [0, 0, 3],
      failed: ['2 USER_STATE', '3 USER_STATE', '4 USER_STATE'],
      stopReason: 'TOO_MANY_FAILURES',
      hasTemporaryFailures: false,
    });
  });

  it('stops when a result file can no longer be written', async () => {
    const run = await plannedRun({ users: ['ana', 'ben'], operation: failing({ ana: 'USER_STATE' }) });
    const { lines, stopReason } = await execute(run, { writeError: new AdminError('PARTIAL', 'disk full') });
    expect([lines, stopReason]).to.deep.equal([[2], 'PARTIAL']);
  });

  it('stops when it is interrupted', async () => {
    const stop = new AbortController();
    const run = await plannedRun({ users: ['ana'], options: { stop: stop.signal } });
    stop.abort();
    const { lines, stopReason } = await execute(run);
    expect([lines, stopReason]).to.deep.equal([[], 'CANCELLED']);
  });

  describe('dryRun', () => {
    it('yields what each row would do, in the order of the input, without duplicates', async () => {
      const operation = fakeOperation((user) => {
        if (user === 'x') throw new AdminError('USER_NOT_FOUND', 'no user x');
        return enabling(user === 'sub-of-ana' ? 'ana' : user);
      });
      const users = ['ana', 'x', 'sub-of-ana', 'ben'];
      const run = await plannedRun({ users, operation, options: { skipInvalid: true, width: 3 } });
      // The first row takes longest.
      const plan: RowOperation['plan'] = async (directory, row) => {
        await delay(row.line === 2 ? 20 : 0);
        return operation.plan(directory, row);
      };
      const outcomes = await collect(dryRun({ ...run, operation: { ...operation, plan } }));
      expect(
        outcomes.map(({ n, dryRun, changed, plan, error }) => [n, dryRun, changed, plan.fields.length, error?.code]),
      ).to.deep.equal([
        [1, true, false, 1, undefined],
        [2, true, false, 0, 'USER_NOT_FOUND'],
        [4, true, false, 1, undefined],
      ]);
    });
  });
});
