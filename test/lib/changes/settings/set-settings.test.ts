import { expect } from 'chai';
import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import { mapChange, TAGS } from '../../../../src/lib/pool/settings/pool-settings.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
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

describe('setSettings and settings that exclude each other', () => {
  const folder = temporaryFolder();
  const open = () => openPool(folder.path('data'));

  for (const [title, asked, field] of [
    [
      'remembering devices and not remembering them',
      [askedFor('device-challenge', 'on'), askedFor('device-opt-in', 'none')],
      'devices.rememberOnUserPrompt',
    ],
    [
      'two functions of one trigger',
      ['A', 'B'].map((name) => askedFor('custom-message', `arn:aws:lambda:us-east-1:000000000000:function:${name}`)),
      'triggers.customMessage',
    ],
  ] as const) {
    it(`refuses ${title}, and writes nothing`, async () => {
      const directory = open();
      const before = await described(directory);
      const error = await rejection(set(directory, asked));
      expect([error.code, error.message]).to.deep.equal([
        'SETTING_CONFLICT',
        `user pool stackflow-sandbox: the settings exclude each other: ${field}`,
      ]);
      expect(moved(before, await described(directory))).to.deep.equal([]);
    });
  }

  it('sets a tag that is given twice to the last of the values', async () => {
    const directory = open();
    const outcome = await set(directory, mapChange(TAGS, { noun: 'tag', set: ['a=1', 'a=2'] }));
    expect(outcome.error).to.equal(undefined);
    expect(outcome.plan.fields[0]?.after).to.deep.equal(['team=identity', 'stage=test', 'a=2']);
  });
});
