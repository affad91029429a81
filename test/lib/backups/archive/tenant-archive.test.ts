import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { inArchive } from '../../../../src/lib/backups/archive/archive.js';
import { writeTenantArchive } from '../../../../src/lib/backups/archive/tenant-archive.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../../../../src/lib/sandbox/state/memory-store.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

describe('the archive of a tenant', () => {
  const temporary = temporaryFolder();
  const people = async (): Promise<{ email: string; [detail: string]: unknown }[]> =>
    (await readFile(temporary.path('archive/users.ndjson'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { email: string });
  /** A pool that remembers devices and records sign-ins. */
  const recording = () => {
    const state = seedState();
    const pool = state.pools[SANDBOX_POOL_ID]!;
    Object.assign(pool.settings, {
      DeviceConfiguration: {},
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    });
    return openTestDirectory({ store: new MemoryStore(state), tenant: 'tenant_001' });
  };

  it('has the factors, devices and sign-ins of each person', async () => {
    const directory = recording();
    const event = { EventId: 'e1', EventType: 'SignIn', EventResponse: 'Pass', CreationDate: new Date(0) };
    const { cognito } = directory;
    const call: typeof cognito.call = (operation, input) =>
      operation === 'AdminListUserAuthEvents'
        ? (Promise.resolve({ AuthEvents: [event] }) as never)
        : cognito.call(operation, input);
    await writeTenantArchive({ ...directory, cognito: { ...cognito, call } }, temporary.path('archive')).run();
    const ana = (await people()).find(({ email }) => email.startsWith('ana.'))!;
    expect([ana.factors, ana.devices]).to.deep.equal([['PASSWORD', 'SOFTWARE_TOKEN'], []]);
    expect(ana.signInEvents).to.have.length(1);
    expect((ana.signInEvents as object[])[0]).to.include({ id: 'e1', type: 'SignIn', result: 'Pass' });
  });

  for (const [what, operation, key] of [
    ['sign-in factors', 'AdminGetUserAuthFactors', 'factors'],
    ['devices', 'AdminListDevices', 'devices'],
    ['sign-in events', 'AdminListUserAuthEvents', 'signInEvents'],
  ] as const) {
    it(`does without ${what} that cannot be read, and says so once`, async () => {
      const directory = recording();
      const { cognito } = directory;
      const call: typeof cognito.call = (name, input) =>
        name === operation
          ? Promise.reject(new AdminError('ACCESS_DENIED', `not allowed to call ${operation}`))
          : cognito.call(name, input);
      const warnings: string[] = [];
      const warn = (text: string) => warnings.push(text);
      await writeTenantArchive({ ...directory, cognito: { ...cognito, call } }, temporary.path('archive'), {
        warn,
      }).run();
      const details = (await people()).map((person) => person[key]);
      expect([details.length, new Set(details)]).to.deep.equal([8, new Set([null])]);
      expect(warnings).to.deep.equal([`the ${what} of users are not archived: not allowed to call ${operation}`]);
    });
  }

  it('is refused if its manifest is of another tenant, although it was begun for this one', async () => {
    const directory = openTestDirectory({ store: new MemoryStore(seedState()), tenant: 'tenant_001' });
    const folder = temporary.path('archive');
    await writeTenantArchive(directory, folder).run();
    const manifest = await readFile(inArchive(folder, 'manifest.json'), 'utf8');
    await writeFile(inArchive(folder, 'archive.json'), manifest, { mode: 0o600 });
    await writeFile(inArchive(folder, 'manifest.json'), manifest.replace('tenant_001', 'tenant_002'));
    expect((await rejection(writeTenantArchive(directory, folder).run())).code).to.equal('OTHER_POOL');
  });
});
