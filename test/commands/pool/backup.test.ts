import { join } from 'node:path';
import { chmod, cp, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import PoolBackup from '../../../src/commands/pool/backup.js';
import UsersList from '../../../src/commands/users/list.js';
import type { ArchivedUser, Manifest } from '../../../src/lib/backups/archive/archive.js';
import { subjectOf } from '../../../src/lib/backups/archive/archive.js';
import { openArchiveFolder } from '../../../src/lib/backups/archive/archive-folder.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { openTestDirectory } from '../../helpers/directory.js';

describe('pool backup', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const folder = () => place().path('backup');
  const file = (name: string) => `${folder()}/${name}`;
  const users = async () =>
    (await readFile(file('users.ndjson'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ArchivedUser);

  it('writes settings, groups and users, each readable by its owner only', async () => {
    const { stdout, stderr, exitCode } = await run(PoolBackup, [folder()]);
    const [first, second] = stdout.split('\n');
    expect({ first, stderr, exitCode }).to.deep.equal({
      first: `Backed up 20 users and 1 group of user pool us-east-1_Sandbox01 to ${folder()}.`,
      stderr: '',
      exitCode: 0,
    });
    expect(second).to.match(/^SHA-256 of its manifest, .*: [0-9a-f]{64}$/);
    const names = (await readdir(folder())).sort();
    const modes = await Promise.all(['', ...names].map(async (name) => (await lstat(file(name))).mode & 0o777));
    expect([names, modes.map((mode) => mode.toString(8))]).to.deep.equal([
      ['groups.ndjson', 'manifest.json', 'pool.yaml', 'users.ndjson'],
      ['700', '600', '600', '600', '600'],
    ]);
  });

  it('holds every user as listed, with every attribute as it is stored, and the groups', async () => {
    await place().edit(({ users: stored }) => {
      Object.values(stored)[1]!.attributes['custom:role'] = 'itsm_agent, cloud_admin';
    });
    await run(PoolBackup, [folder()]);
    const listed = JSON.parse((await run(UsersList, ['-o', 'json'])).stdout) as { username: string }[];
    const [backedUp, pool] = [await users(), await place().pool()];
    expect(backedUp.map(({ attributes: _, groups: __, ...user }) => user)).to.deep.equal(listed);
    for (const { username, attributes } of backedUp) {
      const { attributes: stored } = pool.users[username]!;
      const { identities = stored.identities, ...others } = attributes;
      expect({ ...others, ...(identities !== undefined && { identities }) }).to.deep.equal(stored);
    }
    const members = backedUp.filter(({ groups }) => groups.length > 0).map(({ email, groups }) => [email, groups]);
    expect(members).to.deep.equal([
      ['david.okafor@tenant-one.example', ['operators']],
      ['jonas.weber@tenant-two.example', ['operators']],
    ]);
  });

  it('counts what is in it, and prints the manifest with its digest as JSON', async () => {
    const { stdout } = await run(PoolBackup, [folder(), '-o', 'json']);
    const { digest, folder: where, ...manifest } = JSON.parse(stdout) as Manifest & { digest: string; folder: string };
    expect([where, manifest.counts, manifest.tenant]).to.deep.equal([
      folder(),
      { users: 20, enabled: 17, disabled: 3, federated: 1, groups: 1, memberships: 2 },
      null,
    ]);
    expect(JSON.parse(await readFile(file('manifest.json'), 'utf8'))).to.deep.equal(manifest);
    expect(digest).to.match(/^[0-9a-f]{64}$/);
  });

  it('holds no secret of an app client', async () => {
    const secret = 'sandboxsecret0sandboxsecret0sandboxsecret0sandbox00';
    await place().edit(({ clients }) => Object.assign(clients[SANDBOX_CLIENT_ID]!, { secret }));
    await run(PoolBackup, [folder()]);
    const texts = await Promise.all((await readdir(folder())).map((name) => readFile(file(name), 'utf8')));
    expect([texts.length, texts.join('').includes(secret)]).to.deep.equal([4, false]);
  });

  it('refuses a finished backup, an existing folder, a file and a symbolic link, and changes none of them', async () => {
    await run(PoolBackup, [folder()]);
    const before = await readFile(file('manifest.json'), 'utf8');
    await mkdir(place().path('empty'), { mode: 0o700 });
    await writeFile(place().path('file'), 'x');
    await symlink(place().path('nowhere'), place().path('link'));
    const tried = [];
    for (const name of ['backup', 'empty', 'file', 'link']) {
      const { exitCode, stderr, stdout } = await run(PoolBackup, [place().path(name)]);
      tried.push([exitCode, stderr.split('\n')[0]?.replace(place().home, ''), stdout]);
    }
    expect(tried).to.deep.equal([
      [5, 'error: /backup already exists, and holds a finished backup', ''],
      [5, 'error: /empty already exists', ''],
      [5, 'error: /file already exists', ''],
      [2, 'error: /link is a symbolic link', ''],
    ]);
    expect(await readFile(file('manifest.json'), 'utf8')).to.equal(before);
  });

  it('refuses a folder that others may write to, and one that cannot be made', async () => {
    const directory = openTestDirectory();
    await openArchiveFolder(folder(), subjectOf(directory), '2026-11-29T00:00:00.000Z');
    await chmod(folder(), 0o777);
    const shared = await run(PoolBackup, [folder()]);
    const missing = await run(PoolBackup, [place().path('no/such')]);
    expect([shared.exitCode, missing.exitCode, shared.stderr, missing.stderr].join('\n')).to.match(
      /^2\n2\nerror: other users can write to .*backup\n[^]*no\/such cannot be written: there is no such folder/,
    );
  });

  it('resumes an unfinished backup of the same pool, and refuses one of another', async () => {
    const subject = subjectOf(openTestDirectory());
    await openArchiveFolder(folder(), { ...subject, poolId: 'us-east-1_Other0001' }, '2026-11-29T00:00:00.000Z');
    const other = await run(PoolBackup, [folder()]);
    await rm(folder(), { recursive: true });
    await openArchiveFolder(
      folder(),
      { ...subject, poolId: 'us-east-1_Sandbox01', endpoint: null },
      '2026-11-29T00:00:00.000Z',
    );
    const same = await run(PoolBackup, [folder()]);
    expect([other.exitCode, other.stderr.includes('unfinished backup of user pool us-east-1_Other0001')]).to.deep.equal(
      [5, true],
    );
    expect([same.exitCode, (await users()).length]).to.deep.equal([0, 20]);
    const manifest = JSON.parse(await readFile(file('manifest.json'), 'utf8')) as Manifest;
    expect(manifest.startedAt).to.equal('2026-11-29T00:00:00.000Z');
  });

  it('completes a backup whose process was killed right after the manifest was written', async () => {
    await run(PoolBackup, [folder()]);
    await cp(folder(), place().path('done'), { recursive: true });
    const { v, poolId, region, endpoint, tenant, startedAt } = JSON.parse(
      await readFile(file('manifest.json'), 'utf8'),
    ) as Manifest;
    const head = { v, poolId, region, endpoint, tenant, startedAt };
    await writeFile(file('archive.json'), JSON.stringify(head), { mode: 0o600 });
    expect((await run(PoolBackup, [folder()])).exitCode).to.equal(0);
    expect((await readdir(folder())).sort()).to.deep.equal((await readdir(place().path('done'))).sort());
  });

  it('is refused in a context that is bound to a tenant, before anything is written', async () => {
    await mkdir(place().configFolder, { recursive: true });
    const contexts = 'contexts:\n  acme: { poolId: us-east-1_Acme00001, tenant: tenant_001 }\n';
    await writeFile(join(place().configFolder, 'config.yaml'), contexts, { mode: 0o600 });
    const { exitCode, stderr } = await run(PoolBackup, [folder(), '--context', 'acme']);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([
      3,
      'error: a backup holds every tenant, but context acme is bound to tenant_001',
    ]);
    expect(await readdir(place().home)).to.not.include('backup');
  });
});
