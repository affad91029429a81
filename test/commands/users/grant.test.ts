import { expect } from 'chai';

import AccessExpire from '../../../src/commands/access/expire.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import UsersGrant from '../../../src/commands/users/grant.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { hoursAgo } from '../../helpers/hours-ago.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { readHistory } from '../../helpers/read-history.js';
import { commandRunner } from '../../helpers/run-command.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
/** Within the 92 days that a role can be given for, whenever the tests run. */
const SOON = new Date(Date.now() + 48 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
const LATER = new Date(Date.now() + 96 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');

describe('users grant', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const rolesOf = async (email: string) => (await place().user(email))?.attributes['custom:role'];
  const grant = (user: string, until: string, ...more: string[]) =>
    run(UsersGrant, [user, '--role', 'itsm_admin', '--until', until, '--yes', ...more]);
  const records = async () => (await readHistory(sandboxHistory(place().dataFolder))).records;

  it('gives a role, and records before the write when it is to be taken back', async () => {
    const { stdout, stderr, exitCode } = await grant(BEN, SOON, '--reason', 'INC-4711');
    const [record] = await records();
    expect({ stdout, stderr, exitCode, roles: await rolesOf(BEN) }).to.deep.equal({
      stdout: `${BEN} holds itsm_admin until ${SOON}.\n`,
      stderr:
        'It is not taken back by itself. Run this from cron, on this machine, where the history is: ' +
        'sf-admin access expire --yes\n',
      exitCode: 0,
      roles: 'itsm_agent,itsm_admin',
    });
    expect([record?.operation, record?.grant, record?.fields]).to.deep.equal([
      'users.grant',
      { role: 'itsm_admin', until: SOON },
      [
        { field: 'roles', before: ['itsm_agent'], after: ['itsm_agent', 'itsm_admin'], relative: true },
        { field: 'roleEndsAt', before: null, after: SOON },
      ],
    ]);
  });

  it('gives a role that is held for a time another end, without another write', async () => {
    await grant(BEN, SOON);
    const user = await place().user(BEN);
    const { stdout } = await grant(BEN, LATER);
    expect([stdout, await place().user(BEN)]).to.deep.equal([`${BEN} holds itsm_admin until ${LATER}.\n`, user]);
  });

  it('leaves a role with the same end as it is', async () => {
    await grant(BEN, SOON);
    const { stdout } = await grant(BEN, SOON);
    expect(stdout).to.equal(`${BEN} already holds itsm_admin until ${SOON}. Nothing was changed.\n`);
  });

  it('refuses a role that the user holds without an end, also if they held it for a time before', async () => {
    const before = await grant(ANA, SOON);
    await grant(BEN, SOON);
    await run(UsersSetAttributes, [BEN, '--remove-role', 'itsm_admin']);
    await run(UsersSetAttributes, [BEN, '--add-role', 'itsm_admin', '--yes']);
    const again = await grant(BEN, LATER);
    expect([before.stderr, before.exitCode, again.exitCode]).to.deep.equal([
      `error: ${ANA} already holds itsm_admin, without an end\n` +
        '  Nothing was written. A role that was held before is not taken back by itself. To take it now: sf-admin users ' +
        `set-attributes ${ANA} --remove-role itsm_admin\n`,
      5,
      5,
    ]);
  });

  it('asks before a privileged role is given, or given for longer, but not for a shorter time', async () => {
    const argv = [BEN, '--role', 'itsm_admin', '--until'];
    const given = await run(UsersGrant, [...argv, SOON]);
    await grant(BEN, SOON);
    const longer = await run(UsersGrant, [...argv, LATER]);
    const shorter = await run(UsersGrant, [...argv, '4h']);
    const harmless = await run(UsersGrant, [ANA, '--role', 'itsm_agent', '--until', SOON]);
    expect([given, longer, shorter, harmless].map(({ exitCode }) => exitCode)).to.deep.equal([2, 2, 0, 0]);
    expect(longer.stderr).to.contain(`${BEN} would hold itsm_admin, which is privileged, until ${LATER}.`);
  });

  it('wants the name typed in a protected pool for a privileged role, and for a longer time', async () => {
    const [byYes, byName, longer] = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'protected: true');
      const argv = [BEN, '--role', 'itsm_admin', '--yes', '--until'];
      const env = ANY_CREDENTIALS;
      return [
        await run(UsersGrant, [...argv, SOON], { env }),
        await run(UsersGrant, [...argv, SOON, '--confirm', BEN], { env }),
        await run(UsersGrant, [...argv, LATER], { env }),
      ] as const;
    });
    expect([byYes, byName, longer].map(({ exitCode }) => exitCode)).to.deep.equal([2, 0, 2]);
  });

  it('names both flags if both are missing', async () => {
    const { stderr, exitCode } = await run(UsersGrant, [BEN]);
    expect([stderr.split('\n')[0], exitCode]).to.deep.equal(['error: missing flags --role and --until', 2]);
  });

  it('refuses an unknown role and several roles before anything is read', async () => {
    const unknown = await run(UsersGrant, ['nobody', '--role', 'itsm_agnt', '--until', '4h']);
    const several = await run(UsersGrant, ['nobody', '--role', 'itsm_agent,itsm_admin', '--until', '4h']);
    expect([unknown.exitCode, several.stderr.split('\n')[0]]).to.deep.equal([3, 'error: --role names 2 roles']);
  });

  it('grants to the users of a file', async () => {
    const argv = ['--role', 'itsm_admin', '--until', SOON, '--from', '-', '--yes'];
    const { stdout, exitCode } = await run(UsersGrant, argv, { stdin: `${BEN}\n${CHLOE}\n` });
    expect([stdout, exitCode, await rolesOf(CHLOE)]).to.deep.equal([
      'users grant: 2 changed.\n',
      0,
      'itsm_agent,itsm_admin',
    ]);
  });

  describe('undone', () => {
    const undo = async (...more: string[]) => {
      const latest = (await records()).at(-1);
      return run(HistoryUndo, [latest?.id ?? '', '--yes', ...more]);
    };

    it('takes the role back and keeps what was added since', async () => {
      await grant(BEN, SOON);
      const id = (await records()).at(-1)?.id ?? '';
      await run(UsersSetAttributes, [BEN, '--add-role', 'cloud_admin', '--yes']);
      const refused = await run(HistoryUndo, [id, '--yes']);
      const forced = await run(HistoryUndo, [id, '--yes', '--force']);
      expect([refused.exitCode, forced.stdout, await rolesOf(BEN)]).to.deep.equal([
        5,
        `Reverted users grant on ${BEN}.\n`,
        'itsm_agent,cloud_admin',
      ]);
    });

    it('gives a role that was given another end the end from before', async () => {
      await grant(BEN, SOON);
      await grant(BEN, LATER);
      const { exitCode } = await undo();
      const same = await grant(BEN, SOON);
      expect([exitCode, same.stdout]).to.deep.equal([
        0,
        `${BEN} already holds itsm_admin until ${SOON}. Nothing was changed.\n`,
      ]);
    });

    it('cannot be done again, since the role would be held without an end', async () => {
      await grant(BEN, SOON);
      await undo();
      const { stderr, exitCode } = await undo();
      expect([stderr.split('\n')[0], exitCode]).to.deep.equal([
        `error: history undo ${BEN} cannot be undone: the role would be held without an end, or for a time that is over; ` +
          'grant it anew: sf-admin users grant',
        3,
      ]);
    });
  });

  it('takes a user who had no role back to none', async () => {
    await place().edit(({ users }) => {
      for (const user of Object.values(users)) {
        if (user.attributes.email === BEN) Reflect.deleteProperty(user.attributes, 'custom:role');
      }
    });
    await hoursAgo(5, () => grant(BEN, '4h'));
    const { exitCode } = await run(AccessExpire, ['--yes']);
    expect([exitCode, await rolesOf(BEN)]).to.deep.equal([0, undefined]);
  });
});
