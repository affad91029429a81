import { expect } from 'chai';

import { deleteArchived, disableArchived } from '../../../../src/lib/backups/offboard/change-archived.js';
import { isUnchanged } from '../../../../src/lib/changes/change.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, GRACE_DISABLED, moveTo, remove, ownArchivedTenant } from './example-archive.js';

const NOW = new Date().toISOString();

describe('a person of an archive', () => {
  const tenant = ownArchivedTenant();
  it('has nothing to do for a user who is gone', async () => {
    const ana = await tenant().person(ANA);
    await tenant().edit(ANA, remove);
    for (const change of [
      await disableArchived(tenant().directory(), ana),
      await deleteArchived(tenant().directory(), ana),
    ]) {
      expect([isUnchanged(change), change.unchangedMessage]).to.deep.equal([
        true,
        `${ANA} is no longer in the user pool.`,
      ]);
    }
  });

  it('signs out a disabled user too, unless that was done before', async () => {
    const grace = await tenant().person(GRACE_DISABLED);
    const of = async (signedOutAt?: string) =>
      isUnchanged(await disableArchived(tenant().directory(), grace, { signedOutAt }));
    expect([await of(), await of(NOW)]).to.deep.equal([false, true]);
  });

  it('signs out a disabled user who was modified since, and may have signed in with new tokens', async () => {
    const grace = await tenant().person(GRACE_DISABLED);
    const signedOutAt = new Date(Date.now() - 60_000).toISOString();
    const isDone = async () => isUnchanged(await disableArchived(tenant().directory(), grace, { signedOutAt }));
    expect(await isDone()).to.equal(true);
    for (const operation of ['AdminEnableUser', 'AdminDisableUser'] as const) {
      await tenant().directory().cognito.call(operation, { Username: grace.username });
    }
    expect(await isDone()).to.equal(false);
  });

  it('disables and signs out somebody who was enabled again', async () => {
    const change = await disableArchived(tenant().directory(), await tenant().person(ANA), { signedOutAt: NOW });
    expect(change.fields.map(({ field }) => field)).to.deep.equal(['enabled', 'refreshTokens']);
  });

  it('refuses another user of the same name', async () => {
    const ana = { ...(await tenant().person(ANA)), sub: '00000000-0000-4000-8000-00000000000a' };
    for (const refused of [
      disableArchived(tenant().directory(), ana),
      disableArchived(tenant().directory(), ana, { signedOutAt: NOW }),
    ]) {
      expect((await rejection(refused)).code).to.equal('CHANGED_UNDERNEATH');
    }
    const grace = { ...(await tenant().person(GRACE_DISABLED)), sub: null };
    expect((await rejection(deleteArchived(tenant().directory(), grace))).code).to.equal('CHANGED_UNDERNEATH');
  });

  it('refuses somebody of another tenant, and the deletion of somebody who is enabled', async () => {
    const ana = await tenant().person(ANA);
    expect((await rejection(deleteArchived(tenant().directory(), ana))).code).to.equal('USER_STATE');
    await tenant().edit(ANA, moveTo('tenant_002'));
    const { code, hint } = await rejection(disableArchived(tenant().directory(), ana));
    expect([code, hint?.includes('--skip-invalid')]).to.deep.equal(['TENANT_MISMATCH', true]);
  });
});
