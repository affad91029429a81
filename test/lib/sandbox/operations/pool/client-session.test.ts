import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox } from '../../harness.js';

const CLIENT = { ClientId: SANDBOX_CLIENT_ID };
const configuration = (MaxValidityMinutes: number) => ({
  UserPoolId: SANDBOX_POOL_ID,
  ...CLIENT,
  SSOSession: { MaxValidityMinutes },
});

describe('the session configuration of an app client', () => {
  it('is an hour until it is set, and survives an update of the client', async () => {
    const sandbox = new Sandbox();
    expect(await sandbox.call('GetUserPoolClientSessionConfiguration', CLIENT)).to.deep.equal(configuration(60));
    const set = await sandbox.call('SetUserPoolClientSessionConfiguration', configuration(0));
    expect(set).to.deep.equal(configuration(0));
    await sandbox.call('UpdateUserPoolClient', CLIENT);
    expect(await sandbox.call('GetUserPoolClientSessionConfiguration', CLIENT)).to.deep.equal(configuration(0));
  });

  it('is at most ninety days', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('SetUserPoolClientSessionConfiguration', configuration(129_600));
    const [name] = await sandbox.refusal('SetUserPoolClientSessionConfiguration', configuration(129_601));
    expect(name).to.equal('InvalidParameterException');
  });
});
