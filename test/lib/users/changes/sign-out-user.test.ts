import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { signOutUser } from '../../../../src/lib/users/changes/sign-out-user.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../../changes/agreement.js';
import { lostAnswer } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };

describe('signOutUser', () => {
  const cognito = mockUsers();

  beforeEach(() => {
    cognito.answer('AdminGetUser', anaAnswer());
    cognito.answer('AdminUserGlobalSignOut', {});
  });

  async function signOut(options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const [outcome] = await carryOut(directory, [await signOutUser(directory, { user: ANA_EMAIL })], options);
    return unrecorded(outcome!);
  }

  it('revokes the refresh tokens by the canonical user name, and says what stays valid', async () => {
    const { plan, ...outcome } = await signOut();
    expect({ outcome, fields: plan.fields, doneMessage: plan.doneMessage, notes: plan.notes }).to.deep.equal({
      outcome: { changed: true, dryRun: false, requestIds: ['AdminUserGlobalSignOut-1'], warnings: [] },
      fields: [{ field: 'refreshTokens', before: 'as issued', after: 'revoked', unreadable: true }],
      doneMessage: `Signed ${ANA_EMAIL} out.`,
      notes: [
        'A browser that signed in through the hosted UI can be signed in again without a password\n' +
          'until its session there ends. To keep the user out: sf-admin users lockdown USER',
        'APIs that verify access tokens offline still accept tokens that were already issued,\nfor at most 1 hour.',
      ],
    });
    expect(cognito.written()).to.deep.equal([['AdminUserGlobalSignOut', ON_ANA]]);
  });

  it('asks nothing, except for the name in a protected context', async () => {
    await signOut(NOBODY);
    const { options, asked } = somebody(false);
    const refusal = await rejection(signOut(options, { context: { protected: true } }));
    expect([refusal.code, asked, cognito.written().length]).to.deep.equal([
      'CANCELLED',
      [`users sign-out ${ANA_EMAIL} in context sandbox (protected). Type ${ANA_EMAIL} to continue: [${ANA_EMAIL}]`],
      1,
    ]);
  });

  it('writes nothing in a dry run or to a user of another tenant', async () => {
    expect((await signOut(DRY_RUN)).dryRun).to.equal(true);
    expect((await rejection(signOut(AGREED, { tenant: 'tenant_002' }))).code).to.equal('TENANT_MISMATCH');
    expect(cognito.written()).to.deep.equal([]);
  });

  it('reports an unknown result if the answer was lost, since reading the user does not tell', async () => {
    cognito.answer('AdminUserGlobalSignOut', lostAnswer());
    const { code, hint } = await rejection(signOut());
    expect([code, hint]).to.deep.equal([
      'TIMEOUT',
      `It is not known whether it was done. Check before you repeat it: sf-admin users show ${ANA_EMAIL}`,
    ]);
  });
});
