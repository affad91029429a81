import { expect } from 'chai';
import { BEN, GRACE_DISABLED, Sandbox } from '../../harness.js';

const TOKEN = { clientId: 'some-client', signedInAt: 0, expiresAt: Number.MAX_SAFE_INTEGER };

describe('the account operations of the sandbox', () => {
  it('AdminDisableUser disables the user and revokes the refresh tokens', async () => {
    const sandbox = new Sandbox();
    sandbox.user(BEN).refreshTokens = { hash: TOKEN };
    const before = structuredClone(sandbox.user(BEN));
    expect(await sandbox.call('AdminDisableUser', { Username: BEN })).to.deep.equal({});
    expect(sandbox.user(BEN)).to.deep.equal({
      ...before,
      enabled: false,
      refreshTokens: {},
      modifiedAt: sandbox.time,
    });
  });

  it('AdminEnableUser enables the user with the same status as before', async () => {
    const sandbox = new Sandbox();
    const before = structuredClone(sandbox.user(GRACE_DISABLED));
    await sandbox.call('AdminEnableUser', { Username: GRACE_DISABLED });
    expect(sandbox.user(GRACE_DISABLED)).to.deep.equal({
      ...before,
      enabled: true,
      modifiedAt: sandbox.time,
    });
  });

  it('AdminUserGlobalSignOut only revokes the refresh tokens', async () => {
    const sandbox = new Sandbox();
    sandbox.user(BEN).refreshTokens = { hash: TOKEN };
    const before = structuredClone(sandbox.user(BEN));
    await sandbox.call('AdminUserGlobalSignOut', { Username: BEN });
    expect(sandbox.user(BEN)).to.deep.equal({ ...before, refreshTokens: {}, modifiedAt: sandbox.time });
  });

  it('AdminDeleteUser deletes only that user', async () => {
    const sandbox = new Sandbox();
    const others = Object.keys(sandbox.pool.users).filter((name) => name !== sandbox.user(BEN).username);
    await sandbox.call('AdminDeleteUser', { Username: BEN });
    expect(Object.keys(sandbox.pool.users)).to.deep.equal(others);
  });

  for (const operation of ['AdminDisableUser', 'AdminEnableUser', 'AdminUserGlobalSignOut', 'AdminDeleteUser']) {
    it(`${operation} refuses a user who does not exist`, async () => {
      expect(await new Sandbox().refusal(operation, { Username: 'nobody@tenant-one.example' })).to.deep.equal([
        'UserNotFoundException',
        'User does not exist.',
      ]);
    });
  }
});
