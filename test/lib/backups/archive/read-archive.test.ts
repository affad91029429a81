import { appendFile, cp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { subjectOf } from '../../../../src/lib/backups/archive/archive.js';
import { archivedGroups, archivedUsers, readArchive } from '../../../../src/lib/backups/archive/read-archive.js';
import { writePoolArchive } from '../../../../src/lib/backups/archive/pool-archive.js';
import { writeTenantArchive } from '../../../../src/lib/backups/archive/tenant-archive.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../../../../src/lib/sandbox/state/memory-store.js';
import { all } from '../../library/own-sandbox.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

describe('readArchive', () => {
  const temporary = temporaryFolder();
  const folder = () => temporary.path('backup');
  const of = (tenant?: string) =>
    openTestDirectory({ store: new MemoryStore(seedState()), ...(tenant === undefined ? {} : { tenant }) });

  beforeEach(async () => {
    await writePoolArchive(of(), folder()).run();
  });

  it('reads what was written, one user at a time', async () => {
    const { manifest, digest } = await readArchive(folder(), subjectOf(of()));
    const [users, groups] = [await all(archivedUsers(folder())), await all(archivedGroups(folder()))];
    expect([users.length, groups.map(({ name }) => name), digest.length]).to.deep.equal([20, ['operators'], 64]);
    expect(manifest.counts.users).to.equal(20);
  });

  const DAMAGE: Record<string, [() => Promise<unknown>, RegExp]> = {
    'a changed byte of the users': [
      async () => {
        const file = join(folder(), 'users.ndjson');
        await writeFile(file, (await readFile(file, 'utf8')).replace('Ana', 'Eva'));
      },
      /users\.ndjson is not as it was backed up: other bytes/,
    ],
    'a file that was cut off': [
      () => truncate(join(folder(), 'users.ndjson'), 5_000),
      /users\.ndjson is not as it was backed up: 5000 bytes in place of \d+/,
    ],
    'a user who was added': [
      () => appendFile(join(folder(), 'users.ndjson'), '{"username":"x","enabled":true,"groups":[]}\n'),
      /users\.ndjson is not as it was backed up/,
    ],
    'changed settings': [
      () => appendFile(join(folder(), 'pool.yaml'), '# x\n'),
      /pool\.yaml is not as it was backed up/,
    ],
    'a missing file': [
      () => rm(join(folder(), 'groups.ndjson')),
      /groups\.ndjson cannot be read: there is no such file or folder/,
    ],
    'two files that were swapped': [
      async () => {
        await cp(join(folder(), 'groups.ndjson'), join(folder(), 'users.ndjson'));
      },
      /users\.ndjson is not as it was backed up/,
    ],
    'a file of another backup': [
      async () => {
        await writeTenantArchive(of('tenant_001'), temporary.path('other')).run();
        await cp(join(temporary.path('other'), 'users.ndjson'), join(folder(), 'users.ndjson'));
      },
      /users\.ndjson is not as it was backed up/,
    ],
    'a manifest that counts other users': [
      async () => {
        const file = join(folder(), 'manifest.json');
        await writeFile(file, (await readFile(file, 'utf8')).replace('"users": 20', '"users": 21'));
      },
      /manifest\.json counts other users than there are/,
    ],
    'a manifest that is none': [
      () => writeFile(join(folder(), 'manifest.json'), '{"v":2}'),
      /manifest\.json is not the manifest of a backup/,
    ],
    'a manifest that is missing': [() => rm(join(folder(), 'manifest.json')), /holds no backup/],
    'an unfinished backup': [
      async () => {
        const { v, poolId, region, endpoint, tenant, startedAt } = (await readArchive(folder())).manifest;
        await rm(join(folder(), 'manifest.json'));
        await writeFile(
          join(folder(), 'archive.json'),
          JSON.stringify({ v, poolId, region, endpoint, tenant, startedAt }),
        );
      },
      /holds an unfinished backup/,
    ],
  };
  for (const [what, [damage, message]] of Object.entries(DAMAGE)) {
    it(`refuses ${what}, and names it`, async () => {
      await damage();
      const error = await rejection(readArchive(folder()));
      expect([error.code, error.message]).to.satisfy(
        ([code, text]: string[]) => code === 'INVALID_BACKUP' && message.test(text ?? ''),
        JSON.stringify([error.code, error.message]),
      );
    });
  }

  it('refuses a file that is a symbolic link, and a folder that is one', async () => {
    await cp(join(folder(), 'users.ndjson'), temporary.path('users'));
    await rm(join(folder(), 'users.ndjson'));
    await symlink(temporary.path('users'), join(folder(), 'users.ndjson'));
    await symlink(folder(), temporary.path('link'));
    const codes = [await rejection(readArchive(folder())), await rejection(readArchive(temporary.path('link')))];
    expect(codes.map(({ code }) => code)).to.deep.equal(['UNSAFE_FILE', 'UNSAFE_FILE']);
  });

  it('refuses a folder that is not there', async () => {
    const { code, message } = await rejection(readArchive(temporary.path('nowhere')));
    expect([code, message.endsWith('there is no such file or folder')]).to.deep.equal(['INVALID_BACKUP', true]);
  });

  it('refuses a backup of something else than was asked for', async () => {
    const { code, message } = await rejection(readArchive(folder(), subjectOf(of('tenant_001'))));
    expect([code, message.replace(folder(), '')]).to.deep.equal([
      'OTHER_POOL',
      ' holds a backup of user pool us-east-1_Sandbox01',
    ]);
  });

  it('limits the backup of a tenant to its users, and the groups that they are in', async () => {
    const archive = await writeTenantArchive(of('tenant_003'), temporary.path('tenant')).run();
    const users = await all(archivedUsers(archive.folder));
    expect([[...new Set(users.map(({ tenantId }) => tenantId))], archive.manifest.tenant]).to.deep.equal([
      ['tenant_003'],
      'tenant_003',
    ]);
    expect([archive.manifest.counts.groups, users.every(({ groups }) => groups.length === 0)]).to.deep.equal([0, true]);
  });
});
