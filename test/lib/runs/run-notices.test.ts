import { expect } from 'chai';

import type { RowOutcome } from '../../../src/lib/runs/execute/execute-rows.js';
import { RunNotices } from '../../../src/lib/runs/run-notices.js';
import { AdminError } from '../../../src/lib/errors.js';
import { examplePlan } from '../changes/example-change.js';

function outcome(n: number, more: Partial<RowOutcome> = {}): RowOutcome {
  return {
    n,
    row: { line: n, values: {} },
    plan: examplePlan(),
    changed: true,
    dryRun: false,
    requestIds: [],
    warnings: [],
    ...more,
  };
}

async function listened(outcomes: readonly RowOutcome[], canBeUndone = true): Promise<RunNotices> {
  const told = new RunNotices(() => canBeUndone);
  const passed: RowOutcome[] = [];
  const each = async function* () {
    await Promise.resolve();
    yield* outcomes;
  };
  for await (const one of told.listeningTo(each())) passed.push(one);
  expect(passed).to.deep.equal(outcomes);
  return told;
}

describe('RunTold', () => {
  it('tells of each row that failed, and of each warning once', async () => {
    const error = new AdminError('USER_STATE', 'it failed');
    const told = await listened([
      outcome(1, { changed: false, error }),
      outcome(2, { warnings: ['looked up'] }),
      outcome(3, { warnings: ['looked up'] }),
    ]);
    expect(told.warnings()).to.deep.equal(['line 1, ana@example.com: it failed', 'looked up']);
  });

  it('tells twenty warnings, and counts the others', async () => {
    const told = await listened(
      Array.from({ length: 23 }, (_, n) => outcome(n, { warnings: [`warning ${n}`] })),
    );
    expect(told.warnings().slice(-2)).to.deep.equal(['warning 19', 'and 3 more']);
  });

  it('tells a note that holds for several rows once, and one of a single row where it is the only one', async () => {
    const noted = (n: number, ...notes: string[]) => outcome(n, { plan: examplePlan({ notes }) });
    const several = await listened([noted(1, 'for all', 'for one'), noted(2, 'for all')]);
    const single = await listened([noted(1, 'for one'), outcome(2, { changed: false })]);
    expect([several.notes(), single.notes()]).to.deep.equal([['for all'], ['for one']]);
  });

  it('can be undone where anything was changed that can be', async () => {
    const told = [
      await listened([outcome(1)]),
      await listened([outcome(1)], false),
      await listened([outcome(1, { changed: false })]),
    ];
    expect(told.map(({ isUndoable }) => isUndoable)).to.deep.equal([true, false, false]);
  });
});
