import { expect } from 'chai';
import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { askedFor, described, moved, openPool, set } from '../../pool/settings/sandbox-pool.js';

const RECOVERY = 'account-recovery';
const EMAIL_FIRST = 'verified_email,verified_phone_number';
const PHONE_FIRST = 'verified_phone_number,verified_email';

describe('setSettings and the order of lists', () => {
  const folder = temporaryFolder();
  const open = () => openPool(folder.path('data'));

  it('changes the order of a list whose order matters', async () => {
    const directory = open();
    await set(directory, [askedFor(RECOVERY, EMAIL_FIRST)]);
    const outcome: Outcome = await set(directory, [askedFor(RECOVERY, PHONE_FIRST)]);
    expect([outcome.changed, outcome.plan.doneMessage]).to.deep.equal([
      true,
      'Changed accountRecovery of user pool stackflow-sandbox.',
    ]);
    const { UserPool } = await directory.cognito.call('DescribeUserPool', {});
    expect(UserPool?.AccountRecoverySetting?.RecoveryMechanisms).to.deep.equal([
      { Name: 'verified_phone_number', Priority: 1 },
      { Name: 'verified_email', Priority: 2 },
    ]);
  });

  it('leaves a list that only has another order as it is', async () => {
    const directory = open();
    await set(directory, [askedFor('first-factors', 'PASSWORD,EMAIL_OTP')]);
    const before = await described(directory);
    const { changed } = await set(directory, [askedFor('first-factors', 'EMAIL_OTP,PASSWORD')]);
    expect([changed, moved(before, await described(directory))]).to.deep.equal([false, []]);
  });
});
