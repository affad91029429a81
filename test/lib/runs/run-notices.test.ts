import { expect } from 'chai';

import type { RowOutcome } from '../../../src/lib/runs/run.js';
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

async function collected(outcomes: readonly RowOutcome[], canBeUndone = true): Promise<RunNotices> {
  const notices = new RunNotices(() => canBeUndone);
  const passed: RowOutcome[] = [];
  const each = async function* () {
    await Promise.resolve();
    yield* outcomes;
  };
  for await (const one of notices.collectFrom(each())) passed.push(one);
  expect(passed).to.deep.equal(outcomes);
  return notices;
}

describe('RunNotices', () => {
  it('lists each failed row, and each warning once', async () => {
    const error = new AdminError('USER_STATE', 'it failed');
    const notices = await collected([
      outcome(1, { changed: false, error }),
      outcome(2, { warnings: ['looked up'] }),
      outcome(3, { warnings: ['looked up'] }),
    ]);
    expect(notices.warnings()).to.deep.equal(['line 1, ana@example.com: it failed', 'looked up']);
  });

  it('lists twenty warnings, and counts the others', async () => {
    const notices = await collected(Array.from({ length: 23 }, (_, n) => outcome(n, { warnings: [`warning ${n}`] })));
    expect(notices.warnings().slice(-2)).to.deep.equal(['warning 19', 'and 3 more']);
  });

  it('lists a note once if it is about several rows, or if only one row changed', async () => {
    const noted = (n: number, ...notes: string[]) => outcome(n, { plan: examplePlan({ notes }) });
    const several = await collected([noted(1, 'for all', 'for one'), noted(2, 'for all')]);
    const single = await collected([noted(1, 'for one'), outcome(2, { changed: false })]);
    expect([several.notes(), single.notes()]).to.deep.equal([['for all'], ['for one']]);
  });

  it('is undoable if a change was made that can be undone', async () => {
    const notices = [
      await collected([outcome(1)]),
      await collected([outcome(1)], false),
      await collected([outcome(1, { changed: false })]),
    ];
    expect(notices.map(({ isUndoable }) => isUndoable)).to.deep.equal([true, false, false]);
  });
});
