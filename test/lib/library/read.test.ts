import { expect } from 'chai';

import {
  carryOut,
  describeClient,
  describePool,
  disableUser,
  enableUser,
  getUser,
  listClients,
  listHistory,
  listSessions,
  listUsers,
} from '../../../src/lib/library/index.js';
import { rejection } from '../conventions/refusal.js';
import { all, ANA, BEN, ownSandbox } from './own-sandbox.js';

describe('the reads of the library', () => {
  const sandbox = ownSandbox();

  it('list the users that match, of the tenant that the directory acts in', async () => {
    const [whole, inTenant] = [
      await sandbox().openDirectory(),
      await sandbox().openDirectory({ tenant: 'tenant_002' }),
    ];
    const superAdmins = await all(listUsers(whole, { role: 'super_admin' }));
    expect(superAdmins.map(({ givenName }) => givenName)).to.deep.equal(['Ines', 'Tara']);
    expect((await all(listUsers(inTenant, { role: 'super_admin' }))).map(({ givenName }) => givenName)).to.deep.equal([
      'Ines',
    ]);
    expect(await all(listUsers(whole, { limit: 3 }))).to.have.lengthOf(3);
  });

  it('read one user with everything that is known of them, and their sessions', async () => {
    const directory = await sandbox().openDirectory();
    const { email, mfa, attributes } = await getUser(directory, ANA);
    expect([email, mfa.preferred, attributes['custom:employee_no']]).to.deep.equal([
      ANA,
      'SOFTWARE_TOKEN_MFA',
      'E00001',
    ]);
    const sessions = await all(listSessions(directory, 'tara.iyer@tenant-three.example'));
    expect(sessions.map(({ type }) => type)).to.include('SSO');
    expect((await rejection(getUser(directory, 'nobody@tenant-one.example'))).code).to.equal('USER_NOT_FOUND');
  });

  it('read the app client without its secret, unless it is asked for', async () => {
    const directory = await sandbox().openDirectory();
    const client = await describeClient(directory);
    expect(client).to.include({ clientId: sandbox().clientId, clientName: 'stackflow-web' });
    expect(JSON.stringify(client)).to.not.match(/secret/i);
    expect((await describeClient(directory, { showSecret: true })).clientSecret).to.match(/^sandbox/);
    expect(await all(listClients(directory))).to.deep.equal([
      { clientId: sandbox().clientId, name: 'stackflow-web', current: true },
    ]);
  });

  it('read the user pool', async () => {
    const pool = await describePool(await sandbox().openDirectory());
    expect(pool).to.include({ id: sandbox().poolId, name: 'stackflow-sandbox', deletionProtection: 'ACTIVE' });
  });

  it('list the changes that match, newest first', async () => {
    const directory = await sandbox().openDirectory();
    for (const user of [ANA, BEN]) await carryOut(directory, await disableUser(directory, { user }), { yes: true });
    await carryOut(directory, await enableUser(directory, { user: ANA }), { yes: true });
    const operations = async (filter: Parameters<typeof listHistory>[1]) =>
      (await all(listHistory(directory, filter))).map(({ operation, target }) => `${operation} ${target.label}`);
    expect(await operations({ user: ANA })).to.deep.equal([`users.enable ${ANA}`, `users.disable ${ANA}`]);
    expect(await operations({ operation: 'users.disable', limit: 1 })).to.deep.equal([`users.disable ${BEN}`]);
    expect(await operations({ failed: true })).to.deep.equal([]);
  });

  it('refuse a limit that is no count, and a time that is none, at once', async () => {
    const directory = await sandbox().openDirectory();
    for (const limit of [0, -1, 1.5, Number.NaN]) {
      expect(() => listUsers(directory, { limit })).to.throw('invalid limit');
      expect(() => listHistory(directory, { limit })).to.throw('invalid limit');
    }
    expect(() => listHistory(directory, { since: 'yesterday' })).to.throw('invalid time "yesterday"');
  });
});
