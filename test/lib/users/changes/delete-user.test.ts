import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { deleteUser } from '../../../../src/lib/users/changes/delete-user.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../../changes/agreement.js';
import { lostAnswer, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer, type AnaOptions } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };
const GONE = serviceError('UserNotFoundException');

describe('deleteUser', () => {
  const cognito = mockUsers();

  function answer(state: AnaOptions = {}) {
    cognito.answerByWrites('AdminGetUser', anaAnswer(state), GONE);
    cognito.answer('AdminDeleteUser', {});
  }

  async function remove(options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const change = await deleteUser(directory, { user: ANA_EMAIL });
    const [outcome] = await carryOut(directory, [change], options);
    return unrecorded(outcome!);
  }

  it('deletes by the canonical user name, records every attribute, and verifies that the user is gone', async () => {
    answer({ attributes: { 'custom:department': 'dept_it', 'custom:employee_no': 'E1' } });
    const { plan, ...outcome } = await remove();
    expect(outcome).to.deep.equal({
      changed: true,
      dryRun: false,
      requestIds: ['AdminDeleteUser-1'],
      warnings: [],
    });
    expect({ fields: plan.fields, doneMessage: plan.doneMessage, notes: plan.notes }).to.deep.equal({
      fields: [
        { field: 'status', before: 'CONFIRMED', after: null },
        { field: 'enabled', before: true, after: null },
        { field: 'custom:employee_no', before: 'E1', after: null },
        { field: 'sub', before: ANA, after: null },
        { field: 'email', before: ANA_EMAIL, after: null },
        { field: 'emailVerified', before: true, after: false },
        { field: 'tenantId', before: 'tenant_001', after: null },
        { field: 'roles', before: ['itsm_agent'], after: [] },
        { field: 'department', before: 'dept_it', after: null },
      ],
      doneMessage: `Deleted ${ANA_EMAIL}.`,
      notes: ['The StackFlow profile record, if there is one, stays: sf-admin changes only the user pool.'],
    });
    expect(cognito.written()).to.deep.equal([['AdminDeleteUser', ON_ANA]]);
    expect(cognito.sent().at(-1)).to.deep.equal(['AdminGetUser', ON_ANA]);
  });

  it('deletes a user who breaks the conventions', async () => {
    answer({ attributes: { 'custom:tenant_id': undefined, 'custom:role': 'no_role' } });
    expect((await remove()).changed).to.equal(true);
  });

  it('is not verified if the user still exists', async () => {
    cognito.answer('AdminGetUser', anaAnswer());
    cognito.answer('AdminDeleteUser', {});
    expect((await remove()).error?.code).to.equal('NOT_VERIFIED');
  });

  it('is looked up and found done if the answer was lost', async () => {
    answer();
    cognito.answer('AdminDeleteUser', lostAnswer());
    const { changed, warnings } = await remove();
    expect([changed, warnings]).to.deep.equal([true, ['the response was lost; a check shows that it was done']]);
  });

  it('asks for confirmation, and for the name in a protected context', async () => {
    answer();
    expect((await rejection(remove(NOBODY))).code).to.equal('CONFIRMATION_REQUIRED');
    const { options, asked } = somebody(false);
    expect((await rejection(remove(options))).code).to.equal('CANCELLED');
    expect((await rejection(remove(options, { context: { protected: true } }))).code).to.equal('CANCELLED');
    expect(asked).to.deep.equal([
      `users delete ${ANA_EMAIL} in context sandbox. Continue?`,
      `users delete ${ANA_EMAIL} in context sandbox (protected). Type ${ANA_EMAIL} to continue: [${ANA_EMAIL}]`,
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('writes nothing in a dry run or to a user of another tenant', async () => {
    answer();
    expect((await remove(DRY_RUN)).dryRun).to.equal(true);
    expect((await rejection(remove(AGREED, { tenant: 'tenant_002' }))).code).to.equal('TENANT_MISMATCH');
    expect(cognito.written()).to.deep.equal([]);
  });
});
