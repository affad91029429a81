import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import PoolBackup from '../../../src/commands/pool/backup.js';
import PoolRestore from '../../../src/commands/pool/restore.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { UserState } from '../../../src/lib/sandbox/state/state.js';
import { ANY_CREDENTIALS, whileServed } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { readHistory } from '../../helpers/read-history.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('pool restore', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const folder = () => place().path('backup');
  const restore = (...argv: string[]) => run(PoolRestore, [folder(), '--to', 'sandbox', '--same-pool', ...argv]);
  const subs = async () => readFile(place().path(`backup-subs-${SANDBOX_POOL_ID}.csv`), 'utf8');

  /** The pool without its users and groups. */
  async function empty(): Promise<void> {
    await place().edit((pool) => {
      pool.users = {};
      pool.groups = {};
    });
  }

  /** What a restore brings back of a user. */
  function restorable({ attributes, enabled, groups = [] }: UserState) {
    const { sub: _, identities: __, ...others } = attributes;
    return { attributes: others, enabled, groups: [...groups].sort() };
  }

  const users = async () =>
    Object.values((await place().pool()).users)
      .filter(({ status }) => status !== 'EXTERNAL_PROVIDER')
      .map(restorable)
      .sort((one, other) => ((one.attributes.email ?? '') < (other.attributes.email ?? '') ? -1 : 1));

  beforeEach(async () => {
    await run(PoolBackup, [folder()]);
  });

  it('brings back every attribute, the groups, and who was disabled, in an empty pool', async () => {
    const before = await users();
    await empty();
    const { stdout, stderr, exitCode } = await restore('--yes');
    expect([stdout, exitCode]).to.deep.equal(['users restore: 19 changed.\n', 0]);
    expect(stderr).to.include('Groups to create first: operators\n');
    expect(stderr).to.include('1 federated user left out');
    expect(stderr).to.include('19 equal, 0 different, 0 missing, 1 federated.\n');
    expect(await users()).to.deep.equal(before);
    expect(Object.values((await place().pool()).outbox ?? {})).to.deep.equal([]);
  });

  it('maps each old sub to the new one in a file', async () => {
    const before = Object.values((await place().pool()).users);
    await empty();
    await restore('--yes');
    const after = new Map(
      Object.values((await place().pool()).users).map(({ attributes: { email, sub } }) => [email, sub]),
    );
    const [header, ...lines] = (await subs()).trimEnd().split('\n');
    expect(header).to.equal('oldSub,newSub,email,result,differs');
    const expected = before.map(({ status, attributes: { email = '', sub = '' } }) =>
      status === 'EXTERNAL_PROVIDER' ? `${sub},,${email},federated,` : `${sub},${after.get(email)},${email},equal,`,
    );
    expect(lines.sort()).to.deep.equal(expected.sort());
  });

  it('creates who is missing, leaves who exists as they are, and reports in what they differ', async () => {
    const ben = 'ben.carter@tenant-one.example';
    await place().edit((pool) => {
      for (const [name, { attributes }] of Object.entries(pool.users)) {
        if (attributes.email === 'ana.silva@tenant-one.example') Reflect.deleteProperty(pool.users, name);
        if (attributes.email === ben) Object.assign(attributes, { nickname: 'B', 'custom:role': 'cloud_admin' });
      }
    });
    const { stdout, stderr, exitCode } = await restore('--yes');
    expect([stdout, exitCode]).to.deep.equal(['users restore: 1 changed, 18 unchanged.\n', 9]);
    expect(stderr).to.match(/warning: ben\.carter@tenant-one\.example differs in (roles, nickname|nickname, roles)\n/);
    expect(stderr).to.include('18 equal, 1 different, 0 missing, 1 federated.');
    expect((await place().user(ben))?.attributes.nickname).to.equal('B');
    expect(await subs()).to.match(/ben\.carter@tenant-one\.example,differs,/);
  });

  it('records each user under one run, and creates nobody twice', async () => {
    await empty();
    await restore('--yes', '--reason', 'INC-4711');
    await restore('--yes');
    const { records } = await readHistory(sandboxHistory(place().dataFolder));
    const created = records.filter(({ operation, result }) => operation === 'users.restore' && result === 'done');
    expect([created.length, new Set(created.map(({ run: of }) => of?.id)).size]).to.deep.equal([19, 1]);
    expect(new Set(created.map(({ reason }) => reason))).to.deep.equal(new Set(['INC-4711']));
    expect(records.filter(({ operation }) => operation === 'groups.create').length).to.equal(1);
  });

  it('shows what it would do with --dry-run, and writes nothing', async () => {
    await empty();
    const bytes = await place().bytes();
    const { stdout, stderr, exitCode } = await restore('--dry-run');
    expect([exitCode, (await place().bytes()) === bytes]).to.deep.equal([0, true]);
    expect(stdout).to.include('19 users will be created');
    expect(stderr).to.include('Dry run: nothing is written.');
  });

  it('is asked for, and restores nothing if the answer is no', async () => {
    await empty();
    const { exitCode, asked } = await run(PoolRestore, [folder(), '--to', 'sandbox', '--same-pool'], {
      tty: true,
      answers: [false],
    });
    expect([exitCode, asked.length, await users(), (await place().pool()).groups]).to.deep.equal([130, 1, [], {}]);
  });

  it('refuses the pool that the backup was made of, unless that is asked for', async () => {
    const { exitCode, stderr } = await run(PoolRestore, [folder(), '--to', 'sandbox', '--yes']);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([
      3,
      `error: ${folder()} is a backup of this user pool, ${SANDBOX_POOL_ID}`,
    ]);
  });

  it('refuses a context that is bound to a tenant, unless the backup is of that tenant', async () => {
    await mkdir(place().configFolder, { recursive: true });
    const contexts = 'contexts:\n  acme: { poolId: us-east-1_Acme00001, tenant: tenant_001 }\n';
    await writeFile(join(place().configFolder, 'config.yaml'), contexts, { mode: 0o600 });
    const { exitCode, stderr } = await run(PoolRestore, [folder(), '--to', 'acme', '--yes']);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([
      3,
      `error: ${folder()} holds other tenants, but context acme is bound to tenant_001`,
    ]);
  });

  it('needs the number of users to be confirmed in a protected pool', async () => {
    await empty();
    await mkdir(place().configFolder, { recursive: true });
    const contexts = `contexts:\n  copy: { poolId: ${SANDBOX_POOL_ID}, protected: true }\n`;
    await writeFile(join(place().configFolder, 'config.yaml'), contexts, { mode: 0o600 });
    const [refused, confirmed] = await whileServed(place(), async (url) => {
      const to = [folder(), '--to', 'copy', '--endpoint-url', url];
      return [
        await run(PoolRestore, [...to, '--yes'], { env: ANY_CREDENTIALS }),
        await run(PoolRestore, [...to, '--confirm', '19'], { env: ANY_CREDENTIALS }),
      ];
    });
    expect([refused.exitCode, refused.stderr.includes('--confirm 19'), confirmed.exitCode]).to.deep.equal([2, true, 0]);
  });

  it('says that it has no plan to approve, where an approval is demanded', async () => {
    await empty();
    await mkdir(place().configFolder, { recursive: true });
    const key = (letter: string) => `ssh-ed25519 ${letter.repeat(68)}`;
    const signers = { ana: { keys: [key('A')] }, ben: { keys: [key('B')] } };
    const contexts = JSON.stringify({ contexts: { copy: { poolId: SANDBOX_POOL_ID, approvals: 1, signers } } });
    await writeFile(join(place().configFolder, 'config.yaml'), contexts, { mode: 0o600 });
    const [dry, refused] = await whileServed(place(), async (url) => {
      const to = [folder(), '--to', 'copy', '--endpoint-url', url];
      return [
        await run(PoolRestore, [...to, '--dry-run'], { env: ANY_CREDENTIALS }),
        await run(PoolRestore, [...to, '--confirm', '19'], { env: ANY_CREDENTIALS }),
      ];
    });
    const why = 'A restore has no plan that somebody could approve, as docs/plans.md explains.';
    expect([
      dry.exitCode,
      dry.stderr.includes(why),
      refused.exitCode,
      refused.stderr.split('\n').slice(-3),
    ]).to.deep.equal([
      ...[0, true, 3],
      ['error: 8 changes need the approval of a second person', `  Nothing was changed. ${why}`, ''],
    ]);
  });

  it('refuses an altered backup by the name of the file, before anything is written', async () => {
    await empty();
    const bytes = await place().bytes();
    const file = `${folder()}/users.ndjson`;
    await writeFile(file, (await readFile(file, 'utf8')).replace('itsm_agent', 'super_admin'));
    const { exitCode, stderr } = await restore('--yes');
    expect([exitCode, stderr.split('\n')[0], (await place().bytes()) === bytes]).to.deep.equal([
      2,
      `error: ${file} is not as it was backed up: 13873 bytes in place of 13872`,
      true,
    ]);
  });

  it('refuses a pool without the custom attributes of the backup, and names the command that adds them', async () => {
    await empty();
    await place().edit((pool) => {
      pool.schema = pool.schema.filter(({ Name }) => Name !== 'custom:employee_no');
    });
    const { exitCode, stderr } = await restore('--yes');
    expect([exitCode, stderr.includes('lacks attributes of the backup: custom:employee_no')]).to.deep.equal([2, true]);
    expect(stderr).to.include(`sf-admin pool apply ${folder()}/pool.yaml`);
  });

  it('does not replace a file of subs that is another file', async () => {
    await writeFile(place().path('notes.csv'), 'mine\n');
    const { exitCode } = await restore('--yes', '--subs', place().path('notes.csv'));
    expect([exitCode, await readFile(place().path('notes.csv'), 'utf8')]).to.deep.equal([5, 'mine\n']);
  });
});
