import { ANA } from '../../harness.js';
import { onPool, type OperationCase, type OperationCases } from './operation-case.js';

const EDITORS = { GroupName: 'editors' };

/** A request for a group that exists. */
function onGroup(more: object = {}): OperationCase['request'] {
  return async (sandbox) => {
    await sandbox.call('CreateGroup', EDITORS);
    return onPool({ ...EDITORS, ...more })(sandbox);
  };
}

export const groupCases: OperationCases = {
  CreateGroup: {
    request: onPool(EDITORS),
    refusals: {
      async GroupExistsException(sandbox) {
        await sandbox.call('CreateGroup', EDITORS);
      },
      LimitExceededException(sandbox) {
        const group = { createdAt: 0, modifiedAt: 0 };
        sandbox.pool.groups = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`g${index}`, group]));
      },
    },
  },
  GetGroup: { request: onGroup() },
  ListGroups: { request: onGroup() },
  UpdateGroup: { request: onGroup({ Precedence: 1 }) },
  DeleteGroup: { request: onGroup() },
  AdminAddUserToGroup: { request: onGroup({ Username: ANA }) },
  AdminRemoveUserFromGroup: { request: onGroup({ Username: ANA }) },
  AdminListGroupsForUser: { request: onPool({ Username: ANA }) },
  ListUsersInGroup: { request: onGroup() },
};
