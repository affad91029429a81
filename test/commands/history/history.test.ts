import { appendFile, chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import ClientAddCallback from '../../../src/commands/client/add-callback.js';
import HistoryList from '../../../src/commands/history/list.js';
import HistoryShow from '../../../src/commands/history/show.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import HistoryVerify from '../../../src/commands/history/verify.js';
import UsersCreate from '../../../src/commands/users/create.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import UsersLockdown from '../../../src/commands/users/lockdown.js';
import UsersResetPassword from '../../../src/commands/users/reset-password.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import UsersSignOut from '../../../src/commands/users/sign-out.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const BEN_ID = '5af10000-0000-4000-8000-000000000002';
const CHLOE = 'chloe.dubois@tenant-one.example';
const URL = 'https://new.example/callback';

describe('the history', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const file = () => sandboxHistory(place().dataFolder);

  async function listed(...flags: string[]): Promise<ChangeRecord[]> {
    const { stdout } = await run(HistoryList, [...flags, '-o', 'json']);
    return JSON.parse(stdout) as ChangeRecord[];
  }
  const latest = async (): Promise<string> => (await listed('--limit', '1'))[0]!.id;

  it('is empty and intact before the first change', async () => {
    expect(await listed()).to.deep.equal([]);
    expect(await run(HistoryVerify)).to.deep.include({
      stdout: '',
      stderr: 'Checked 0 records: 0 faults.\n',
      exitCode: 0,
    });
  });

  it('records who changed what, on whom and why, with the values before and after and AWS’s request IDs', async () => {
    await run(UsersDisable, [BEN, '--yes', '--reason', 'left the company']);
    const [record] = await listed();
    const { id, startedAt, finishedAt, operator, requestIds, ...rest } = record!;
    expect(rest).to.deep.equal({
      context: 'sandbox',
      poolId: 'us-east-1_Sandbox01',
      region: 'us-east-1',
      endpoint: null,
      operation: 'users.disable',
      target: { kind: 'user', id: BEN_ID, sub: BEN_ID, label: BEN, tenantId: 'tenant_001' },
      fields: [{ field: 'enabled', before: true, after: false }],
      reason: 'left the company',
      undoes: null,
      grant: null,
      result: 'done',
      steps: null,
      error: null,
      run: null,
      plan: null,
    });
    expect([id.length, requestIds.length, operator.accessKeyId]).to.deep.equal([26, 1, null]);
    expect(startedAt <= finishedAt!).to.equal(true);
  });

  it('is separate for each endpoint, and names the AWS credentials if there are any', async () => {
    await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      await run(UsersDisable, [BEN, '--yes', '--context', 'live'], { env: ANY_CREDENTIALS });
    });
    const [record] = await listed('--context', 'live');
    expect([record?.context, record?.operator.accessKeyId, record?.requestIds.length]).to.deep.equal([
      'live',
      'ANY',
      1,
    ]);
    expect(await listed('--context', 'sandbox')).to.deep.equal([]);
  });

  it('does not record dry runs, unchanged targets and refusals', async () => {
    await run(UsersDisable, [BEN, '--dry-run']);
    await run(UsersEnable, [BEN]);
    await run(UsersDisable, [BEN]);
    await run(UsersDisable, ['nobody@example.com', '--yes']);
    expect(await listed()).to.deep.equal([]);
  });

  it('lists newest first, and filters by user, operation, time and failure', async () => {
    await run(UsersDisable, [BEN, CHLOE, '--yes']);
    await run(UsersEnable, [BEN]);
    const operations = async (...flags: string[]) =>
      (await listed(...flags)).map(({ operation, target }) => `${operation} ${target.label.split('.')[0]}`);
    expect({
      all: await operations(),
      user: await operations('--user', BEN.toUpperCase()),
      sub: await operations('--user', BEN_ID),
      operation: await operations('--operation', 'users disable'),
      since: await operations('--since', '1h'),
      until: await operations('--since', '2999-01-01'),
      failed: await operations('--failed'),
      limit: await operations('--limit', '1'),
    }).to.deep.equal({
      all: ['users.enable ben', 'users.disable chloe', 'users.disable ben'],
      user: ['users.enable ben', 'users.disable ben'],
      sub: ['users.enable ben', 'users.disable ben'],
      operation: ['users.disable chloe', 'users.disable ben'],
      since: ['users.enable ben', 'users.disable chloe', 'users.disable ben'],
      until: [],
      failed: [],
      limit: ['users.enable ben'],
    });
  });

  it('says that there are more changes than --limit, and sorts all of them before it limits them', async () => {
    await run(UsersDisable, [BEN, CHLOE, '--yes']);
    const first = async (...flags: string[]) => {
      const argv = ['--limit', '1', '-o', 'csv', '--no-header', '--columns', 'label', ...flags];
      const { stdout, stderr } = await run(HistoryList, argv);
      return [stdout, stderr];
    };
    const more = 'Showing the first 1; there are more. To see them, use a higher --limit.\n';
    expect([
      await first('--user', BEN),
      await first('--sort', 'label'),
      await first('--sort', 'label', '--desc'),
    ]).to.deep.equal([
      [`${BEN}\n`, ''],
      [`${BEN}\n`, more],
      [`${CHLOE}\n`, more],
    ]);
  });

  it('lists all changes of a user whose address has changed, by either address', async () => {
    await run(UsersDisable, [BEN, '--yes']);
    await run(UsersSetAttributes, [BEN, '--email', 'benjamin@tenant-one.example']);
    const names = await Promise.all(
      [BEN, 'benjamin@tenant-one.example'].map(async (user) => (await listed('--user', user)).length),
    );
    expect(names).to.deep.equal([2, 2]);
  });

  it('refuses an invalid time and an unknown operation', async () => {
    await run(UsersDisable, [BEN, '--yes']);
    const time = await run(HistoryList, ['--since', 'yesterday']);
    const operation = await run(HistoryList, ['--operation', 'users.disabel']);
    expect([time.exitCode, time.stderr.split('\n')[0]]).to.deep.equal([2, 'error: invalid time "yesterday"']);
    expect([operation.exitCode, operation.stderr.split('\n')[1]]).to.deep.equal([
      2,
      '  Did you mean users.disable? Operations: users.disable',
    ]);
  });

  it('shows a change without an outcome as unknown, and says how to check it', async () => {
    await run(UsersDisable, [BEN, '--yes']);
    // As a process killed between the write and its last line leaves it.
    const lines = (await readFile(file(), 'utf8')).split('\n');
    await writeFile(file(), `${lines[0]!}\n`);
    await writeFile(`${file()}.head`, '');
    const { stdout } = await run(HistoryShow, [(JSON.parse(lines[0]!) as ChangeRecord).id]);
    expect(stdout)
      .to.match(/result +unknown/)
      .and.match(/compare the changes with the current state: sf-admin users show 5af1/);
    expect((await listed('--failed')).map(({ result }) => result)).to.deep.equal(['unknown']);
  });

  it('has no record with an unknown ID', async () => {
    const { exitCode, stderr } = await run(HistoryShow, ['01NOSUCHRECORD']);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([
      4,
      'error: no record 01NOSUCHRECORD in the history of this user pool',
    ]);
  });

  describe('if it cannot be written', () => {
    it('stops a change before it is made', async () => {
      const before = await place().bytes();
      await mkdir(file(), { recursive: true });
      const { exitCode, stderr } = await run(UsersDisable, [BEN, '--yes']);
      expect({
        exitCode,
        stderr: stderr.split('\n').slice(0, 2),
        isUntouched: before === (await place().bytes()),
      }).to.deep.equal({
        exitCode: 2,
        stderr: [
          'error: the history cannot be written: it is a folder',
          '  Nothing was changed, since the change could not be recorded.',
        ],
        isUntouched: true,
      });
    });

    it('is reported if it cannot be read either', async () => {
      await mkdir(file(), { recursive: true });
      const { exitCode, stderr } = await run(HistoryList);
      expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([2, 'error: the history cannot be read: it is a folder']);
    });
  });

  describe('verify', () => {
    it('names the record of an altered line and exits with 9', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      await run(UsersEnable, [BEN]);
      const text = await readFile(file(), 'utf8');
      const [first] = text.split('\n');
      await writeFile(file(), text.replace('"before":true', '"before":false'));
      const { exitCode, stdout } = await run(HistoryVerify, ['-o', 'json']);
      const { faults } = JSON.parse(stdout) as { faults: { problem: string; line: number; id: string }[] };
      expect({
        exitCode,
        faults: faults.map(({ problem, line, id }) => ({ problem, line, id })),
      }).to.deep.equal({
        exitCode: 9,
        faults: [{ problem: 'altered', line: 1, id: (JSON.parse(first!) as ChangeRecord).id }],
      });
    });

    it('prints the IDs of altered records with -q, one on each line, and nothing for an intact history', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      await run(UsersEnable, [BEN]);
      expect((await run(HistoryVerify, ['-q'])).stdout).to.equal('');
      const text = await readFile(file(), 'utf8');
      await writeFile(file(), text.replaceAll('"before":', '"before": '));
      expect((await run(HistoryVerify, ['-q'])).stdout).to.match(/^(\w{26}\n){2,}$/);
    });

    it('treats an incomplete last line as left by a killed process, and the next change works', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      await appendFile(file(), '{"v":1,"n":3,"entry":"star');
      expect((await run(HistoryVerify)).stderr).to.equal(
        'Checked 1 record: 0 faults. The last line is incomplete: a process was killed while writing it.\n',
      );
      await run(UsersEnable, [BEN]);
      expect(await run(HistoryVerify)).to.deep.include({
        exitCode: 0,
        stderr: 'Checked 2 records: 0 faults.\n',
      });
    });
  });

  it('does not trust an altered record: show warns, undo refuses', async () => {
    await run(UsersSetAttributes, [BEN, '--given-name', 'Benny']);
    await chmod(file(), 0o644);
    await writeFile(file(), (await readFile(file(), 'utf8')).replaceAll('"before":"Ben"', '"before":"Mallory"'));
    const id = await latest();
    expect((await run(HistoryShow, [id])).stderr).to.match(
      /^warning: this record cannot be trusted: line 1, of record/,
    );
    const { exitCode, stderr } = await run(HistoryUndo, [id, '--yes', '--force']);
    expect([exitCode, stderr.split('\n')[0]?.replaceAll(id, 'ID')]).to.deep.equal([
      3,
      'error: record ID cannot be trusted: line 1, of record ID, was altered',
    ]);
    await run(UsersEnable, ['grace.kim@tenant-one.example', '--yes']);
    expect((await stat(file())).mode & 0o777).to.equal(0o600);
    expect((await run(HistoryVerify)).exitCode).to.equal(9);
  });

  describe('undo after other changes', () => {
    it('refuses if later changes moved the same field there and back', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      const id = await latest();
      await run(UsersEnable, [BEN]);
      await run(UsersLockdown, [BEN, '--yes']);
      const lockdown = await latest();
      const { exitCode, stderr } = await run(HistoryUndo, [id, '--yes']);
      expect({ exitCode, stderr, enabled: (await place().user(BEN))?.enabled }).to.deep.include({
        exitCode: 5,
        enabled: false,
      });
      expect(stderr).to.include(`users.lockdown (record ${lockdown})`);
      expect((await run(HistoryUndo, [id, '--yes', '--force'])).exitCode).to.equal(0);
    });

    it('refuses on another endpoint than that of the change', async () => {
      await whileServed(place(), (url) => run(UsersDisable, [BEN, '--yes', '--endpoint-url', url]));
      // Earlier versions recorded it in the file of the context.
      const folder = join(dirname(file()), 'pools');
      for (const name of await readdir(folder)) {
        await rename(join(folder, name), name.endsWith('.head') ? `${file()}.head` : file());
      }
      const { exitCode, stderr } = await run(HistoryUndo, [await latest()]);
      expect([exitCode, stderr.split('\n')[0]?.replace(/http.*/, 'URL')]).to.deep.equal([
        3,
        `error: record ${await latest()} was made at another endpoint: URL`,
      ]);
    });

    it('refuses another user with the same name', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      await place().edit((pool) => {
        pool.users[BEN_ID]!.attributes.sub = 'somebody-else';
      });
      const { exitCode, stderr } = await run(HistoryUndo, [await latest(), '--force']);
      expect([exitCode, stderr.split('\n')[0]?.replace(/[0-9A-Z]{26}/, 'ID')]).to.deep.equal([
        5,
        `error: ${BEN} is not the user of record ID`,
      ]);
    });
  });

  describe('undo', () => {
    const undo = async (...flags: string[]) => run(HistoryUndo, [await latest(), ...flags]);

    it('restores a user by a change that is recorded and can be undone too', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      const undone = await latest();
      expect(await undo()).to.deep.include({ stdout: `Reverted users disable on ${BEN}.\n`, exitCode: 0 });
      const [record] = await listed();
      expect([record!.operation, record!.undoes, (await place().user(BEN))?.enabled]).to.deep.equal([
        'history.undo',
        undone,
        true,
      ]);
      expect((await undo('--yes')).exitCode).to.equal(0);
      expect((await place().user(BEN))?.enabled).to.equal(false);
    });

    it('asks if the inverse is disruptive, and writes nothing in a dry run', async () => {
      await run(UsersEnable, ['grace.kim@tenant-one.example', '--yes']);
      const before = await place().bytes();
      expect((await undo()).exitCode).to.equal(2);
      expect((await undo('--dry-run')).stdout).to.match(/enabled: yes → no/);
      expect(await place().bytes()).to.equal(before);
    });

    it('restores roles, tenant and email', async () => {
      const flags = ['--role', 'itsm_admin', '--move-to-tenant', 'tenant_002', '--email', 'b@tenant-two.example'];
      const before = (await place().user(BEN))?.attributes;
      await run(UsersSetAttributes, [BEN, ...flags, '--yes']);
      expect((await undo('--yes')).exitCode).to.equal(0);
      expect((await place().user(BEN))?.attributes).to.deep.equal(before);
    });

    it('removes an added URL, and keeps one that was added since', async () => {
      const before = await place().callbackUrls();
      await run(ClientAddCallback, [URL]);
      const added = await latest();
      await run(ClientAddCallback, ['https://other.example/callback']);
      expect((await run(HistoryUndo, [added, '--yes'])).exitCode).to.equal(0);
      expect(await place().callbackUrls()).to.deep.equal([...before, 'https://other.example/callback']);
    });

    it('refuses if the target has changed since and shows the three values; --force overrides', async () => {
      await run(UsersSetAttributes, [BEN, '--given-name', 'Benny']);
      const id = await latest();
      await run(UsersSetAttributes, [BEN, '--given-name', 'Benno']);
      expect(await run(HistoryUndo, [id])).to.deep.include({
        stdout: '',
        stderr:
          `error: ${BEN} has changed since record ${id}: given name\n` +
          '  Nothing was changed.\n' +
          '  given name: Ben before, Benny then, Benno now\n' +
          `  To restore the earlier values anyway: sf-admin history undo ${id} --force\n`,
        exitCode: 5,
      });
      expect((await run(HistoryUndo, [id, '--force'])).exitCode).to.equal(0);
      expect((await place().user(BEN))?.attributes.given_name).to.equal('Ben');
    });

    it('changes nothing if the values are already those from before', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      const id = await latest();
      await run(UsersEnable, [BEN]);
      expect((await run(HistoryUndo, [id])).stdout).to.equal(
        `${BEN} is already as it was before users disable. Nothing was changed.\n`,
      );
    });

    it('undoes what it can of a lockdown, and says what it cannot', async () => {
      await run(UsersLockdown, [BEN, '--yes']);
      const { exitCode, stderr } = await undo();
      expect([exitCode, (await place().user(BEN))?.enabled]).to.deep.equal([0, true]);
      expect(stderr).to.match(/^Not undone: revoked tokens cannot be restored/);
    });

    const NOT_UNDOABLE: [what: string, make: () => Promise<unknown>, why: RegExp][] = [
      [
        'a creation',
        () => run(UsersCreate, ['nina@tenant-one.example', '--tenant', 'tenant_001', '--role', 'itsm_agent']),
        /would be a deletion/,
      ],
      ['a password', () => run(UsersResetPassword, [BEN, '--generate-password']), /not stored anywhere/],
      ['a sign-out', () => run(UsersSignOut, [BEN]), /has to sign in again/],
    ];
    for (const [what, make, why] of NOT_UNDOABLE) {
      it(`says that ${what} cannot be undone, and why`, async () => {
        await make();
        const { exitCode, stderr } = await undo('--force', '--yes');
        expect([exitCode, why.test(stderr)]).to.deep.equal([3, true]);
      });
    }

    it('refuses a user of another tenant', async () => {
      await run(UsersDisable, [BEN, '--yes']);
      expect((await undo('--tenant', 'tenant_002')).exitCode).to.equal(3);
    });
  });

  it('is readable only by its owner', async () => {
    await run(UsersDisable, [BEN, '--yes']);
    const modes = await Promise.all([file(), dirname(file())].map(async (path) => (await stat(path)).mode & 0o777));
    expect(modes).to.deep.equal([0o600, 0o700]);
  });
});
