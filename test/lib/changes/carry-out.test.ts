import { expect } from 'chai';
import {
  type ApprovedChange,
  carryOut,
  carryOutApproved,
  type CarryOutOptions,
} from '../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../src/lib/changes/change.js';
import type { Recorder } from '../../../src/lib/changes/recorder.js';
import { AdminError, type ErrorCode } from '../../../src/lib/errors.js';
import { CHECK_ENDPOINT } from '../../../src/lib/cognito/errors/bad-response.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { readHistory } from '../../helpers/read-history.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection, toRefusal } from '../conventions/refusal.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from './agreement.js';
import { exampleChange, examplePlan } from './example-change.js';

const failing = (code: ErrorCode, mayHaveHappened?: boolean) => () =>
  Promise.reject(
    new AdminError(code, 'it failed', {
      hint: 'Fix it.',
      requestId: 'r-failed',
      ...(mayHaveHappened === undefined ? {} : { mayHaveHappened }),
    }),
  );
const still = { field: 'enabled', before: false, after: true };

const run = (changes: readonly Change[], options: CarryOutOptions = AGREED) =>
  carryOut(openTestDirectory({ tenant: 'tenant_001' }), changes, options);

describe('carryOut', () => {
  const folder = temporaryFolder();

  it('plans again, applies, then verifies', async () => {
    const change = exampleChange();
    expect((await run([change])).map(unrecorded)).to.deep.equal([
      { plan: examplePlan(), changed: true, dryRun: false, requestIds: ['r-1'], warnings: [] },
    ]);
    expect(change.log).to.deep.equal(['replan', 'apply', 'verify']);
  });

  it('does nothing if there is nothing to change', async () => {
    const change = exampleChange({ fields: [], disruption: 'They cannot sign in.' });
    const [outcome] = await run([change], NOBODY);
    expect([outcome!.changed, change.log]).to.deep.equal([false, []]);
  });

  it('does nothing in a dry run, and does not ask', async () => {
    const change = exampleChange({ disruption: 'They cannot sign in.' });
    const [outcome] = await run([change], DRY_RUN);
    expect([outcome!.changed, outcome!.dryRun, change.log]).to.deep.equal([false, true, []]);
  });

  it('guards and confirms every change before the first is applied', async () => {
    const first = exampleChange();
    const foreign = exampleChange({ target: { ...first.target, tenantId: 'tenant_002' } });
    const disruptive = exampleChange({ disruption: 'They cannot sign in.' });
    expect((await rejection(run([first, foreign]))).code).to.equal('TENANT_MISMATCH');
    expect((await rejection(run([first, foreign], DRY_RUN))).code).to.equal('TENANT_MISMATCH');
    expect((await rejection(run([first, disruptive], NOBODY))).code).to.equal('CONFIRMATION_REQUIRED');
    expect((await rejection(run([first, disruptive], somebody(false).options))).code).to.equal('CANCELLED');
    expect([...first.log, ...foreign.log, ...disruptive.log]).to.deep.equal([]);
  });

  it('has the ID that the service gave to a new target', async () => {
    const [outcome] = await run([
      exampleChange({
        apply: () => Promise.resolve({ requestIds: ['r-1'], targetId: 'made-by-the-service' }),
      }),
    ]);
    expect(outcome!.plan.target.id).to.equal('made-by-the-service');
  });

  it('reveals a generated password only if it was set', async () => {
    const reveal = () => 'made-up';
    const [set] = await run([exampleChange({ reveal })]);
    const [rehearsed] = await run([exampleChange({ reveal })], DRY_RUN);
    const [overtaken] = await run([
      exampleChange({ reveal, apply: () => Promise.resolve({ requestIds: [], wasUnchanged: true }) }),
    ]);
    expect([set!.password, rehearsed!.password, overtaken!.password]).to.deep.equal(['made-up', undefined, undefined]);
    expect(overtaken!.changed).to.equal(false);
  });

  it('has both the error of a failed verification and the password that was set', async () => {
    const unverifiedFields = () => Promise.resolve([still]);
    const [outcome] = await run([exampleChange({ unverifiedFields, reveal: () => 'made-up' })]);
    expect([outcome!.changed, outcome!.password, toRefusal(outcome!.error)]).to.deep.equal([
      true,
      'made-up',
      {
        code: 'NOT_VERIFIED',
        message: 'ana@example.com was written, but now has other values: enabled',
        hint: 'Another writer may be changing it. Check it: sf-admin users show ana@example.com',
      },
    ]);
  });

  it('succeeds with a warning if only the verification cannot be read', async () => {
    const [outcome] = await run([exampleChange({ unverifiedFields: failing('THROTTLED') })]);
    expect([outcome!.changed, outcome!.warnings]).to.deep.equal([
      true,
      ['it was done, but could not be read back: it failed'],
    ]);
  });

  it('rethrows unexpected errors of every step', async () => {
    const defect = new TypeError('a defect');
    const throwing = () => Promise.reject(defect);
    for (const change of [exampleChange({ apply: throwing }), exampleChange({ unverifiedFields: throwing })]) {
      expect(await run([change]).catch((reason: unknown) => reason)).to.equal(defect);
      expect(await run([change, change]).catch((reason: unknown) => reason)).to.equal(defect);
    }
  });

  describe('right before the write', () => {
    const disruption = 'They cannot sign in.';

    it('applies the new plan', async () => {
      const fresh = exampleChange({ doneMessage: 'The fresh one.' });
      const stale = exampleChange({ replan: () => Promise.resolve(fresh) });
      const [outcome] = await run([stale]);
      expect([outcome!.plan.doneMessage, fresh.log, stale.log]).to.deep.equal([
        'The fresh one.',
        ['apply', 'verify'],
        [],
      ]);
    });

    it('refuses a change whose target has changed, even without a question', async () => {
      const moved = exampleChange({ fields: [{ field: 'enabled', before: true, after: false }] });
      const change = exampleChange({ disruption, replan: () => Promise.resolve(moved) });
      for (const options of [AGREED, somebody(true).options]) {
        expect(await rejection(run([change], options))).to.deep.equal({
          code: 'CHANGED_UNDERNEATH',
          message: 'ana@example.com has changed since this was planned',
          hint: 'Nothing was written. Check it (sf-admin users show ana@example.com), then run the command again.',
        });
      }
      expect([change.log, moved.log]).to.deep.equal([[], []]);
    });

    it("refuses a user who was moved to another tenant, whatever the caller's tenant", async () => {
      const change = exampleChange();
      const elsewhere = exampleChange({ target: { ...change.target, tenantId: 'tenant_002' } });
      const stale = exampleChange({ replan: () => Promise.resolve(elsewhere) });
      expect((await rejection(run([stale]))).code).to.equal('TENANT_MISMATCH');
      const anywhere = carryOut(openTestDirectory(), [stale], AGREED);
      expect((await rejection(anywhere)).code).to.equal('CHANGED_UNDERNEATH');
      expect(elsewhere.log).to.deep.equal([]);
    });

    const known = { ...examplePlan().target, sub: 'sub-of-ana' };
    const nothingToDo = [{ field: 'enabled', before: true, after: true }];
    for (const [what, target] of [
      ['with another sub', { ...known, sub: 'another' }],
      ['without a sub', { ...examplePlan().target }],
      ['in another tenant', { ...known, tenantId: 'tenant_002' }],
      ['in no tenant', { ...known, tenantId: null }],
      ['with another user name', { ...known, id: 'another' }],
    ] as const) {
      it(`refuses a user ${what}, whether or not there is something left to do`, async () => {
        for (const fields of [examplePlan().fields, nothingToDo]) {
          const fresh = exampleChange({ target, fields });
          const stale = exampleChange({ target: known, replan: () => Promise.resolve(fresh) });
          const refusal = await rejection(carryOut(openTestDirectory(), [stale], AGREED));
          expect([refusal.code, fresh.log]).to.deep.equal(['CHANGED_UNDERNEATH', []]);
        }
      });
    }

    it('refuses a user who was deleted, and points out that the address may be of another by now', async () => {
      const gone = exampleChange({ replan: failing('USER_NOT_FOUND') });
      expect(await rejection(run([gone]))).to.deep.equal({
        code: 'CHANGED_UNDERNEATH',
        message: 'ana@example.com was deleted since this was planned',
        hint: 'Nothing was written. If a user has this address now, it is another account: check it, then plan again.',
      });
      expect(gone.log).to.deep.equal([]);
    });

    it('has nothing to do if another writer made the same move', async () => {
      const move = (before: string) => [{ field: 'tenantId', before, after: 'tenant_002' }];
      const target = { ...known, tenantId: 'tenant_002' };
      const done = exampleChange({ target, fields: move('tenant_002'), movesTenant: true });
      const stale = exampleChange({
        target: known,
        fields: move('tenant_001'),
        movesTenant: true,
        replan: () => Promise.resolve(done),
      });
      const [outcome] = await carryOut(openTestDirectory(), [stale], AGREED);
      expect([outcome!.changed, outcome!.error, done.log]).to.deep.equal([false, undefined, []]);
    });

    it('has nothing to do if another writer did the same', async () => {
      const done = exampleChange({ fields: [{ field: 'enabled', before: true, after: true }] });
      const [outcome] = await run([exampleChange({ replan: () => Promise.resolve(done) })]);
      expect([outcome!.changed, done.log]).to.deep.equal([false, []]);
    });

    it('guards the new plan too', async () => {
      const roles = (after: string[]) => [{ field: 'roles', before: [], after, relative: true as const }];
      const fresh = exampleChange({ fields: roles(['unknown']) });
      const stale = exampleChange({
        fields: roles(['itsm_agent']),
        replan: () => Promise.resolve(fresh),
      });
      expect((await rejection(run([stale]))).code).to.equal('UNKNOWN_ROLE');
      expect(fresh.log).to.deep.equal([]);
    });

    it('does not plan again if the service itself rejects a stale write', async () => {
      const change = exampleChange({ isRejectedIfStale: true });
      await run([change]);
      expect(change.log).to.deep.equal(['apply', 'verify']);
    });

    it('lets one process at a time change a target', async () => {
      const log: string[] = [];
      const slow = (name: string) =>
        exampleChange({
          apply: async () => {
            log.push(`${name} begins`);
            await new Promise((resolve) => setTimeout(resolve, 20));
            log.push(`${name} ends`);
            return { requestIds: [name] };
          },
        });
      await Promise.all([run([slow('one')]), run([slow('two')])]);
      expect(log.map((entry) => entry.split(' ')[1])).to.deep.equal(['begins', 'ends', 'begins', 'ends']);
    });

    it('fails if the data folder cannot be written, and writes nothing', async () => {
      const change = exampleChange();
      // A folder that nobody can make, root included.
      const directory = openTestDirectory({ dataFolder: '/dev/null/sf-admin' });
      const { code } = await rejection(carryOut(directory, [change], AGREED));
      expect([code, change.log]).to.deep.equal(['DATA_FOLDER', []]);
    });
  });

  describe('with items added to a list', () => {
    const adding = (before: string[], after: string[]) => ({
      fields: [{ field: 'roles', before, after, relative: true as const }],
    });

    it('adds them to the current list', async () => {
      const fresh = exampleChange(adding(['cloud_admin'], ['itsm_agent', 'cloud_admin']));
      const stale = exampleChange({ ...adding([], ['itsm_agent']), replan: () => Promise.resolve(fresh) });
      const [outcome] = await run([stale]);
      expect([outcome!.changed, outcome!.plan.fields]).to.deep.equal([true, fresh.fields]);
    });

    it('refuses if another field has changed', async () => {
      const given = (before: string) => ({ field: 'givenName', before, after: 'Ana' });
      const fresh = exampleChange({ fields: [...adding([], ['itsm_agent']).fields, given('Anne')] });
      const stale = exampleChange({
        fields: [...adding([], ['itsm_agent']).fields, given('Anna')],
        replan: () => Promise.resolve(fresh),
      });
      expect((await rejection(run([stale]))).code).to.equal('CHANGED_UNDERNEATH');
    });

    it('refuses a change that has become disruptive without a confirmation', async () => {
      const fields = adding([], ['itsm_agent']);
      const fresh = exampleChange({ ...fields, disruption: 'Ana would be moved.' });
      const stale = exampleChange({ ...fields, replan: () => Promise.resolve(fresh) });
      expect((await rejection(run([stale], NOBODY))).code).to.equal('CHANGED_UNDERNEATH');
      expect(fresh.log).to.deep.equal([]);
    });

    it('adds them again if another writer overwrote them, at most three times', async () => {
      const overwritten = [{ field: 'roles', before: [], after: ['itsm_agent'] }];
      let proofs = 0;
      const until = (good: number) =>
        exampleChange({
          ...adding([], ['itsm_agent']),
          unverifiedFields: () => Promise.resolve((proofs += 1) < good ? overwritten : []),
        });
      const [second] = await run([until(2)]);
      expect([second!.error, proofs]).to.deep.equal([undefined, 2]);
      proofs = 0;
      const [never] = await run([until(9)]);
      expect([never!.error?.code, proofs]).to.deep.equal(['NOT_VERIFIED', 3]);
    });

    it('reports that it was written if a later attempt fails', async () => {
      const overwritten = [{ field: 'roles', before: [], after: ['itsm_agent'] }];
      for (const second of [failing('THROTTLED'), failing('CHANGED_UNDERNEATH')]) {
        let writes = 0;
        const change = exampleChange({
          ...adding([], ['itsm_agent']),
          apply: () => ((writes += 1) === 1 ? Promise.resolve({ requestIds: ['r-1'] }) : second()),
          unverifiedFields: () => Promise.resolve(overwritten),
        });
        const [outcome] = await run([change]);
        expect([outcome!.changed, outcome!.error?.code]).to.deep.equal([true, 'NOT_VERIFIED']);
      }
    });
  });

  describe('if the service contradicts itself', () => {
    const results = async () =>
      (await readHistory(sandboxHistory(folder.path('data')))).records.map(({ result }) => result);
    const recordedRun = (change: Change) =>
      carryOut(openTestDirectory({ dataFolder: folder.path('data') }), [change], AGREED);

    it('fails if the answer to the write is wrong, and does not ask it whether the change was made', async () => {
      const change = exampleChange({ apply: failing('BAD_RESPONSE', true) });
      expect(await rejection(recordedRun(change))).to.deep.equal({
        code: 'BAD_RESPONSE',
        message: 'it failed',
        hint: 'It is not known whether it was done. Check before you repeat it: sf-admin users show ana@example.com\nFix it.',
      });
      expect([change.log, await results()]).to.deep.equal([['replan'], ['unknown']]);
    });

    it('fails if another target is returned to verify it, and still has the password that was set', async () => {
      const change = exampleChange({ unverifiedFields: failing('BAD_RESPONSE'), reveal: () => 'secret' });
      const [outcome] = await recordedRun(change);
      expect([outcome!.changed, outcome!.password, toRefusal(outcome!.error)]).to.deep.equal([
        true,
        'secret',
        {
          code: 'BAD_RESPONSE',
          message: 'ana@example.com was written, but cannot be verified: it failed',
          hint: `Check it: sf-admin users show ana@example.com\n${CHECK_ENDPOINT}`,
        },
      ]);
      expect(await results()).to.deep.equal(['unknown']);
    });
  });

  describe('if it is uncertain that a write happened', () => {
    const lost = failing('TIMEOUT', true);

    it('looks it up: it happened', async () => {
      const [outcome] = await run([exampleChange({ apply: lost })]);
      expect([outcome!.changed, outcome!.requestIds, outcome!.warnings]).to.deep.equal([
        true,
        [],
        ['the response was lost; a check shows that it was done'],
      ]);
    });

    it('looks it up: it did not happen, which is certain from then on', async () => {
      const change = exampleChange({ apply: lost, unverifiedFields: () => Promise.resolve([still]) });
      const error = (await run([change]).catch((reason: unknown) => reason)) as AdminError;
      expect([error.code, error.message, error.hint, error.mayHaveHappened]).to.deep.equal([
        'TIMEOUT',
        'it failed',
        'A check shows that nothing was changed.\nFix it.',
        false,
      ]);
    });

    const UNKNOWN =
      'It is not known whether it was done. Check before you repeat it: sf-admin users show ana@example.com\nFix it.';

    it('leaves it open if looking it up fails', async () => {
      const change = exampleChange({ apply: lost, unverifiedFields: failing('TIMEOUT') });
      expect((await rejection(run([change]))).hint).to.equal(UNKNOWN);
    });

    it('leaves it open if a field cannot be read, whatever the others are', async () => {
      const fields = [still, { field: 'password', before: 'x', after: 'y', unreadable: true as const }];
      const apply = lost;
      expect((await rejection(run([exampleChange({ apply, fields })]))).hint).to.equal(UNKNOWN);
      const untouched = exampleChange({ apply, fields, unverifiedFields: () => Promise.resolve([still]) });
      expect((await rejection(run([untouched]))).hint).to.equal(UNKNOWN);
    });

    it('does not say that nothing was changed if some fields are as planned', async () => {
      const fields = [still, { field: 'givenName', before: 'Ana', after: 'Anna' }];
      const unverifiedFields = () => Promise.resolve([still]);
      const change = exampleChange({ apply: lost, fields, unverifiedFields });
      expect((await rejection(run([change]))).hint).to.equal(UNKNOWN);
    });

    it('keeps the request ID', async () => {
      const change = exampleChange({ apply: lost, unverifiedFields: () => Promise.resolve([still]) });
      const error: unknown = await run([change]).catch((reason: unknown) => reason);
      expect((error as AdminError).requestId).to.equal('r-failed');
    });

    it('does not look up what was refused', async () => {
      const change = exampleChange({ apply: failing('ACCESS_DENIED') });
      expect((await rejection(run([change]))).hint).to.equal('Fix it.');
      expect(change.log).to.deep.equal(['replan']);
    });
  });

  describe('with several changes', () => {
    it('continues after one that fails, and has its error in its outcome', async () => {
      const last = exampleChange();
      const outcomes = await run([exampleChange(), exampleChange({ apply: failing('USER_NOT_FOUND') }), last]);
      expect(outcomes.map(({ changed, error }) => [changed, error?.code])).to.deep.equal([
        [true, undefined],
        [false, 'USER_NOT_FOUND'],
        [true, undefined],
      ]);
    });

    it('starts no further one after a failure if they belong together', async () => {
      const [first, failed, last] = [exampleChange(), exampleChange({ apply: failing('THROTTLED') }), exampleChange()];
      const outcomes = await run([first, failed, last], { ...AGREED, together: 'pool apply' });
      expect(outcomes.map(({ changed, error, isNotStarted }) => [changed, error?.code, isNotStarted])).to.deep.equal([
        [true, undefined, undefined],
        [false, 'THROTTLED', undefined],
        [false, 'PARTIAL', true],
      ]);
      expect(last.log).to.deep.equal([]);
    });

    it('does not write to a user who was moved to another tenant in the meantime', async () => {
      const second = exampleChange();
      const { target } = second;
      const moved = exampleChange({ target: { ...target, tenantId: 'tenant_002' } });
      const late = exampleChange({ replan: () => Promise.resolve(moved) });
      const outcomes = await run([second, late]);
      expect(outcomes.map(({ changed, error }) => [changed, error?.code])).to.deep.equal([
        [true, undefined],
        [false, 'TENANT_MISMATCH'],
      ]);
      expect(late.log).to.deep.equal([]);
    });

    it('starts no further change after an interrupt, and still reports what was done', async () => {
      const interrupt = new AbortController();
      const last = exampleChange();
      const interrupted = exampleChange({
        apply: () => {
          interrupt.abort();
          return failing('CANCELLED')();
        },
        unverifiedFields: failing('CANCELLED'),
      });
      const directory = openTestDirectory({ interrupt: interrupt.signal });
      const outcomes = await carryOut(directory, [exampleChange(), interrupted, last], AGREED);
      expect(outcomes.map(({ changed, error }) => [changed, error?.code])).to.deep.equal([
        [true, undefined],
        [false, 'CANCELLED'],
        [false, 'CANCELLED'],
      ]);
      expect(last.log).to.deep.equal([]);
    });
  });
});

describe('carryOutApproved', () => {
  /** Logs its calls in `log`. */
  function loggingRecorder(log: string[]): Recorder {
    return {
      prepare: () => undefined,
      start: (plan) => {
        log.push(`start ${plan.target.label}`);
        return Promise.resolve();
      },
      end: (outcome) => {
        log.push('end');
        return Promise.resolve({ ...outcome, recordId: 'recorded' });
      },
      fail: (error) => {
        log.push(`fail ${toRefusal(error).code}`);
        return Promise.resolve();
      },
    };
  }

  async function act(change: ReturnType<typeof exampleChange>, agreed: Partial<ApprovedChange> = {}) {
    const matchesPlan = () => true;
    const plan = () => change.replan();
    const whole = { target: examplePlan().target, plan, matchesPlan, ...agreed };
    return carryOutApproved(openTestDirectory({ tenant: 'tenant_001' }), whole, loggingRecorder(change.log));
  }

  it('plans, records, applies, verifies and completes the record, in this order', async () => {
    const change = exampleChange();
    expect(await act(change)).to.deep.equal({
      plan: examplePlan(),
      changed: true,
      dryRun: false,
      requestIds: ['r-1'],
      warnings: [],
      recordId: 'recorded',
    });
    expect(change.log).to.deep.equal(['replan', 'start ana@example.com', 'apply', 'verify', 'end']);
  });

  it('writes nothing if there is nothing left to change', async () => {
    const change = exampleChange({ fields: [{ field: 'enabled', before: true, after: true }] });
    const { changed } = await act(change, { matchesPlan: () => false });
    expect([changed, change.log]).to.deep.equal([false, ['replan', 'end']]);
  });

  it('writes nothing if the new plan is not the approved one', async () => {
    const change = exampleChange();
    expect(await rejection(act(change, { matchesPlan: () => false }))).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: 'ana@example.com has changed since this was planned',
      hint: 'Nothing was written. Check it (sf-admin users show ana@example.com), then run the command again.',
    });
    expect(change.log).to.deep.equal(['replan', 'fail CHANGED_UNDERNEATH']);
  });

  it('guards the new plan', async () => {
    const { target } = examplePlan();
    const change = exampleChange({ target: { ...target, tenantId: 'tenant_002' } });
    expect((await rejection(act(change))).code).to.equal('TENANT_MISMATCH');
    expect(change.log).to.deep.equal(['replan', 'fail TENANT_MISMATCH']);
  });

  it('completes the record of a write that failed', async () => {
    const change = exampleChange({ apply: failing('USER_STATE') });
    expect((await rejection(act(change))).code).to.equal('USER_STATE');
    expect(change.log).to.deep.equal(['replan', 'start ana@example.com', 'fail USER_STATE']);
  });

  it('locks the target, unless the service itself rejects a stale write', async () => {
    for (const isRejectedIfStale of [false, true]) {
      const log: string[] = [];
      const change = exampleChange({
        apply: async () => {
          log.push('begins');
          await new Promise((resolve) => setTimeout(resolve, 30));
          log.push('ends');
          return { requestIds: [] };
        },
      });
      await Promise.all([act(change, { isRejectedIfStale }), act(change, { isRejectedIfStale })]);
      const [one, two] = [
        ['begins', 'ends', 'begins', 'ends'],
        ['begins', 'begins', 'ends', 'ends'],
      ];
      expect(log).to.deep.equal(isRejectedIfStale ? two : one);
    }
  });
});
