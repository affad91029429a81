import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { recorderFor } from '../../../../src/lib/changes/recorder.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { historyFile } from '../../../../src/lib/history/history-stores.js';
import { executeRows, type ExecuteRowsOptions } from '../../../../src/lib/runs/execute/execute-rows.js';
import { type PlannedRow, planDigest } from '../../../../src/lib/runs/plan/planned-row.js';
import type { RunState } from '../../../../src/lib/runs/run.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { collect, enabling, exampleState, fakeOperation, numberedRow, writePlans } from '../example-state.js';
import { readHistory } from '../../../helpers/read-history.js';

/** A row that was planned to enable a user. */
function plannedRow(user: string, index: number, row: Partial<PlannedRow> = {}): PlannedRow {
  const change = enabling(user);
  const planned = { kind: 'change', digest: planDigest(change), asks: false } as const;
  return { ...numberedRow(user, index), target: change.target, planned, ...row };
}

describe('executeRows', () => {
  const folder = temporaryFolder();

  async function stateWith(rows: readonly PlannedRow[], operation = fakeOperation()): Promise<RunState> {
    const options = { reason: 'INC-1', width: 2 };
    const run = await exampleState({ dataFolder: folder.path('data'), users: [], operation, options });
    await writePlans(run, rows);
    return run;
  }

  async function execute(run: RunState, options: Partial<ExecuteRowsOptions> = {}) {
    const outcomes = await collect(executeRows(run, { credentials: undefined, mayStart: () => true, ...options }));
    return outcomes.sort((one, other) => one.n - other.n);
  }

  async function records(run: RunState) {
    const { dataFolder, endpoint } = run.directory;
    const { records } = await readHistory(historyFile(dataFolder, endpoint));
    return records.map(({ target, run, result, reason }) => [target.label, run?.row, result, reason]);
  }

  it('makes each change, and records it with the run, the row and the reason', async () => {
    const run = await stateWith([plannedRow('ana', 0), plannedRow('ben', 1)]);
    const outcomes = await execute(run);
    expect([outcomes.map(({ n, row, changed }) => [n, row.line, changed]), (await records(run)).sort()]).to.deep.equal([
      [
        [1, 2, true],
        [2, 3, true],
      ],
      [
        ['ana', 1, 'done', 'INC-1'],
        ['ben', 2, 'done', 'INC-1'],
      ],
    ]);
  });

  it('writes nothing for duplicates, unchanged rows and rows whose plan failed', async () => {
    const error = { code: 'USER_NOT_FOUND', message: 'no user ben', hint: 'Check the name.' } as const;
    const run = await stateWith([
      plannedRow('ana', 0, { planned: { kind: 'unchanged', message: 'Ana is enabled.' } }),
      plannedRow('ben', 1, { planned: { kind: 'failed', error } }),
      plannedRow('ana', 2, { planned: { kind: 'repeat' } }),
    ]);
    const outcomes = await execute(run);
    expect([
      outcomes.map(({ n, changed, plan, error }) => [n, changed, plan.unchangedMessage, error?.hint]),
      await records(run),
    ]).to.deep.equal([
      [
        [1, false, 'Ana is enabled.', undefined],
        [2, false, '', 'Check the name.'],
      ],
      [],
    ]);
  });

  it('refuses a row whose plan is no longer the one that was confirmed', async () => {
    const operation = fakeOperation((user) =>
      enabling(user, { fields: [{ field: 'enabled', before: true, after: false }] }),
    );
    const run = await stateWith([plannedRow('ana', 0)], operation);
    const [outcome] = await execute(run);
    expect([outcome?.error?.code, await records(run)]).to.deep.equal(['CHANGED_UNDERNEATH', []]);
  });

  it('refuses a row whose user is another one now, even if nothing is left to change', async () => {
    const others = { sub: { sub: 'another' }, tenant: { tenantId: 'tenant_002' } };
    const codes = await Promise.all(
      Object.values(others).map(async (other) => {
        const planned = plannedRow('ana', 0);
        const operation = fakeOperation((user) =>
          enabling(user, { target: { ...planned.target, ...other }, fields: [] }),
        );
        const row = { ...planned, target: { sub: 'sub-of-ana', ...planned.target } };
        const [outcome] = await execute(await stateWith([row], operation));
        return outcome?.error?.code;
      }),
    );
    expect(codes).to.deep.equal(['CHANGED_UNDERNEATH', 'CHANGED_UNDERNEATH']);
  });

  it('refuses a row whose change needs a confirmation that was not given', async () => {
    const operation = fakeOperation((user) => enabling(user, { disruption: 'Ana is signed out.' }));
    const [outcome] = await execute(await stateWith([plannedRow('ana', 0)], operation));
    expect(outcome?.error?.code).to.equal('CHANGED_UNDERNEATH');
  });

  it('executes the other rows after one fails', async () => {
    const fail = () => Promise.reject(new AdminError('INVALID_REQUEST', 'refused'));
    const operation = fakeOperation((user) => (user === 'ana' ? enabling(user, { apply: fail }) : enabling(user)));
    const run = await stateWith([plannedRow('ana', 0), plannedRow('ben', 1)], operation);
    const outcomes = await execute(run);
    expect([
      outcomes.map(({ changed, error, isNotStarted }) => [changed, error?.code, isNotStarted]),
      (await records(run)).map(([label, , result]) => [label, result]).sort(),
    ]).to.deep.equal([
      [
        [false, 'INVALID_REQUEST', undefined],
        [true, undefined, undefined],
      ],
      [
        ['ana', 'failed'],
        ['ben', 'done'],
      ],
    ]);
  });

  it('starts no row once the run stops', async () => {
    const run = await stateWith([plannedRow('ana', 0), plannedRow('ben', 1)]);
    let rows = 0;
    // The first row asks twice: before it is planned once more, and before it is recorded.
    const outcomes = await execute(run, { mayStart: () => (rows += 1) <= 1 });
    expect([
      outcomes.map(({ n, changed, isNotStarted }) => [n, changed, isNotStarted]),
      await records(run),
    ]).to.deep.equal([[[1, false, true]], []]);
  });

  it('does not mark a row as not started whose own error is a cancellation', async () => {
    const fail = () => Promise.reject(new AdminError('CANCELLED', 'the run stopped before this row was started'));
    const run = await stateWith(
      [plannedRow('ana', 0)],
      fakeOperation((user) => enabling(user, { apply: fail })),
    );
    const [outcome] = await execute(run);
    expect([outcome?.error?.code, outcome?.isNotStarted]).to.deep.equal(['CANCELLED', undefined]);
  });

  it('finishes the record of a row that was done before the run was interrupted', async () => {
    const first = await stateWith([plannedRow('ana', 0)]);
    const recorder = recorderFor(first.directory, undefined, { run: { id: first.folder.id, row: 1 } });
    await recorder.start(enabling('ana'));
    const { dataFolder, endpoint } = first.directory;
    const [record] = (await readHistory(historyFile(dataFolder, endpoint))).records;
    await writePlans(first, [
      plannedRow('ana', 0, { recordId: record!.id, planned: { kind: 'was-done', message: 'Enabled.' } }),
    ]);
    const [outcome] = await execute(first);
    expect([outcome?.changed, outcome?.warnings, await records(first)]).to.deep.equal([
      true,
      ['the run was interrupted while this was in progress; a check shows that it was done'],
      [['ana', 1, 'done', null]],
    ]);
  });

  describe('with a generated password', () => {
    const operation = fakeOperation((user) => enabling(user, { reveal: () => 'secret' }));

    it('saves it before the row is recorded as done, and keeps it out of the outcome', async () => {
      const run = await stateWith([plannedRow('ana', 0)], operation);
      const saved: unknown[] = [];
      const credentials = {
        add: async (email: string, password: string) => {
          // Time for the row to go on, if it did not wait.
          await delay(20);
          saved.push([email, password, ...(await records(run))]);
        },
        writeError: () => undefined,
        close: () => Promise.resolve(),
      };
      const [outcome] = await execute(run, { credentials });
      expect([saved, outcome?.password]).to.deep.equal([
        [['ana', 'secret', ['ana', 1, 'unknown', 'INC-1']]],
        undefined,
      ]);
    });

    it('does not record the row as done if it cannot be saved', async () => {
      const run = await stateWith([plannedRow('ana', 0)], operation);
      const credentials = {
        add: () => Promise.reject(new AdminError('PARTIAL', 'the disk is full', { mayHaveHappened: true })),
        writeError: () => undefined,
        close: () => Promise.resolve(),
      };
      const [outcome] = await execute(run, { credentials });
      expect([outcome?.error?.message, (await records(run)).map(([, , result]) => result)]).to.deep.equal([
        'the disk is full',
        ['unknown'],
      ]);
    });
  });
});
