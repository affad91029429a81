import { expect } from 'chai';

import { changeOf } from '../../../../src/lib/pool-spec/apply/addition.js';

/** The settings that an addition finds otherwise than it was to make them. */
async function unverified(wanted: object, found: object | undefined): Promise<unknown> {
  const change = changeOf({
    target: { kind: 'client', id: 'c', label: 'web', tenantId: null },
    name: 'app client web',
    wanted,
    irreversible: 'It stays.',
    showCommand: 'sf-admin client list',
    replan: () => Promise.resolve(change),
    write: () => Promise.resolve({ requestIds: [] }),
    read: () => Promise.resolve(found),
  });
  return change.unverifiedFields();
}

describe('the verification of an addition', () => {
  it('takes what is missing for what is off, empty or at its default', async () => {
    const wanted = { name: 'web', preventUserExistenceErrors: 'LEGACY', oauth: false, logoutUrls: [] };
    expect(await unverified(wanted, { name: 'web' })).to.deep.equal([]);
  });

  it('finds every other setting that was made otherwise, and everything if nothing was made', async () => {
    const wanted = { name: 'web', analytics: { userDataShared: true }, oauthScopes: ['email', 'openid'] };
    const found = { name: 'web', oauthScopes: ['openid', 'email'] };
    const shared = { field: 'analytics.userDataShared', before: null, after: true };
    expect(await unverified(wanted, found)).to.deep.equal([shared]);
    expect(await unverified(wanted, undefined)).to.deep.equal([
      { field: 'name', before: null, after: 'web' },
      shared,
      { field: 'oauthScopes', before: null, after: ['email', 'openid'] },
    ]);
  });
});
