import { expect } from 'chai';

import { readAgain } from '../../../../src/lib/backups/offboard/read-again.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, BEN, CHLOE, LIAM_OTHER, disable, moveTo, remove, ownArchivedTenant } from './example-archive.js';

describe('readAgain', () => {
  const tenant = ownArchivedTenant();
  const found = (areDeleted = false) =>
    readAgain(tenant().directory(), tenant().archive, { areDeleted, progress: { done: 0 } });

  it('says where each person is, and who is in the tenant besides', async () => {
    await tenant().edit(ANA, disable);
    await tenant().edit(BEN, moveTo('tenant_003'));
    await tenant().edit(CHLOE, remove);
    await tenant().edit(LIAM_OTHER, moveTo('tenant_001'));
    const { findings, ...rest } = await found();
    expect(rest).to.deep.equal({
      archived: 8,
      people: { disabled: 1, disabledBefore: 1, enabled: 4, moved: 1, gone: 1 },
      appeared: 1,
      withoutDetail: 0,
    });
    expect(findings).to.include.members([
      'david.okafor@tenant-one.example is enabled',
      `${BEN} is in tenant_003 now, and was left as they are`,
      `${LIAM_OTHER} is in the tenant and not in the archive`,
    ]);
    expect(findings.length).to.equal(6);
  });

  it('takes somebody of the same name with another sub for another user', async () => {
    await tenant().edit(ANA, (user) => {
      user.attributes.sub = '00000000-0000-4000-8000-00000000000a';
    });
    const { people, appeared } = await found();
    expect([people.gone, people.enabled, appeared]).to.deep.equal([1, 6, 1]);
  });

  it('ends at the first Ctrl-C, and says how to go on', async () => {
    const progress = { done: 0 };
    const reading = readAgain(tenant().directory(), tenant().archive, {
      areDeleted: false,
      progress,
      stop: AbortSignal.abort(),
    });
    const { code, hint } = await rejection(reading);
    expect([code, progress.done, hint]).to.deep.equal([
      'CANCELLED',
      0,
      'The run is complete, but its report is not. To complete it, run the same line again.',
    ]);
  });

  it('finds those who were to be deleted and are still there', async () => {
    await tenant().edit(CHLOE, remove);
    expect((await found(true)).people).to.deep.equal({
      disabled: 0,
      disabledBefore: 1,
      enabled: 6,
      moved: 0,
      gone: 1,
    });
  });
});
