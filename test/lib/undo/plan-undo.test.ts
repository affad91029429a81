import { expect } from 'chai';

import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { planUndo } from '../../../src/lib/undo/plan-undo.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { rejection } from '../conventions/refusal.js';
import { ANA_EMAIL, anaAnswer } from '../users/ana.js';
import { mockUsers } from '../users/mock-users.js';
import { exampleRecord, recordId } from './example-record.js';

const FIRST = exampleRecord();
const change = (number: number, differences: Partial<ChangeRecord> = {}) =>
  exampleRecord({ id: recordId(number), ...differences });

describe('planUndo', () => {
  const cognito = mockUsers();
  const given = (givenName: string) => {
    cognito.answer('AdminGetUser', anaAnswer({ attributes: { given_name: givenName } }));
  };
  const plan = (later: readonly ChangeRecord[], force = false) =>
    planUndo(openTestDirectory(), FIRST, { force, later });

  it('plans the inverse of the record', async () => {
    given('Anna');
    const { operation, undoes, fields } = await plan([]);
    expect({ operation, undoes, fields }).to.deep.equal({
      operation: 'history.undo',
      undoes: FIRST.id,
      fields: [{ field: 'givenName', before: 'Anna', after: 'Ana' }],
    });
  });

  it('refuses if later changes moved the field, even if it has the recorded value again', async () => {
    given('Anna');
    expect(await rejection(plan([change(2), change(3)]))).to.deep.equal({
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
    const { fields } = await plan([change(2)], true);
    expect(fields).to.deep.equal([{ field: 'givenName', before: 'Annie', after: 'Ana' }]);
  });

  it('has nothing to refuse if the field is already as before', async () => {
    given('Ana');
    const { fields } = await plan([change(2)]);
    expect(fields).to.deep.equal([{ field: 'givenName', before: 'Ana', after: 'Ana' }]);
  });
});
