import { expect } from 'chai';

import type { Outcome } from '../../../src/lib/changes/outcome.js';
import { type RecorderOptions, recorderFor } from '../../../src/lib/changes/recorder.js';
import { AdminError } from '../../../src/lib/errors.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { undoability } from '../../../src/lib/undo/undoability.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { readHistory } from '../../helpers/read-history.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { examplePlan } from './example-change.js';

const RUN = { id: '01KARUN0000000000000000001', row: 17 };
const PLAN = examplePlan();
const PASSWORD = examplePlan({
  fields: [{ field: 'password', before: null, after: '(hidden)', unreadable: true }],
});
const DONE: Outcome = { plan: PLAN, changed: true, dryRun: false, requestIds: ['r-1'], warnings: [] };
const UNCHANGED: Outcome = {
  ...DONE,
  plan: { ...PLAN, fields: [{ field: 'enabled', before: true, after: true }] },
  changed: false,
  requestIds: [],
};

describe('recorderFor', () => {
  const folder = temporaryFolder();
  const directory = () => openTestDirectory({ dataFolder: folder.path('data') });
  const recorded = async () =>
    (await readHistory(sandboxHistory(folder.path('data')))).records.map(({ id, run, result, fields }) => ({
      id,
      run,
      result,
      fields,
    }));
  const recorder = (as?: RecorderOptions) => recorderFor(directory(), undefined, as);

  /** The ID of a record that a killed process left without an end. */
  async function started(plan = PLAN): Promise<string> {
    await recorder({ run: RUN }).start(plan);
    return (await recorded())[0]!.id;
  }

  it('records the run and row of a change', async () => {
    const record = recorder({ run: RUN });
    await record.start(PLAN);
    const { recordId: id } = await record.end(DONE);
    expect(await recorded()).to.deep.equal([{ id, run: RUN, result: 'done', fields: PLAN.fields }]);
  });

  it('completes the record that it resumes, and starts no other', async () => {
    const id = await started();
    const record = recorder({ run: RUN, resumes: id });
    await record.start(PLAN);
    expect((await record.end(DONE)).recordId).to.equal(id);
    expect(await recorded()).to.deep.equal([{ id, run: RUN, result: 'done', fields: PLAN.fields }]);
  });

  it('records a resumed change with nothing left to do as done, with the fields of its start', async () => {
    const id = await started();
    await recorder({ resumes: id }).end(UNCHANGED);
    expect(await recorded()).to.deep.equal([{ id, run: RUN, result: 'done', fields: PLAN.fields }]);
  });

  describe('a change that was cut off after its first write', () => {
    const tokens = { field: 'refreshTokens', before: 'valid', after: 'revoked', unreadable: true } as const;
    const start = examplePlan({ fields: [{ field: 'enabled', before: true, after: false }, tokens] });
    const rest = examplePlan({ fields: [{ field: 'enabled', before: false, after: false }, tokens] });

    it('keeps the fields of its start, so that it can be undone', async () => {
      const id = await started(start);
      const record = recorder({ resumes: id });
      await record.start(rest);
      await record.end({ ...DONE, plan: rest });
      const [found] = (await readHistory(sandboxHistory(folder.path('data')))).records;
      expect([found?.result, undoability(found!).fields]).to.deep.equal(['done', [start.fields[0]]]);
    });

    it('is unknown, and not failed, if no step of the rest was done', async () => {
      const id = await started(start);
      const record = recorder({ resumes: id });
      await record.start(rest);
      const error = new AdminError('THROTTLED', 'too many requests');
      await record.end({ ...DONE, plan: rest, changed: false, requestIds: [], error });
      expect((await recorded()).map(({ result, fields }) => [result, fields])).to.deep.equal([
        ['unknown', start.fields],
      ]);
    });

    it('is unknown, and not failed, if the rest could not be begun', async () => {
      const fields = [
        { field: 'roles', before: ['itsm_agent'], after: ['itsm_admin'] },
        { field: 'enabled', before: false, after: true },
      ];
      const id = await started(examplePlan({ fields }));
      const record = recorder({ resumes: id });
      await record.start(examplePlan({ fields: [{ ...fields[0]!, before: ['itsm_admin'] }, fields[1]!] }));
      await record.fail(new AdminError('THROTTLED', 'too many requests'));
      expect((await recorded()).map(({ result }) => result)).to.deep.equal(['unknown']);
    });
  });

  for (const [what, plan, result] of [
    ['failed, if the fields it was started with read as before', PLAN, 'failed'],
    ['unknown, where no reading tells whether the first try did it', PASSWORD, 'unknown'],
  ] as const) {
    it(`records a resumed change that fails as ${what}`, async () => {
      const id = await started(plan);
      const record = recorder({ resumes: id });
      await record.start(plan);
      await record.fail(new AdminError('THROTTLED', 'too many requests'));
      expect((await recorded()).map((found) => found.result)).to.deep.equal([result]);
    });
  }

  it('records a resumed change as unknown if it could not be planned', async () => {
    const id = await started();
    await recorder({ resumes: id }).fail(new AdminError('USER_NOT_FOUND', 'no such user'));
    expect((await recorded()).map((found) => found.result)).to.deep.equal(['unknown']);
  });
});
