import { expect } from 'chai';

import { platformOf } from '../../../src/lib/config/platform.js';
import { isNeverCalled, isOptional } from '../../../src/lib/permissions/called-operations.js';
import type { CommandName } from '../../../src/lib/permissions/command-name.js';
import { COMMAND_OPERATIONS } from '../../../src/lib/permissions/command-operations.js';
import { commandPermissions } from '../../../src/lib/permissions/policy.js';

const TARGET = {
  region: 'us-east-1',
  account: '123456789012',
  poolId: 'us-east-1_WKK1AVJ2m',
  platform: platformOf({}),
};

describe('the permissions of a command', () => {
  const actions = (command: CommandName, withOptional: boolean) =>
    commandPermissions(command, TARGET, { withOptional }).map(({ action }) => action.replace(/^.*:/, ''));

  for (const command of ['tenant list', 'tenant show'] as const) {
    it(`of ${command} are not those to read sign-ins, which it never does`, () => {
      expect(COMMAND_OPERATIONS[command]).to.include('AdminListUserAuthEvents');
      expect(actions(command, true)).to.include('AdminGetUser').and.not.include('AdminListUserAuthEvents');
    });
  }

  for (const command of ['tenant sync', 'tenant offboard'] as const) {
    it(`of ${command} have the deletion, without which most of its work can be done`, () => {
      expect(actions(command, true)).to.include.members(['AdminDisableUser', 'AdminDeleteUser']);
      expect(actions(command, false)).to.include('AdminDisableUser').and.not.include('AdminDeleteUser');
    });
  }

  it('of users delete are never without the deletion', () => {
    expect([
      isOptional('users delete', 'AdminDeleteUser'),
      isNeverCalled('users delete', 'AdminDeleteUser'),
    ]).to.deep.equal([false, false]);
    expect(actions('users delete', false)).to.include('AdminDeleteUser');
  });
});
