import { expect } from 'chai';

import { carryOut, disableUser, getUser, listUsers } from '../../../src/lib/library/index.js';
import { openSandbox } from '../../../src/lib/library/sandbox.js';
import { rejection } from '../conventions/refusal.js';
import { all, ANA, ownSandbox } from './own-sandbox.js';

describe('a directory of the library', () => {
  const sandbox = ownSandbox();

  it('says where it acts, and cannot be changed', async () => {
    const directory = await sandbox().openDirectory({ tenant: 'tenant_001', readOnly: true });
    expect(directory.context).to.deep.equal({
      name: 'sandbox',
      poolId: sandbox().poolId,
      clientId: sandbox().clientId,
      region: sandbox().region,
      account: '000000000000',
      endpoint: null,
      tenant: 'tenant_001',
      protected: false,
      readOnly: true,
    });
    expect(Object.isFrozen(directory) && Object.isFrozen(directory.context)).to.equal(true);
  });

  it('cannot be used once it is closed, which may be done twice', async () => {
    const directory = await sandbox().openDirectory();
    const change = await disableUser(directory, { user: ANA });
    await directory.close();
    await directory[Symbol.asyncDispose]();
    for (const act of [() => getUser(directory, ANA), () => carryOut(directory, change, { yes: true })]) {
      expect(await rejection(act())).to.include({ code: 'USAGE', message: 'the directory is not open' });
    }
    expect(() => listUsers(directory)).to.throw('the directory is not open');
  });

  it('cancels the calls in progress when it is closed', async () => {
    const slow = await openSandbox({ latencyMs: 600_000 });
    const directory = await slow.openDirectory();
    const reading = rejection(getUser(directory, ANA));
    await directory.close();
    expect((await reading).code).to.equal('CANCELLED');
    await slow.close();
  });

  it('is independent of others that are open at the same time', async () => {
    const other = await openSandbox({ users: 1 });
    const [one, two] = [await sandbox().openDirectory(), await other.openDirectory()];
    const change = await disableUser(two, { user: ANA });
    await Promise.all([carryOut(two, change, { yes: true }), all(listUsers(one))]);
    await two.close();
    expect((await getUser(one, ANA)).enabled).to.equal(true);
    expect(await all(listUsers(one))).to.have.lengthOf(20);
    await other.close();
  });
});
