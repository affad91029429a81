import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import AccessExpire from '../../../src/commands/access/expire.js';
import Apply from '../../../src/commands/apply.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import UsersDelete from '../../../src/commands/users/delete.js';
import UsersGrant from '../../../src/commands/users/grant.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { hoursAgo } from '../../helpers/hours-ago.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { readHistory } from '../../helpers/read-history.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const JONAS = 'jonas.weber@tenant-two.example';

describe('access expire', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const rolesOf = async (email: string) => (await place().user(email))?.attributes['custom:role'];
  const history = () => sandboxHistory(place().dataFolder);
  const records = async () => (await readHistory(history())).records;
  /** Grants a role whose time was over an hour ago. */
  const grantOver = (...users: string[]) =>
    hoursAgo(5, () => run(UsersGrant, [...users, '--role', 'cloud_admin', '--until', '4h', '--yes']));

  it('takes a role back whose time is over, with a record that names the grant', async () => {
    await grantOver(BEN);
    const [granted] = await records();
    const { stdout, stderr, exitCode } = await run(AccessExpire, ['--yes']);
    const record = (await records()).at(-1);
    expect({ stdout, stderr, exitCode, roles: await rolesOf(BEN) }).to.deep.equal({
      stdout: `Took cloud_admin back from ${BEN}: it was granted until ${granted?.grant?.until ?? ''}.\n`,
      stderr: 'Tokens that were already issued keep the roles they have, until they are renewed.\n',
      exitCode: 0,
      roles: 'itsm_agent',
    });
    expect([record?.operation, record?.undoes, record?.result]).to.deep.equal(['access.expire', granted?.id, 'done']);
  });

  it('finds nothing to do the second time, and says what is to come', async () => {
    await grantOver(BEN);
    await run(AccessExpire, ['--yes']);
    const bytes = await place().bytes();
    const again = await run(AccessExpire, ['--yes']);
    await run(UsersGrant, [CHLOE, '--role', 'cloud_admin', '--until', '4h', '--yes']);
    const until = (await records()).at(-1)?.grant?.until ?? '';
    const early = await run(AccessExpire, ['--yes']);
    expect([again.stdout, early.stdout, again.exitCode]).to.deep.equal([
      'No role is held for a time.\n',
      `No role is to be taken back now. 1 role is held for a time; the first ends at ${until}.\n`,
      0,
    ]);
    expect(bytes).to.contain('itsm_agent');
  });

  it('prints an empty list in every other format if nothing is due', async () => {
    const json = await run(AccessExpire, ['--yes', '--json']);
    const quiet = await run(AccessExpire, ['--yes', '-q']);
    expect([(JSON.parse(json.stdout) as { outcomes: [] }).outcomes, quiet.stdout, quiet.exitCode]).to.deep.equal([
      [],
      '',
      0,
    ]);
  });

  it('needs --yes without a terminal, and takes nothing with --dry-run', async () => {
    await grantOver(BEN);
    const unconfirmed = await run(AccessExpire);
    const rehearsal = await run(AccessExpire, ['--dry-run']);
    expect([unconfirmed.exitCode, rehearsal.exitCode, await rolesOf(BEN)]).to.deep.equal([
      2,
      0,
      'itsm_agent,cloud_admin',
    ]);
    expect(rehearsal.stdout).to.contain('    - cloud_admin\n  role ends at: ');
  });

  it('needs no more than --yes in a protected pool', async () => {
    const { exitCode } = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'protected: true');
      const argv = [BEN, '--role', 'cloud_admin', '--until', '4h', '--confirm', BEN];
      await hoursAgo(5, () => run(UsersGrant, argv, { env: ANY_CREDENTIALS }));
      return run(AccessExpire, ['--yes'], { env: ANY_CREDENTIALS });
    });
    expect([exitCode, await rolesOf(BEN)]).to.deep.equal([0, 'itsm_agent']);
  });

  it('leaves a role alone that was taken by hand and given again, without a word', async () => {
    await grantOver(BEN);
    await run(UsersSetAttributes, [BEN, '--remove-role', 'cloud_admin']);
    await run(UsersSetAttributes, [BEN, '--add-role', 'cloud_admin', '--yes']);
    const { stdout } = await run(AccessExpire, ['--yes']);
    expect([stdout, await rolesOf(BEN)]).to.deep.equal(['No role is held for a time.\n', 'itsm_agent,cloud_admin']);
  });

  it('ends the grant of a role that was taken elsewhere, so that one given later stays', async () => {
    await grantOver(BEN);
    const setRoles = (roles: string) =>
      place().edit(({ users }) => {
        for (const { attributes } of Object.values(users)) {
          if (attributes.email === BEN) attributes['custom:role'] = roles;
        }
      });
    await setRoles('itsm_agent');
    const first = await run(AccessExpire, ['--yes']);
    await setRoles('itsm_agent,cloud_admin');
    const second = await run(AccessExpire, ['--yes']);
    expect([first.stdout, second.stdout, await rolesOf(BEN)]).to.deep.equal([
      `${BEN} does not hold cloud_admin any more: nothing to take back.\n`,
      'No role is held for a time.\n',
      'itsm_agent,cloud_admin',
    ]);
  });

  it('leaves a role alone that was granted anew', async () => {
    await grantOver(BEN);
    await run(UsersGrant, [BEN, '--role', 'cloud_admin', '--until', '4h', '--yes']);
    await run(AccessExpire, ['--yes']);
    expect(await rolesOf(BEN)).to.equal('itsm_agent,cloud_admin');
  });

  it('forgets a user who was deleted, and says so once if another tool did it', async () => {
    await grantOver(BEN, CHLOE);
    await run(UsersDelete, [BEN, '--yes']);
    await place().edit(({ users }) => {
      for (const [name, { attributes }] of Object.entries(users)) {
        if (attributes.email === CHLOE) Reflect.deleteProperty(users, name);
      }
    });
    const first = await run(AccessExpire, ['--yes']);
    const second = await run(AccessExpire, ['--yes']);
    expect([first.stdout, first.exitCode, second.stdout]).to.deep.equal([
      `${CHLOE} was deleted: nothing to take back.\n`,
      0,
      'No role is held for a time.\n',
    ]);
  });

  it('acts on the users of one tenant with --tenant', async () => {
    await grantOver(BEN, JONAS);
    await run(AccessExpire, ['--yes', '--tenant', 'tenant_002']);
    expect([await rolesOf(BEN), await rolesOf(JONAS)]).to.deep.equal(['itsm_agent,cloud_admin', 'itsm_admin']);
  });

  it('reads the contexts and opens the directory once', async () => {
    await grantOver(BEN);
    let opened = 0;
    class Counted extends AccessExpire {
      protected override contexts(...args: Parameters<AccessExpire['contexts']>) {
        opened += 1;
        return super.contexts(...args);
      }
    }
    Object.defineProperty(Counted, 'name', { value: AccessExpire.name });
    const { exitCode } = await run(Counted, ['--yes']);
    expect([exitCode, opened, await rolesOf(BEN)]).to.deep.equal([0, 1, 'itsm_agent']);
  });

  it('refuses its plan once that was applied, and once the role was taken in another way', async () => {
    await grantOver(BEN);
    const [applied, late] = [place().path('applied.plan'), place().path('late.plan')];
    for (const file of [applied, late]) await run(AccessExpire, ['--plan-out', file]);
    const first = await run(Apply, [applied, '--yes']);
    const again = await run(Apply, [applied, '--yes']);
    const moved = await run(Apply, [late, '--yes']);
    expect([first.exitCode, again.exitCode, moved.exitCode, moved.stdout]).to.deep.equal([0, 5, 5, '']);
    expect(again.stderr).to.contain(' was applied on ');
    expect(moved.stderr).to.contain(`${BEN} has changed since it was planned`);
  });

  it('cannot be undone, since the role would be held without an end', async () => {
    await grantOver(BEN);
    await run(AccessExpire, ['--yes']);
    const { exitCode, stderr } = await run(HistoryUndo, [(await records()).at(-1)?.id ?? '']);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([
      3,
      `error: access expire ${BEN} cannot be undone: the role would be held without an end, or for a time that is over; ` +
        'grant it anew: sf-admin users grant',
    ]);
  });

  it('takes roles back although the history is damaged, and warns', async () => {
    await grantOver(BEN);
    await run(UsersGrant, [CHLOE, '--role', 'cloud_admin', '--until', '4h', '--yes']);
    const lines = (await readFile(history(), 'utf8')).split('\n');
    await writeFile(history(), lines.map((line, index) => (index === 2 ? line.slice(1) : line)).join('\n'));
    const { stderr, exitCode } = await run(AccessExpire, ['--yes']);
    expect([exitCode, await rolesOf(BEN)]).to.deep.equal([0, 'itsm_agent']);
    expect(stderr).to.contain('warning: the history is damaged, and may say more about these roles: ');
  });
});
