import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox, START } from '../../harness.js';

const CSS = '.banner-customizable { background-color: #fff; }';

describe('SetUICustomization and GetUICustomization', () => {
  it('style all clients, and one client instead of that', async () => {
    const sandbox = new Sandbox();
    const ofClient = { ClientId: SANDBOX_CLIENT_ID };
    const get = async (input: object) => (await sandbox.call('GetUICustomization', input)).UICustomization;
    expect([await get({}), await get(ofClient)]).to.deep.equal([{}, {}]);
    const ofAll = { UserPoolId: SANDBOX_POOL_ID, ClientId: 'ALL', CSS };
    const { UICustomization } = await sandbox.call('SetUICustomization', { CSS });
    expect(UICustomization).to.deep.equal({
      ...ofAll,
      CSSVersion: START.toISOString(),
      CreationDate: START.getTime() / 1000,
      LastModifiedDate: START.getTime() / 1000,
    });
    expect([await get({}), await get(ofClient)]).to.deep.equal([UICustomization, UICustomization]);
    sandbox.time += 1000;
    await sandbox.call('SetUICustomization', { ...ofClient, CSS: '' });
    expect(await get(ofClient)).to.deep.equal({
      UserPoolId: SANDBOX_POOL_ID,
      ...ofClient,
      CreationDate: sandbox.time / 1000,
      LastModifiedDate: sandbox.time / 1000,
    });
    expect(await get({})).to.deep.equal(UICustomization);
  });

  it('need a domain, a client that exists, and no logo', async () => {
    const sandbox = new Sandbox();
    const { UserPool } = await sandbox.call('CreateUserPool', { PoolName: 'second' });
    const second = { UserPoolId: (UserPool as { Id: string }).Id, CSS };
    expect(await sandbox.refusal('SetUICustomization', second)).to.deep.equal([
      'InvalidParameterException',
      'There has to be an existing domain associated with this user pool',
    ]);
    for (const operation of ['SetUICustomization', 'GetUICustomization']) {
      const [name] = await sandbox.refusal(operation, { ClientId: 'nosuchclient' });
      expect(name).to.equal('ResourceNotFoundException');
    }
    const [name] = await sandbox.refusal('SetUICustomization', { ImageFile: 'AAAA' });
    expect(name).to.equal('UnsupportedOperationException');
  });
});
