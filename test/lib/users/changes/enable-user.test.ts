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

  it('hands over what the user holds and what counts as privileged by the context or the policy of the machine', async () => {
    cognito.answerByWrites(
      'AdminGetUser',
      anaAnswer({ enabled: false, attributes: { 'custom:role': 'itsm_agent,cloud_admin' } }),
    );
    cognito.answer('AdminListGroupsForUser', { Groups: [{ GroupName: 'readers' }, { GroupName: 'ops' }] });
    const privileged = { roles: ['itsm_agent'], groups: ['ops'] };
    const byPolicy = () => Promise.resolve({ approvals: 1, signers: undefined, privileged });
    const plans = await Promise.all(
      [openTestDirectory(), { ...openTestDirectory(), approvalRules: byPolicy }].map((directory) =>
        enableUser(directory, { user: ANA_EMAIL }),
      ),
    );
    expect(plans.map(({ handsOver }) => handsOver)).to.deep.equal([
      ['cloud_admin'],
      ['itsm_agent', 'cloud_admin', 'ops'],
    ]);
    expect(plans[0]?.disruption).to.equal(
      `It lets somebody sign in as ${ANA_EMAIL}, who holds cloud_admin, which is privileged.`,
    );
  });

  it('writes nothing for a user who is already enabled', async () => {
    cognito.answerByWrites('AdminGetUser', anaAnswer());
    const { plan, changed } = await enable();
    expect([changed, plan.unchangedMessage]).to.deep.equal([false, `${ANA_EMAIL} is already enabled.`]);
    expect(cognito.written()).to.deep.equal([]);
  });
});
