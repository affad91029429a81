import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { SandboxEngine } from '../../../../src/lib/sandbox/engine/engine.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { newOpaqueToken } from '../../../../src/lib/sandbox/sign-in/opaque-token.js';
import type { SandboxState } from '../../../../src/lib/sandbox/state/state.js';
import { FileStore } from '../../../../src/lib/sandbox/state/store.js';
import { Application } from '../application.js';
import { ANA, BEN, refusalOf, START } from '../harness.js';
import { withFolder } from '../temporary-folder.js';

/** A state of a version without registered second factors, devices, sessions and events. */
function olderState(): SandboxState {
  const state = seedState({ now: START });
  const pool = state.pools[SANDBOX_POOL_ID]!;
  delete pool.sessions;
  for (const user of Object.values(pool.users)) {
    user.refreshTokens = {};
    delete user.devices;
    delete user.ssoSessions;
  }
  return state;
}

describe('a state file of an older sf-admin', () => {
  it('loads without devices, import jobs and session tracking, but with the registered authenticator apps', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'data', 'sandbox.json');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(olderState()));
      const engine = new SandboxEngine(new FileStore(file), { now: () => START });
      const call = (operation: string, input: object = {}) =>
        engine.handle(operation, { UserPoolId: SANDBOX_POOL_ID, Username: ANA, ...input });

      expect(await call('AdminListDevices')).to.deep.equal({ Devices: [] });
      expect((await refusalOf(call('AdminListUserSessions')))[0]).to.equal('OperationNotEnabledException');
      expect((await refusalOf(call('AdminListUserAuthEvents')))[0]).to.equal('UserPoolAddOnNotEnabledException');
      expect(await call('AdminGetUserAuthFactors')).to.have.deep.property('ConfiguredUserAuthFactors', [
        'PASSWORD',
        'SOFTWARE_TOKEN',
      ]);
      expect(await call('AdminDeleteSoftwareToken')).to.deep.equal({});
      expect(await call('AdminGetUser')).to.not.have.property('UserMFASettingList');
      expect(await call('ListUserImportJobs', { MaxResults: 1 })).to.deep.equal({ UserImportJobs: [] });
    });
  });

  it('has refresh tokens without a session, which are refreshed, and listed nowhere', async () => {
    const application = new Application();
    const { sandbox } = application;
    const user = sandbox.user(BEN);
    const { text, hash } = newOpaqueToken(user.username);
    user.refreshTokens = {
      [hash]: { clientId: application.clientId, signedInAt: sandbox.time, expiresAt: sandbox.time + 1000 },
    };
    const SECRET_HASH = application.hash(user.username);
    expect(await application.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: text, SECRET_HASH })).to.have.property(
      'AuthenticationResult',
    );
    expect(await sandbox.call('AdminListUserSessions', { Username: BEN })).to.deep.equal({ Sessions: [] });
  });
});
