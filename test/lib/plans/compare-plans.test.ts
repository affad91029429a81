import { expect } from 'chai';

import type { Plan } from '../../../src/lib/changes/change.js';
import type { RowRecord } from '../../../src/lib/history/read-run.js';
import { matchPlans } from '../../../src/lib/plans/compare-plans.js';
import type { SavedPlan } from '../../../src/lib/plans/plan-document.js';
import { refusal } from '../conventions/refusal.js';
import { exampleSaved } from './example-plan.js';

const { target: ANA, fields: FIELDS } = exampleSaved();
const BEN = { ...ANA, id: 'ben', sub: 'ben', label: 'ben@example.com' };
const OF_BEN = exampleSaved({ target: BEN });

function fresh(saved: SavedPlan, differences: Partial<Plan> = {}): Plan {
  return { ...saved, doneMessage: 'Done.', unchangedMessage: 'Unchanged.', notes: ['A note.'], ...differences };
}

function recorded(result: RowRecord['result']): RowRecord {
  return { recordId: 'r1', startedAt: '2026-11-21T03:00:00.000Z', endedAt: null, result, error: null };
}

const match = (saved: SavedPlan[], plans: Plan[], records: [number, RowRecord][] = []) =>
  matchPlans(saved, plans, new Map(records)).map(({ fresh: { target }, n, resumes }) => [target.label, n, resumes]);

describe('matchPlans', () => {
  it('finds the new plan of each saved plan, whatever the messages say', () => {
    const plans = [fresh(OF_BEN), fresh(exampleSaved())];
    expect(match([exampleSaved(), OF_BEN], plans)).to.deep.equal([
      [ANA.label, 1, undefined],
      [BEN.label, 2, undefined],
    ]);
  });

  const moved: [what: string, differences: Partial<Plan>, message: string][] = [
    [
      'another value before',
      { fields: [{ field: 'enabled', before: false, after: false }] },
      `${ANA.label} has changed since it was planned: enabled was yes, and is no now`,
    ],
    [
      'another value after',
      { fields: [{ field: 'enabled', before: true, after: true }] },
      `${ANA.label} has changed since it was planned`,
    ],
    [
      'a field more',
      { fields: [...FIELDS, { field: 'mfa', before: null, after: 'totp' }] },
      `${ANA.label} has changed`,
    ],
    ['another user of the same name', { target: { ...ANA, sub: 'another' } }, `${ANA.label} is another user`],
    ['another name', { target: { ...ANA, label: 'eve@example.com' } }, `${ANA.label} has changed since it was planned`],
    ['another tenant', { target: { ...ANA, tenantId: 'tenant_002' } }, `${ANA.label} has changed`],
    ['another effect on people', { disruption: 'They are locked out.' }, `${ANA.label} has changed`],
    ['another account that is handed over', { handsOver: ['cloud_admin'] }, `${ANA.label} has changed`],
    ['a role for a time', { grant: { role: 'cloud_admin', until: null } }, `${ANA.label} has changed`],
    ['another operation', { operation: 'users.enable' }, '2 targets have changed since they were planned'],
  ];
  for (const [what, differences, message] of moved) {
    it(`refuses ${what}`, () => {
      const error = refusal(() => match([exampleSaved()], [fresh(exampleSaved(), differences)]));
      expect(error.code).to.equal('CHANGED_UNDERNEATH');
      expect(error.message).to.include(message);
    });
  }

  it('compares the whole list of a field to which an item is added', () => {
    const list = (...after: string[]) => [{ field: 'callbackUrls', before: ['a'], after, relative: true as const }];
    const saved = exampleSaved({ fields: list('a', 'b') });
    expect(refusal(() => match([saved], [fresh(saved, { fields: list('a', 'c') })])).code).to.equal(
      'CHANGED_UNDERNEATH',
    );
  });

  it('names every target that has changed', () => {
    const fields = [{ field: 'enabled', before: false, after: false }];
    const plans = [fresh(exampleSaved(), { fields }), fresh(OF_BEN, { fields })];
    const { hint = '' } = refusal(() => match([exampleSaved(), OF_BEN], plans));
    expect([hint.includes(ANA.label), hint.includes(BEN.label)]).to.deep.equal([true, true]);
  });

  it('refuses a change that is not in the plan', () => {
    const error = refusal(() => match([exampleSaved()], [fresh(exampleSaved()), fresh(OF_BEN)]));
    expect(error.message).to.equal(`${BEN.label} would change too, which is not in the plan`);
  });

  it('leaves out what the history shows as done', () => {
    const done: [number, RowRecord][] = [[1, recorded('done')]];
    expect(match([exampleSaved(), OF_BEN], [fresh(OF_BEN)], done)).to.deep.equal([[BEN.label, 2, undefined]]);
  });

  it('accepts the rest of a change that was started and cut off, and completes its record', () => {
    const left = fresh(exampleSaved(), { fields: [{ field: 'enabled', before: false, after: false }] });
    expect(match([exampleSaved()], [left], [[1, recorded(null)]])).to.deep.equal([[ANA.label, 1, 'r1']]);
  });

  it('accepts of a change that was started nothing else than its rest', () => {
    const other = fresh(exampleSaved(), { fields: [{ field: 'enabled', before: false, after: true }] });
    const error = refusal(() => match([exampleSaved()], [other], [[1, recorded(null)]]));
    expect(error.code).to.equal('CHANGED_UNDERNEATH');
  });

  it('passes over a change that was started and of which nothing is left', () => {
    expect(match([exampleSaved()], [], [[1, recorded('unknown')]])).to.deep.equal([]);
  });
});
