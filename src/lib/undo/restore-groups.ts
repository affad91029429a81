import type { Change } from '../changes/change.js';
import { type StepToTake, takeSteps } from '../changes/take-steps.js';
import { movedItems } from '../model/field-change.js';
import type { Directory } from '../directory.js';
import type { ChangeRecord } from '../history/record.js';
import { defined } from '../model/defined.js';
import { userLabel } from '../model/user.js';
import { groupDisruption, joinGroup, leaveGroup } from '../users/changes/change-groups.js';
import { changeUser } from '../users/changes/user-change.js';
import { groupsOfUser } from '../groups/user-groups.js';
import { assertSameUser } from './restore-user.js';
import { assertUnchanged } from './assert-unchanged.js';
import { undoability, undoMessages } from './undoability.js';

/**
 * Takes a user out of the groups that a change put them into, or puts them back. Their other groups stay.
 *
 * @throws AdminError CHANGED_UNDERNEATH if one of these memberships has changed since and `force` is not set; as `findUser`
 *   does
 */
export function restoreGroups(
  directory: Directory,
  record: ChangeRecord,
  { force }: { force: boolean },
): Promise<Change> {
  const [recorded] = undoability(record).fields;
  const { added, removed } = movedItems(recorded);
  const edited = [...added, ...removed];
  return changeUser(directory, record.target.id, async (user) => {
    assertSameUser(record, user);
    const now = await groupsOfUser(directory.cognito, user.username);
    const only = (groups: readonly string[]) => edited.filter((name) => groups.includes(name));
    if (!force) {
      assertUnchanged(directory, record, [{ field: 'groups', before: removed, then: added, now: only(now) }]);
    }
    const [leaving, joining] = [
      only(now).filter((name) => added.includes(name)),
      removed.filter((name) => !now.includes(name)),
    ];
    const steps: StepToTake[] = [
      ...leaving.map((name) => ({ step: `leave ${name}`, take: () => leaveGroup(directory, user.username, name) })),
      ...joining.map((name) => ({ step: `join ${name}`, take: () => joinGroup(directory, user.username, name) })),
    ];
    const [single, ...others] = steps;
    return {
      operation: 'history.undo',
      undoes: record.id,
      fields: [
        {
          field: 'groups',
          before: now,
          after: [...now.filter((name) => !leaving.includes(name)), ...joining],
          relative: true,
        },
      ],
      ...defined({ disruption: groupDisruption(directory, user, joining) }),
      ...undoMessages(record.operation, userLabel(user)),
      apply: () => (single !== undefined && others.length === 0 ? single.take() : takeSteps(userLabel(user), steps)),
    };
  });
}
