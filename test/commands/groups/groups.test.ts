import { expect } from 'chai';

import GroupsCreate from '../../../src/commands/groups/create.js';
import GroupsDelete from '../../../src/commands/groups/delete.js';
import GroupsList from '../../../src/commands/groups/list.js';
import GroupsMembers from '../../../src/commands/groups/members.js';
import GroupsSet from '../../../src/commands/groups/set.js';
import GroupsShow from '../../../src/commands/groups/show.js';
import HistoryList from '../../../src/commands/history/list.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import UsersAddToGroup from '../../../src/commands/users/add-to-group.js';
import UsersDelete from '../../../src/commands/users/delete.js';
import UsersRemoveFromGroup from '../../../src/commands/users/remove-from-group.js';
import UsersShow from '../../../src/commands/users/show.js';
import { ownPlace } from '../../helpers/place.js';
import { type CommandClass, commandRunner, type CommandResult } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const DAVID = 'david.okafor@tenant-one.example';
const JONAS = 'jonas.weber@tenant-two.example';

describe('groups', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  const members = async (group: string, ...flags: string[]): Promise<string> =>
    (await run(GroupsMembers, [group, '-o', 'csv', '--columns', 'email', '--no-header', ...flags])).stdout;
  /** One after the other, since the exit status belongs to the process. */
  async function runAll(...lines: [CommandClass, string[]][]): Promise<CommandResult[]> {
    const results: CommandResult[] = [];
    for (const [Command, argv] of lines) results.push(await run(Command, argv));
    return results;
  }
  const lastRecord = async (): Promise<string> => (await run(HistoryList, ['-q', '--limit', '1'])).stdout.trim();

  it('are created, shown and changed, and a second time there is nothing to do', async () => {
    const create = ['auditors', '--description', 'Read only'];
    const set = ['auditors', '--precedence', '0', '--description', 'none', '--yes'];
    const said = [
      await run(GroupsCreate, create),
      await run(GroupsCreate, create),
      await run(GroupsSet, set),
      await run(GroupsSet, set),
    ];
    const { stdout } = await run(GroupsShow, ['auditors', '-o', 'json']);
    const { createdAt, updatedAt, ...shown } = JSON.parse(stdout) as Record<string, unknown>;
    expect({
      said: said.map((result) => result.stdout),
      shown,
      times: [typeof createdAt, typeof updatedAt],
    }).to.deep.equal({
      said: [
        'Created group auditors.\n',
        'Group auditors already exists, with these settings. Nothing was changed.\n',
        'Changed description, precedence of group auditors.\n',
        'Group auditors already has these settings. Nothing was changed.\n',
      ],
      shown: { name: 'auditors', description: null, precedence: 0, roleArn: null, privileged: false },
      times: ['string', 'string'],
    });
  });

  it('are listed with their settings', async () => {
    const { stdout } = await run(GroupsList, ['-o', 'csv', '--columns', 'name,precedence,description']);
    expect(stdout).to.equal('name,precedence,description\noperators,10,On call\n');
  });

  it('are refused if the name is taken, unknown or none, or a setting cannot be removed', async () => {
    const refused = await runAll(
      [GroupsCreate, ['operators', '--precedence', '1']],
      [GroupsShow, ['operator']],
      [GroupsCreate, ['on call']],
      [GroupsCreate, ['']],
      [GroupsSet, ['operators']],
      [GroupsSet, ['operators', '--description', '']],
      [GroupsCreate, ['auditors', '--role-arn', 'auditor']],
      [GroupsDelete, ['operator', '--yes']],
    );
    expect(
      refused.map(({ exitCode, stderr }) => [exitCode, stderr.split('\n').find((line) => line.startsWith('error'))]),
    ).to.deep.equal([
      [5, 'error: group operators already exists, with other settings'],
      [4, 'error: no group operator in user pool us-east-1_Sandbox01'],
      [2, 'error: invalid group name "on call"'],
      [2, 'error: the name of the group is empty'],
      [2, 'error: groups set needs at least one setting'],
      [2, 'error: --description is empty'],
      [2, 'error: "auditor" is not the ARN of a role'],
      [4, 'error: no group operator in user pool us-east-1_Sandbox01'],
    ]);
    expect(refused[1]?.stderr).to.include('Did you mean operators?');
  });

  it('get and lose users, given as arguments or in a file', async () => {
    const added = await run(UsersAddToGroup, [BEN, DAVID, '--group', 'operators', '--yes']);
    const all = await members('operators');
    const removed = await run(UsersRemoveFromGroup, ['--from', '-', '--group', 'operators', '--yes'], {
      stdin: `${BEN}\n${JONAS}\n`,
    });
    expect([added.stdout, all, removed.exitCode, await members('operators')]).to.deep.equal([
      `Added ${BEN} to group operators.\n${DAVID} is already in group operators. Nothing was changed.\n`,
      `${BEN}\n${DAVID}\n${JONAS}\n`,
      0,
      `${DAVID}\n`,
    ]);
  });

  it('refuse a group that does not exist before anything is written, also where there is nothing to remove', async () => {
    const refused = await runAll(
      [UsersAddToGroup, [BEN, '--group', 'operator', '--yes']],
      [UsersRemoveFromGroup, [BEN, '--group', 'operator', '--yes']],
    );
    const codes = refused.map(({ exitCode, stderr }) => [exitCode, stderr.includes('Did you mean operators?')]);
    expect([codes, await lastRecord()]).to.deep.equal([
      [
        [4, true],
        [4, true],
      ],
      '',
    ]);
  });

  it('show only the users of a tenant with --tenant', async () => {
    expect(await members('operators', '--tenant', 'tenant_002')).to.equal(`${JONAS}\n`);
  });

  it('are shown with the user who is in them', async () => {
    const shown = await runAll([UsersShow, [DAVID]], [UsersShow, [BEN]]);
    expect(shown.map(({ stdout }) => /^ {2}groups +(.*)$/m.exec(stdout)?.[1])).to.deep.equal(['operators', 'none']);
  });

  it('are deleted with a record of their users, who are put back by an undo', async () => {
    const deleted = await run(GroupsDelete, ['operators', '--yes']);
    const record = await lastRecord();
    const gone = await run(GroupsShow, ['operators']);
    const undone = await run(HistoryUndo, [record, '--yes']);
    expect({
      said: [deleted.stdout, gone.exitCode, undone.stdout],
      members: await members('operators'),
      list: (await run(GroupsList, ['-o', 'csv', '--columns', 'name,precedence,description', '--no-header'])).stdout,
    }).to.deep.equal({
      said: [
        'Deleted group operators (2 users in it).\n',
        4,
        'Reverted groups delete on operators.\n  create the group: done\n  put its users back: done, 2 users\n',
      ],
      members: `${DAVID}\n${JONAS}\n`,
      list: 'operators,10,On call\n',
    });
  });

  it('get back, after an undo of their deletion, the users who still exist', async () => {
    await run(GroupsDelete, ['operators', '--yes']);
    const record = await lastRecord();
    await run(UsersDelete, [JONAS, '--yes']);
    const undone = await run(HistoryUndo, [record, '--yes']);
    const again = await run(HistoryUndo, [record, '--yes']);
    expect([undone.exitCode, await members('operators'), again.stdout]).to.deep.equal([
      0,
      `${DAVID}\n`,
      'operators is already as it was before groups delete. Nothing was changed.\n',
    ]);
  });

  it('are not deleted by undoing their creation once somebody is in them', async () => {
    await run(GroupsCreate, ['auditors']);
    const record = await lastRecord();
    await run(UsersAddToGroup, [BEN, '--group', 'auditors']);
    const refused = await run(HistoryUndo, [record, '--yes']);
    await run(UsersRemoveFromGroup, [BEN, '--group', 'auditors']);
    const undone = await run(HistoryUndo, [record, '--yes']);
    expect([refused.exitCode, undone.stdout, (await run(GroupsShow, ['auditors'])).exitCode]).to.deep.equal([
      5,
      'Reverted groups create on auditors.\n',
      4,
    ]);
  });

  it('change nothing with --dry-run', async () => {
    const before = await place().pool();
    const codes = await runAll(
      [GroupsCreate, ['auditors', '--dry-run']],
      [GroupsSet, ['operators', '--precedence', '1', '--dry-run']],
      [GroupsDelete, ['operators', '--dry-run']],
      [UsersAddToGroup, [BEN, '--group', 'operators', '--dry-run']],
    );
    expect([codes.map(({ exitCode }) => exitCode), await place().pool()]).to.deep.equal([[0, 0, 0, 0], before]);
  });
});
