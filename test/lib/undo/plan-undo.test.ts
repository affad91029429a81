import { expect } from 'chai';

import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { laterChanges, planUndo } from '../../../src/lib/undo/plan-undo.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { rejection } from '../conventions/refusal.js';
import { ANA_EMAIL, anaAnswer } from '../users/ana.js';
import { mockUsers } from '../users/mock-users.js';
import { exampleRecord, recordId } from './example-record.js';

const FIRST = exampleRecord();
const change = (number: number, differences: Partial<ChangeRecord> = {}) =>
  exampleRecord({ id: recordId(number), ...differences });

describe('laterChanges', () => {
  it('finds the changes of the same fields of the same user after a record', () => {
    const department = { field: 'department', before: null, after: 'dept_it' };
    const later = [change(3), change(4, { fields: [department, ...FIRST.fields] }), change(5, { result: 'unknown' })];
    const others = [
      change(6, { fields: [department] }),
      change(7, { target: { ...FIRST.target, id: 'somebody-else' } }),
      change(8, { result: 'failed' }),
      change(9, { result: 'unchanged' }),
      change(10, { fields: [{ field: 'givenName', before: 'Anna', after: 'Anna' }] }),
    ];
    const all = [change(0), FIRST, ...later, ...others];
    expect(laterChanges(all)(FIRST).map(({ id }) => id)).to.deep.equal(later.map(({ id }) => id));
  });

  it('finds them by their place, also if the clock was set back before them', () => {
    const [before, after] = [change(7), change(2)];
    const record = change(5);
    expect(laterChanges([before, record, after])(record).map(({ id }) => id)).to.deep.equal([after.id]);
  });
});

describe('planUndo', () => {
  const cognito = mockUsers();
  const given = (givenName: string) => {
    cognito.answer('AdminGetUser', anaAnswer({ attributes: { given_name: givenName } }));
  };
  const plan = (all: readonly ChangeRecord[], force = false) =>
    planUndo(openTestDirectory(), FIRST, { force, laterChanges: laterChanges(all) });

  it('plans the inverse of the record', async () => {
    given('Anna');
    const { operation, undoes, fields } = await plan([FIRST]);
    expect({ operation, undoes, fields }).to.deep.equal({
      operation: 'history.undo',
      undoes: FIRST.id,
      fields: [{ field: 'givenName', before: 'Anna', after: 'Ana' }],
    });
  });

  it('refuses if later changes moved the field, even if it has the recorded value again', async () => {
    given('Anna');
    expect(await rejection(plan([FIRST, change(2), change(3)]))).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: `${ANA_EMAIL} has changed since record ${FIRST.id}`,
      hint: [
        `Nothing was changed. Since then: users.set-attributes (record ${recordId(2)}), users.set-attributes (record ${recordId(3)}).`,
        `To undo the latest first: sf-admin history undo ${recordId(3)}`,
        `To restore the earlier values anyway: sf-admin history undo ${FIRST.id} --force`,
      ].join('\n'),
    });
  });

  it('undoes the record despite later changes with force', async () => {
    given('Annie');
    const { fields } = await plan([FIRST, change(2)], true);
    expect(fields).to.deep.equal([{ field: 'givenName', before: 'Annie', after: 'Ana' }]);
  });

  it('has nothing to refuse if the field is already as before', async () => {
    given('Ana');
    const { fields } = await plan([FIRST, change(2)]);
    expect(fields).to.deep.equal([{ field: 'givenName', before: 'Ana', after: 'Ana' }]);
  });
});
