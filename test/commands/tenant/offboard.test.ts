import { lstat, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import HistoryUndo from '../../../src/commands/history/undo.js';
import PoolRestore from '../../../src/commands/pool/restore.js';
import TenantOffboard from '../../../src/commands/tenant/offboard.js';
import type { OffboardReport } from '../../../src/lib/backups/offboard/report.js';
import UsersDelete from '../../../src/commands/users/delete.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ANY_CREDENTIALS, whileServed } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { readHistory } from '../../helpers/read-history.js';
import { commandRunner } from '../../helpers/run-command.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const LIAM = 'liam.obrien@tenant-two.example';

/** The first tenant of the sandbox has 8 people, one of whom is disabled. */
describe('tenant offboard', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const folder = () => place().path('archive');
  const offboard = (...argv: string[]) => run(TenantOffboard, ['tenant_001', '--archive', folder(), ...argv]);
  const report = async () => JSON.parse(await readFile(join(folder(), 'report.json'), 'utf8')) as OffboardReport;
  const records = async () => (await readHistory(sandboxHistory(place().dataFolder))).records;
  const people = async (tenant = 'tenant_001') =>
    Object.values((await place().pool()).users).filter(({ attributes }) => attributes['custom:tenant_id'] === tenant);
  const archived = async () =>
    (await readFile(join(folder(), 'users.ndjson'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { email: string; [key: string]: unknown });

  /** Changes a user of the sandbox behind the command's back. */
  async function change(email: string, attributes: Record<string, string>, enabled?: boolean): Promise<void> {
    await place().edit((pool) => {
      const user = Object.values(pool.users).find((one) => one.attributes.email === email)!;
      Object.assign(user.attributes, attributes);
      if (enabled !== undefined) user.enabled = enabled;
    });
  }

  async function contexts(text: string): Promise<void> {
    await mkdir(place().configFolder, { recursive: true });
    await writeFile(join(place().configFolder, 'config.yaml'), text, { mode: 0o600 });
  }

  it('archives everybody of the tenant, disables and signs out all of them, and nobody else', async () => {
    const others = [await people('tenant_002'), await people('tenant_003')];
    const { stdout, stderr, exitCode } = await offboard('--yes', '--reason', 'INC-4711');
    expect([stdout, exitCode]).to.deep.equal(['tenant offboard: 8 changed.\n', 0]);
    expect(stderr).to.include(
      'Read again: of 8 archived 7 disabled, 1 disabled before, 0 enabled, 0 moved, 0 gone; not archived: 0.\n',
    );
    expect((await people()).filter(({ enabled }) => enabled)).to.deep.equal([]);
    expect([await people('tenant_002'), await people('tenant_003')]).to.deep.equal(others);
    const done = await records();
    expect([done.length, new Set(done.map(({ run: of }) => of?.id)).size]).to.deep.equal([8, 1]);
    expect(new Set(done.map(({ reason, operation }) => `${operation} ${reason}`))).to.deep.equal(
      new Set(['tenant.offboard INC-4711']),
    );
    expect(done.every(({ fields }) => fields.some(({ field }) => field === 'refreshTokens'))).to.equal(true);
  });

  it('writes an archive of this tenant alone, for its owner alone, with what only AdminGetUser shows', async () => {
    await place().edit((pool) => {
      Object.values(pool.users).find(({ attributes }) => attributes.email === ANA)!.groups = ['operators'];
    });
    await offboard('--yes');
    const modes = await Promise.all(
      (await readdir(folder())).map(async (name) => (await stat(join(folder(), name))).mode & 0o777),
    );
    expect([(await lstat(folder())).mode & 0o777, ...new Set(modes)]).to.deep.equal([0o700, 0o600]);
    expect((await readdir(folder())).sort()).to.deep.equal([
      'groups.ndjson',
      'manifest.json',
      'report.json',
      'users.ndjson',
    ]);
    const users = await archived();
    expect(new Set(users.map(({ tenantId }) => tenantId))).to.deep.equal(new Set(['tenant_001']));
    const { mfa, factors, devices, signInEvents, groups, attributes, enabled } = users.find(
      ({ email }) => email === ANA,
    )!;
    expect({ mfa, factors, devices, signInEvents, groups, enabled }).to.deep.equal({
      mfa: { preferred: 'SOFTWARE_TOKEN_MFA', methods: ['SOFTWARE_TOKEN_MFA'] },
      factors: ['PASSWORD', 'SOFTWARE_TOKEN'],
      devices: [],
      signInEvents: [],
      groups: ['operators'],
      enabled: true,
    });
    expect(attributes).to.include({ 'custom:tenant_id': 'tenant_001', 'custom:employee_no': 'E00001' });
  });

  it('writes a report whose counts add up, with the digest, the run and the records', async () => {
    await offboard('--yes', '--reason', 'INC-4711');
    const { disabling, deletion, ...head } = await report();
    expect([head.tenant, head.context.poolId, head.archive.counts.users]).to.deep.equal([
      'tenant_001',
      SANDBOX_POOL_ID,
      8,
    ]);
    const { createHash } = await import('node:crypto');
    const manifest = await readFile(join(folder(), 'manifest.json'));
    expect(head.archive.manifestSha256).to.equal(createHash('sha256').update(manifest).digest('hex'));
    const { people: states, records: recorded, runs, accessTokensUntil, completedAt, ...rest } = disabling!;
    expect(states).to.deep.equal({ disabled: 7, disabledBefore: 1, enabled: 0, moved: 0, gone: 0 });
    const ids = (await records()).map(({ id }) => id).sort();
    expect(recorded).to.deep.equal({ count: 8, first: ids[0], last: ids[7] });
    expect(runs).to.deep.equal([(await records())[0]?.run?.id]);
    // The longest access token of the sandbox's clients is valid for an hour.
    expect(Date.parse(accessTokensUntil!) - Date.parse(completedAt!)).to.be.within(3_590_000, 3_610_000);
    expect([rest.reason, rest.archived, rest.failed, rest.appeared, deletion]).to.deep.equal([
      'INC-4711',
      8,
      0,
      0,
      null,
    ]);
    expect(rest.notProved[0]).to.include(accessTokensUntil);
  });

  it('changes nobody a second time, and keeps what the report says of the run', async () => {
    await offboard('--yes');
    const before = await report();
    const { stdout, exitCode } = await offboard('--yes');
    expect([stdout, exitCode]).to.deep.equal(['tenant offboard: 0 changed, 8 unchanged.\n', 0]);
    expect((await records()).length).to.equal(8);
    const { completedAt, ...after } = (await report()).disabling!;
    expect(completedAt).not.to.equal(null);
    expect({ ...after, completedAt: before.disabling?.completedAt }).to.deep.equal(before.disabling);
  });

  it('disables somebody again who was enabled since', async () => {
    await offboard('--yes');
    await change(BEN, {}, true);
    const { stdout, exitCode } = await offboard('--yes');
    expect([stdout, exitCode]).to.deep.equal(['tenant offboard: 1 changed, 7 unchanged.\n', 0]);
    expect((await report()).disabling).to.deep.include({ archived: 8, appeared: 0 });
    expect((await report()).disabling?.runs.length).to.equal(2);
  });

  it('signs out again who was enabled and disabled by hand since', async () => {
    await offboard('--yes');
    const { username } = (await place().user(BEN))!;
    await run(UsersEnable, [username]);
    await run(UsersDisable, [username, '--yes']);
    const { stdout, exitCode } = await offboard('--yes');
    expect([stdout, exitCode]).to.deep.equal(['tenant offboard: 1 changed, 7 unchanged.\n', 0]);
  });

  it('keeps a run that disables somebody once a deletion has begun', async () => {
    await offboard('--yes');
    await change(BEN, { 'custom:tenant_id': 'tenant_002' });
    await offboard('--delete', '--confirm', 'tenant_001', '--skip-invalid');
    await change(BEN, { 'custom:tenant_id': 'tenant_001' }, true);
    const { stdout } = await offboard('--yes', '--reason', 'INC-4712');
    expect(stdout).to.equal('tenant offboard: 1 changed, 7 unchanged.\n');
    const { disabling } = await report();
    expect([disabling?.runs.length, disabling?.reason, disabling?.records.count]).to.deep.equal([2, 'INC-4712', 9]);
    expect(disabling?.people).to.deep.equal({ disabled: 7, disabledBefore: 1, enabled: 0, moved: 0, gone: 0 });
  });

  it('keeps the numbers of the records that another history has, and warns', async () => {
    await offboard('--yes');
    const before = (await report()).disabling!;
    const file = join(folder(), 'report.json');
    const elsewhere = '01M8N752V8160MWAZD1YWSM44J';
    await writeFile(file, (await readFile(file, 'utf8')).replace(before.runs[0]!, elsewhere));
    const { stderr, exitCode } = await offboard('--yes');
    expect([exitCode, stderr.includes(`warning: This history has no records of run ${elsewhere}:`)]).to.deep.equal([
      0,
      true,
    ]);
    const { records: recorded, runs } = (await report()).disabling!;
    expect([recorded, runs.length, runs[0]]).to.deep.equal([before.records, 2, elsewhere]);
  });

  it('is undone by one command, which enables those whom it has disabled', async () => {
    await offboard('--yes');
    const runId = (await report()).disabling?.runs[0] ?? '';
    const { exitCode } = await run(HistoryUndo, ['--run', runId, '--yes']);
    expect([exitCode, (await people()).filter(({ enabled }) => enabled).length]).to.deep.equal([0, 7]);
  });

  it('names somebody who appeared since the archive was made, with the exit status 9', async () => {
    await offboard('--yes');
    await change(LIAM, { 'custom:tenant_id': 'tenant_001' });
    const appeared = (await people()).length - 8;
    expect(appeared).to.equal(1);
    const { stderr, exitCode } = await offboard('--yes');
    expect(exitCode).to.equal(9);
    expect(stderr).to.include(`warning: ${LIAM} is in the tenant and not in the archive\n`);
    expect(stderr).to.include('not in the archive: sf-admin tenant offboard tenant_001 --archive NEW_DIR\n');
    expect((await report()).disabling).to.deep.include({ appeared: 1 });
  });

  it('refuses by name somebody who was moved to another tenant since, before anything is changed', async () => {
    await offboard('--yes');
    await change(BEN, { 'custom:tenant_id': 'tenant_002' }, true);
    const bytes = await place().bytes();
    for (const further of [['--yes'], ['--delete', '--confirm', 'tenant_001']]) {
      const { exitCode, stderr } = await offboard(...further);
      expect([exitCode, (await place().bytes()) === bytes]).to.deep.equal([3, true]);
      expect(stderr).to.include(`${BEN} belongs to tenant_002`);
    }
    const { exitCode, stdout } = await offboard('--delete', '--confirm', 'tenant_001', '--skip-invalid');
    expect([exitCode, stdout]).to.deep.equal([8, 'users delete: 7 changed, 1 failed.\n']);
    expect([(await people()).length, (await place().user(BEN))?.enabled]).to.deep.equal([0, true]);
  });

  it('deletes exactly the people of the archive, once the ID of the tenant is given', async () => {
    await offboard('--yes');
    await change(LIAM, { 'custom:tenant_id': 'tenant_001' });
    const refused = await offboard('--delete', '--yes');
    expect([refused.exitCode, refused.stderr.includes('--confirm tenant_001'), (await people()).length]).to.deep.equal([
      2,
      true,
      9,
    ]);
    const wrong = await offboard('--delete', '--confirm', '8');
    expect([wrong.exitCode, (await people()).length]).to.deep.equal([2, 9]);
    const { stdout, stderr, exitCode } = await offboard('--delete', '--confirm', 'tenant_001');
    expect([stdout, exitCode]).to.deep.equal(['users delete: 8 changed.\n', 9]);
    expect(stderr).to.include(`${LIAM} is in the tenant and not in the archive`);
    expect((await people()).map(({ attributes }) => attributes.email)).to.deep.equal([LIAM]);
    expect((await report()).deletion).to.deep.include({
      archived: 8,
      appeared: 1,
      people: { disabled: 0, disabledBefore: 0, enabled: 0, moved: 0, gone: 8 },
    });
    expect((await report()).disabling?.people?.disabled).to.equal(7);
  });

  it('asks on a terminal for the ID of the tenant to be typed, and deletes nobody for another text', async () => {
    await offboard('--yes');
    const argv = ['tenant_001', '--archive', folder(), '--delete', '--yes'];
    const { exitCode, asked } = await run(TenantOffboard, argv, { tty: true, answers: ['tenant_002'] });
    expect([exitCode, (await people()).length]).to.deep.equal([130, 8]);
    expect(JSON.stringify(asked)).to.include('Type tenant_001 to continue:');
    const typed = await run(TenantOffboard, argv, { tty: true, answers: ['tenant_001'] });
    expect([typed.exitCode, (await people()).length]).to.deep.equal([0, 0]);
  });

  it('deletes nobody without a complete archive, or while somebody of it is enabled', async () => {
    const none = await offboard('--delete', '--confirm', 'tenant_001');
    expect([none.exitCode, none.stderr.includes('the command without --delete')]).to.deep.equal([2, true]);
    await offboard('--yes');
    await change(BEN, {}, true);
    const { exitCode, stderr } = await offboard('--delete', '--confirm', 'tenant_001');
    expect([exitCode, (await people()).length]).to.deep.equal([3, 8]);
    expect(stderr).to.include(`${BEN} is enabled`);
  });

  it('refuses an archive with an altered byte, before anything is changed', async () => {
    await offboard('--yes');
    const bytes = await place().bytes();
    for (const [file, from, to] of [
      ['users.ndjson', 'itsm_admin', 'itsm_agent'],
      ['manifest.json', '"startedAt": "2', '"startedAt": "3'],
    ] as const) {
      const path = join(folder(), file);
      const text = await readFile(path, 'utf8');
      expect(text).to.include(from);
      await writeFile(path, text.replace(from, to));
      for (const further of [['--yes'], ['--delete', '--confirm', 'tenant_001']]) {
        const { exitCode, stderr } = await offboard(...further);
        expect([exitCode, (await place().bytes()) === bytes], stderr).to.deep.equal([2, true]);
      }
      await writeFile(path, text);
    }
  });

  it('refuses the archive of another tenant, and a folder that is something else', async () => {
    await offboard('--yes');
    const other = await run(TenantOffboard, ['tenant_002', '--archive', folder(), '--yes']);
    expect([other.exitCode, other.stderr.includes('holds a backup of tenant tenant_001')]).to.deep.equal([3, true]);
    await mkdir(place().path('notes'), { mode: 0o700 });
    const notes = await run(TenantOffboard, ['tenant_002', '--archive', place().path('notes'), '--yes']);
    expect([notes.exitCode, await readdir(place().path('notes'))]).to.deep.equal([5, []]);
    expect((await people('tenant_002')).some(({ enabled }) => enabled)).to.equal(true);
  });

  it('says that nobody is in the tenant, and leaves no folder', async () => {
    for (const further of [['--yes'], ['--dry-run']]) {
      const { exitCode, stderr } = await run(TenantOffboard, ['tenant_099', '--archive', folder(), ...further]);
      expect([exitCode, stderr.includes('error: no user is in tenant_099')]).to.deep.equal([4, true]);
      await stat(folder()).then(
        () => expect.fail('a folder was left'),
        () => undefined,
      );
    }
  });

  it('shows what it would do with --dry-run, and writes nothing at all', async () => {
    const bytes = await place().bytes();
    const { stdout, stderr, exitCode } = await offboard('--dry-run');
    expect([
      exitCode,
      (await place().bytes()) === bytes,
      await readdir(place().path('')).then(hasArchive),
    ]).to.deep.equal([0, true, false]);
    expect(stdout).to.include('8 users will change');
    expect(stderr).to.include('Dry run: nothing is written.');
    await offboard('--yes');
    const reportBefore = await report();
    const deletion = await offboard('--delete', '--dry-run');
    expect([deletion.exitCode, (await people()).length, await report()]).to.deep.equal([0, 8, reportBefore]);
  });

  it('acts in a context that is bound to the tenant, and is refused in one that is bound to another', async () => {
    await contexts(
      `contexts:\n  one: { poolId: ${SANDBOX_POOL_ID}, tenant: tenant_001 }\n` +
        `  two: { poolId: ${SANDBOX_POOL_ID}, tenant: tenant_002 }\n`,
    );
    await whileServed(place(), async (url) => {
      const at = (context: string) =>
        run(
          TenantOffboard,
          ['tenant_001', '--archive', folder(), '--context', context, '--endpoint-url', url, '--yes'],
          { env: ANY_CREDENTIALS },
        );
      const other = await at('two');
      expect([other.exitCode, other.stderr.includes('context two is bound to tenant_002')]).to.deep.equal([3, true]);
      expect((await at('one')).exitCode).to.equal(0);
    });
    expect((await people()).some(({ enabled }) => enabled)).to.equal(false);
  });

  it('needs the number of users to be confirmed in a protected pool', async () => {
    await contexts(`contexts:\n  copy: { poolId: ${SANDBOX_POOL_ID}, protected: true }\n`);
    const [refused, confirmed] = await whileServed(place(), async (url) => {
      const to = ['tenant_001', '--archive', folder(), '--context', 'copy', '--endpoint-url', url];
      return [
        await run(TenantOffboard, [...to, '--yes'], { env: ANY_CREDENTIALS }),
        await run(TenantOffboard, [...to, '--confirm', '8'], { env: ANY_CREDENTIALS }),
      ];
    });
    expect([refused.exitCode, refused.stderr.includes('--confirm 8'), confirmed.exitCode]).to.deep.equal([2, true, 0]);
  });

  it('disables without a second person, and names the input of a plan where deletions need one', async () => {
    const key = (letter: string) => `ssh-ed25519 ${letter.repeat(68)}`;
    const signers = { ana: { keys: [key('A')] }, ben: { keys: [key('B')] } };
    await contexts(JSON.stringify({ contexts: { copy: { poolId: SANDBOX_POOL_ID, approvals: 1, signers } } }));
    const [disabled, refused] = await whileServed(place(), async (url) => {
      const argv = ['tenant_001', '--archive', folder(), '--context', 'copy', '--endpoint-url', url];
      return [
        await run(TenantOffboard, [...argv, '--yes'], { env: ANY_CREDENTIALS }),
        await run(TenantOffboard, [...argv, '--delete', '--confirm', 'tenant_001'], { env: ANY_CREDENTIALS }),
      ];
    });
    expect([disabled.exitCode, refused.exitCode, (await people()).length]).to.deep.equal([0, 3, 8]);
    expect(refused.stderr).to.include('8 changes need the approval of a second person');
    const line = `users delete --from ${join(folder(), 'users.ndjson')} --tenant tenant_001 --plan-out FILE --context copy`;
    expect(refused.stderr).to.include(`sf-admin ${line}`);
  });

  it('names the input of a plan that refuses who was moved to another tenant', async () => {
    await offboard('--yes');
    const line = ['--from', join(folder(), 'users.ndjson'), '--tenant', 'tenant_001', '--plan-out'];
    const planned = await run(UsersDelete, [...line, place().path('all.plan')]);
    expect([planned.exitCode, planned.stdout.includes('8 users will change\nin tenant_001 (8)\n')]).to.deep.equal([
      0,
      true,
    ]);
    await change(BEN, { 'custom:tenant_id': 'tenant_002' });
    const refused = await run(UsersDelete, [...line, place().path('rest.plan')]);
    expect([refused.exitCode, refused.stderr.includes(`${BEN} belongs to tenant_002`)]).to.deep.equal([3, true]);
    expect((await people()).length).to.equal(7);
  });

  it('names the service accounts of the context among the people', async () => {
    await contexts(
      `contexts:\n  sandbox2: { poolId: ${SANDBOX_POOL_ID}, roster: { serviceAccounts: [${BEN.toUpperCase()}] } }\n`,
    );
    const { stdout } = await whileServed(place(), (url) =>
      run(
        TenantOffboard,
        ['tenant_001', '--archive', folder(), '--context', 'sandbox2', '--endpoint-url', url, '--dry-run'],
        { env: ANY_CREDENTIALS },
      ),
    );
    expect(stdout).to.include(`service accounts among them: ${BEN}\n`);
  });

  it('makes an archive with which pool restore brings the people back', async () => {
    const before = (await people()).map(({ attributes: { sub: _, ...rest }, enabled }) => ({ rest, enabled }));
    await offboard('--yes');
    await offboard('--delete', '--confirm', 'tenant_001');
    const { stdout, stderr, exitCode } = await run(PoolRestore, [folder(), '--to', 'sandbox', '--same-pool', '--yes']);
    expect([stdout, exitCode]).to.deep.equal(['users restore: 8 changed.\n', 0]);
    expect(stderr).not.to.include('pool.yaml');
    const after = (await people()).map(({ attributes: { sub: _, ...rest }, enabled }) => ({ rest, enabled }));
    const byAddress = (one: (typeof after)[number], other: (typeof after)[number]) =>
      (one.rest.email ?? '') < (other.rest.email ?? '') ? -1 : 1;
    expect(after.sort(byAddress)).to.deep.equal(before.sort(byAddress));
  });

  it('disables federated users too, and says that they come back by themselves if they are deleted', async () => {
    await place().edit((pool) => {
      for (const user of Object.values(pool.users)) {
        if (user.status === 'EXTERNAL_PROVIDER') user.attributes['custom:tenant_id'] = 'tenant_001';
      }
    });
    const { exitCode } = await offboard('--yes');
    const federated = (await people()).filter(({ status }) => status === 'EXTERNAL_PROVIDER');
    expect([exitCode, federated.map(({ enabled }) => enabled)]).to.deep.equal([0, [false]]);
    const { stderr } = await offboard('--delete', '--dry-run');
    expect(stderr).to.include('1 federated user among them');
  });
});

function hasArchive(names: readonly string[]): boolean {
  return names.includes('archive');
}
