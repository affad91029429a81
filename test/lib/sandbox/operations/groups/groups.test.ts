import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { ANA, Sandbox, START } from '../../harness.js';

const ROLE = 'arn:aws:iam::000000000000:role/editors';

describe('groups of a pool', () => {
  it('are created, described, listed by name, changed and deleted', async () => {
    const sandbox = new Sandbox();
    delete sandbox.pool.groups;
    const settings = { GroupName: 'editors', Description: 'They edit', RoleArn: ROLE, Precedence: 0 };
    const dates = { CreationDate: START.getTime() / 1000, LastModifiedDate: START.getTime() / 1000 };
    const Group = { UserPoolId: SANDBOX_POOL_ID, ...settings, ...dates };
    expect(await sandbox.call('CreateGroup', settings)).to.deep.equal({ Group });
    expect(await sandbox.call('GetGroup', { GroupName: 'editors' })).to.deep.equal({ Group });

    await sandbox.call('CreateGroup', { GroupName: 'authors' });
    const { Groups } = await sandbox.call('ListGroups');
    expect(Groups).to.deep.equal([{ UserPoolId: SANDBOX_POOL_ID, GroupName: 'authors', ...dates }, Group]);

    await sandbox.call('DeleteGroup', { GroupName: 'authors' });
    expect(await sandbox.call('ListGroups')).to.deep.equal({ Groups: [Group] });
  });

  it('keep what an update leaves out', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('CreateGroup', { GroupName: 'editors', Description: 'They edit', RoleArn: ROLE });
    sandbox.time += 1000;
    const { Group } = await sandbox.call('UpdateGroup', { GroupName: 'editors', Precedence: 3 });
    expect(Group).to.include({ Description: 'They edit', RoleArn: ROLE, Precedence: 3 });
    expect(Group).to.include({
      CreationDate: START.getTime() / 1000,
      LastModifiedDate: sandbox.time / 1000,
    });
    expect(await sandbox.call('GetGroup', { GroupName: 'editors' })).to.deep.equal({ Group });
  });

  it('are listed in pages', async () => {
    const sandbox = new Sandbox();
    delete sandbox.pool.groups;
    for (const GroupName of ['c', 'a', 'b']) await sandbox.call('CreateGroup', { GroupName });
    const first = await sandbox.call('ListGroups', { Limit: 2 });
    const second = await sandbox.call('ListGroups', { Limit: 2, NextToken: first.NextToken });
    expect(names(first)).to.deep.equal(['a', 'b']);
    expect(names(second)).to.deep.equal(['c']);
    expect(second).to.not.have.property('NextToken');
  });

  it('have a precedence from 0 to the greatest integer of 32 bits', async () => {
    const sandbox = new Sandbox();
    for (const Precedence of [0, 2 ** 31 - 1]) {
      const { Group } = await sandbox.call('CreateGroup', { GroupName: `g${Precedence}`, Precedence });
      expect(Group).to.include({ Precedence });
    }
    for (const Precedence of [-1, 2 ** 31, 1.5]) {
      expect((await sandbox.refusal('CreateGroup', { GroupName: 'g', Precedence }))[0], String(Precedence)).to.be.oneOf(
        ['InvalidParameterException', 'SerializationException'],
      );
    }
  });

  it('are at most 10,000', async () => {
    const sandbox = new Sandbox();
    const group = { createdAt: 0, modifiedAt: 0 };
    sandbox.pool.groups = Object.fromEntries(Array.from({ length: 9999 }, (_, index) => [`g${index}`, group]));
    await sandbox.call('CreateGroup', { GroupName: 'the-last' });
    expect((await sandbox.refusal('CreateGroup', { GroupName: 'one-more' }))[0]).to.equal('LimitExceededException');
  });

  it('leave their users when they are deleted, and a group of the same name starts empty', async () => {
    const sandbox = new Sandbox();
    const group = { GroupName: 'editors' };
    await sandbox.call('CreateGroup', group);
    await sandbox.call('AdminAddUserToGroup', { ...group, Username: ANA });
    await sandbox.call('DeleteGroup', group);
    await sandbox.call('AdminGetUser', { Username: ANA });
    expect(await sandbox.call('AdminListGroupsForUser', { Username: ANA })).to.deep.equal({ Groups: [] });
    await sandbox.call('CreateGroup', group);
    expect(await sandbox.call('ListUsersInGroup', group)).to.deep.equal({ Users: [] });
  });

  it('have names that are unique, and matched exactly', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('CreateGroup', { GroupName: 'editors' });
    expect(await sandbox.refusal('CreateGroup', { GroupName: 'editors' })).to.deep.equal([
      'GroupExistsException',
      'A group with the name already exists.',
    ]);
    await sandbox.call('CreateGroup', { GroupName: 'Editors' });
    for (const operation of ['GetGroup', 'UpdateGroup', 'DeleteGroup', 'ListUsersInGroup']) {
      expect(await sandbox.refusal(operation, { GroupName: 'EDITORS' })).to.deep.equal([
        'ResourceNotFoundException',
        'Group not found.',
      ]);
    }
  });
});

function names({ Groups }: Record<string, unknown>): unknown[] {
  return (Groups as { GroupName: string }[]).map(({ GroupName }) => GroupName);
}
