import { expect } from 'chai';
import { groupClaims } from '../../../../../src/lib/sandbox/operations/groups/members.js';
import { ANA, BEN, Sandbox } from '../../harness.js';

const ROLE = 'arn:aws:iam::000000000000:role/';

/** A sandbox with these groups, by precedence, and Ana in all of them. */
async function sandboxWith(groups: Readonly<Record<string, { Precedence?: number; RoleArn?: string }>>) {
  const sandbox = new Sandbox();
  for (const [GroupName, settings] of Object.entries(groups)) {
    await sandbox.call('CreateGroup', { GroupName, ...settings });
    await sandbox.call('AdminAddUserToGroup', { GroupName, Username: ANA });
  }
  return sandbox;
}

describe('the users of a group', () => {
  it('are added and removed, any number of times', async () => {
    const sandbox = await sandboxWith({ editors: {} });
    const group = { GroupName: 'editors' };
    await sandbox.call('AdminAddUserToGroup', { ...group, Username: ANA });
    await sandbox.call('AdminAddUserToGroup', { ...group, Username: BEN });
    expect(await members(sandbox, group)).to.have.members([ANA, BEN]);

    await sandbox.call('AdminRemoveUserFromGroup', { ...group, Username: ANA });
    await sandbox.call('AdminRemoveUserFromGroup', { ...group, Username: ANA });
    expect(await members(sandbox, group)).to.deep.equal([BEN]);
  });

  it('are listed as by ListUsers, in pages', async () => {
    const sandbox = await sandboxWith({ editors: {} });
    await sandbox.call('AdminAddUserToGroup', { GroupName: 'editors', Username: BEN });
    const first = await sandbox.call('ListUsersInGroup', { GroupName: 'editors', Limit: 1 });
    const page = { GroupName: 'editors', Limit: 1, NextToken: first.NextToken };
    const second = await sandbox.call('ListUsersInGroup', page);
    const found = [...(first.Users as object[]), ...(second.Users as object[])];
    const { Users } = await sandbox.call('ListUsers');
    expect(found).to.have.length(2);
    expect(Users).to.deep.include.members(found);
    expect(second).to.not.have.property('NextToken');
  });

  it('no longer include a user who is deleted', async () => {
    const sandbox = await sandboxWith({ editors: {} });
    await sandbox.call('AdminDeleteUser', { Username: ANA });
    expect(await members(sandbox, { GroupName: 'editors' })).to.deep.equal([]);
  });

  it('must exist, as the group must', async () => {
    const sandbox = await sandboxWith({ editors: {} });
    for (const operation of ['AdminAddUserToGroup', 'AdminRemoveUserFromGroup']) {
      expect(await sandbox.refusal(operation, { GroupName: 'editors', Username: 'nobody' })).to.deep.equal([
        'UserNotFoundException',
        'User does not exist.',
      ]);
      expect(await sandbox.refusal(operation, { GroupName: 'nothing', Username: ANA })).to.deep.equal([
        'ResourceNotFoundException',
        'Group not found.',
      ]);
    }
  });
});

describe('the groups of a user', () => {
  it('come by precedence, then without one, and equal ones by name, in pages', async () => {
    const sandbox = await sandboxWith({
      d: {},
      c: {},
      b: { Precedence: 7 },
      a: { Precedence: 7 },
      z: { Precedence: 0 },
    });
    const first = await sandbox.call('AdminListGroupsForUser', { Username: ANA, Limit: 3 });
    const second = await sandbox.call('AdminListGroupsForUser', { Username: ANA, NextToken: first.NextToken });
    expect([first, second].map(names)).to.deep.equal([
      ['z', 'a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('are at most 100', async () => {
    const sandbox = await sandboxWith({ editors: {} });
    sandbox.user(BEN).groups = Array.from({ length: 100 }, (_, index) => `g${index}`);
    const request = { GroupName: 'editors', Username: BEN };
    expect(await sandbox.refusal('AdminAddUserToGroup', request)).to.deep.equal([
      'InvalidParameterException',
      'A user can be in at most 100 groups.',
    ]);
  });

  for (const [what, groups, expected] of [
    ['without any', {}, { groups: [], roles: [] }],
    ['without a role', { a: {} }, { groups: ['a'], roles: [] }],
    [
      'with roles of different precedence',
      { a: { Precedence: 2, RoleArn: `${ROLE}a` }, b: { Precedence: 1, RoleArn: `${ROLE}b` }, c: { Precedence: 0 } },
      { groups: ['c', 'b', 'a'], roles: [`${ROLE}b`, `${ROLE}a`], preferredRole: `${ROLE}b` },
    ],
    [
      'with different roles of equal precedence',
      { a: { Precedence: 1, RoleArn: `${ROLE}a` }, b: { Precedence: 1, RoleArn: `${ROLE}b` } },
      { groups: ['a', 'b'], roles: [`${ROLE}a`, `${ROLE}b`] },
    ],
    [
      'with the same role of equal precedence',
      { a: { Precedence: 1, RoleArn: `${ROLE}a` }, b: { Precedence: 1, RoleArn: `${ROLE}a` } },
      { groups: ['a', 'b'], roles: [`${ROLE}a`], preferredRole: `${ROLE}a` },
    ],
  ] as const) {
    it(`give the claims of groups ${what}`, async () => {
      const sandbox = await sandboxWith(groups);
      expect(groupClaims(sandbox.pool, sandbox.user(ANA))).to.deep.equal(expected);
    });
  }
});

async function members(sandbox: Sandbox, group: object): Promise<unknown[]> {
  const { Users } = await sandbox.call('ListUsersInGroup', group);
  const users = Users as { Attributes: { Name: string; Value: string }[] }[];
  return users.map(({ Attributes }) => Attributes.find(({ Name }) => Name === 'email')?.Value);
}

function names({ Groups }: Record<string, unknown>): unknown[] {
  return (Groups as { GroupName: string }[]).map(({ GroupName }) => GroupName);
}
