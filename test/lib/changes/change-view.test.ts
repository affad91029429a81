import { expect } from 'chai';
import type { Outcome } from '../../../src/lib/changes/outcome.js';
import { outcomeJson, outcomeList, outcomeText } from '../../../src/lib/changes/change-view.js';
import { planLines } from '../../../src/lib/changes/plan-lines.js';
import { placeJson } from '../../../src/lib/changes/place.js';
import { AdminError } from '../../../src/lib/errors.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { examplePlan } from './example-change.js';

const DIRECTORY = openTestDirectory();

const done: Outcome = {
  plan: examplePlan({
    fields: [
      { field: 'enabled', before: false, after: true },
      { field: 'department', before: 'dept_it', after: 'dept_it' },
      { field: 'password', before: '(hidden)', after: 'another', unreadable: true },
    ],
  }),
  changed: true,
  dryRun: false,
  requestIds: ['r-1'],
  warnings: [],
};
const unchanged: Outcome = { ...done, plan: examplePlan({ fields: [] }), changed: false, requestIds: [] };

describe('outcomeJson', () => {
  it('has the fields that changed, and no others', () => {
    expect(outcomeJson(done)).to.deep.equal({
      changed: true,
      dryRun: false,
      operation: 'users.enable',
      target: { kind: 'user', id: 'sub-of-ana', label: 'ana@example.com', tenantId: 'tenant_001' },
      fields: [
        { field: 'enabled', before: false, after: true },
        { field: 'password', before: '(hidden)', after: 'another' },
      ],
      requestIds: ['r-1'],
    });
  });

  it('has the generated password, and the error of one among several', () => {
    const error = new AdminError('THROTTLED', 'Cognito kept throttling');
    const { password, error: reported } = outcomeJson({ ...unchanged, password: 'made-up', error });
    expect([password, reported]).to.deep.equal([
      'made-up',
      { code: 'THROTTLED', message: 'Cognito kept throttling', exitCode: 7 },
    ]);
  });
});

describe('outcomeText', () => {
  it('is one sentence on what was done', () => {
    expect(outcomeText(done)).to.equal('Enabled ana@example.com.');
  });

  it('says that nothing was changed if there was nothing to change', () => {
    expect(outcomeText(unchanged)).to.equal('ana@example.com is enabled already. Nothing was changed.');
  });

  it('is the plan, field by field, for a dry run', () => {
    expect(outcomeText({ ...done, dryRun: true })).to.equal(planLines(done.plan));
  });

  it('shows a generated password', () => {
    expect(outcomeText({ ...done, password: 'made-up' })).to.equal(
      'Enabled ana@example.com.\nPassword, shown only once: made-up',
    );
  });
});

describe('outcomeList', () => {
  const list = outcomeList(DIRECTORY);

  it('has a column for every key of the JSON except the fields', () => {
    const error = new AdminError('THROTTLED', 'Cognito kept throttling');
    const outcome = { ...done, recordId: 'R1', password: 'made-up', error };
    expect(Object.fromEntries(list.columns.map(({ key, value }) => [key, value(outcome)]))).to.deep.equal({
      changed: true,
      dryRun: false,
      operation: 'users.enable',
      id: 'sub-of-ana',
      label: 'ana@example.com',
      tenantId: 'tenant_001',
      recordId: 'R1',
      password: 'made-up',
      error: 'THROTTLED',
      context: 'sandbox',
    });
  });

  it('is identified by the target', () => {
    expect(list.id(done)).to.equal('sub-of-ana');
  });

  it('names the context in each row, and the whole place once in JSON', () => {
    const { common, key, json } = list.envelope;
    expect([list.json(done).context, common, key, json(done)]).to.deep.equal([
      'sandbox',
      { context: placeJson(DIRECTORY) },
      'outcomes',
      outcomeJson(done),
    ]);
  });
});

describe('planLines', () => {
  it('shows each field that changes, with the value before and after', () => {
    const fields = [
      { field: 'givenName', before: null, after: 'Ana' },
      { field: 'enabled', before: true, after: false },
      { field: 'roles', before: [], after: ['itsm_agent'] },
      { field: 'count', before: 1, after: 2 },
      { field: 'locale', before: 'pt', after: 'pt' },
    ];
    expect(planLines(examplePlan({ fields })).split('\n')).to.deep.equal([
      'users enable ana@example.com (tenant_001)',
      '  given name: (none) → Ana',
      '  enabled: yes → no',
      '  roles: (none) → itsm_agent',
      '  count: 1 → 2',
    ]);
  });

  it('shows the removed and added items of longer lists, or the new order', () => {
    const fields = [
      { field: 'callbackUrls', before: ['a', 'b', 'c'], after: ['a', 'c', 'd'] },
      { field: 'roles', before: ['x', 'y'], after: ['y', 'x'] },
    ];
    expect(planLines(examplePlan({ fields })).split('\n').slice(1)).to.deep.equal([
      '  callback URLs:',
      '    - b',
      '    + d',
      '  roles:',
      '    y, x',
    ]);
  });

  it('says that a plan is unchanged, and names a tenant only if there is one', () => {
    const target = { kind: 'client', id: 'c', label: 'web', tenantId: null } as const;
    expect(planLines(examplePlan({ fields: [], operation: 'client.add-callback', target }))).to.equal(
      'client add-callback web\n  unchanged',
    );
  });
});
