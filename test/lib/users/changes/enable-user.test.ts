import { expect } from 'chai';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { enableUser } from '../../../../src/lib/users/changes/enable-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { NOBODY } from '../../changes/agreement.js';
import { mockUsers } from '../mock-users.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';

describe('enableUser', () => {
  const cognito = mockUsers();

  async function enable() {
    const directory = openTestDirectory();
    const [outcome] = await carryOut(directory, [await enableUser(directory, { user: ANA_EMAIL })], NOBODY);
    return outcome!;
  }

  it('lets a disabled user sign in again, without asking', async () => {
    cognito.answerByWrites('AdminGetUser', anaAnswer({ enabled: false }), anaAnswer());
    cognito.answer('AdminEnableUser', {});
    const { plan, changed } = await enable();
    expect([changed, plan.doneMessage, plan.fields]).to.deep.equal([
      true,
      `Enabled ${ANA_EMAIL}.`,
      [{ field: 'enabled', before: false, after: true }],
    ]);
    expect(cognito.written()).to.deep.equal([['AdminEnableUser', { UserPoolId: SANDBOX_POOL_ID, Username: ANA }]]);
  });

  it('writes nothing for a user who is already enabled', async () => {
    cognito.answerByWrites('AdminGetUser', anaAnswer());
    const { plan, changed } = await enable();
    expect([changed, plan.unchangedMessage]).to.deep.equal([false, `${ANA_EMAIL} is already enabled.`]);
    expect(cognito.written()).to.deep.equal([]);
  });
});
