import type { Change } from '../changes/change.js';
import { written } from '../changes/written.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { endGrant } from '../grants/end-grant.js';
import { temporaryGrant } from '../grants/grant-ledger.js';
import { grantDisruption } from '../grants/grant-role.js';
import type { ChangeRecord } from '../history/record.js';
import { defined } from '../model/defined.js';
import { ROLE_ENDS_AT } from '../model/field-change.js';
import { userLabel } from '../model/user.js';
import { changeUser } from '../users/changes/user-change.js';
import { assertSameUser } from './restore-user.js';
import { assertUnchanged } from './assert-unchanged.js';
import { undoMessages } from './undoability.js';

/**
 * Undoes a grant: takes the role back, or, if the grant gave another end to a role that was held for a time, sets the end
 * from before. What else the user holds stays.
 *
 * @throws AdminError CHANGED_UNDERNEATH if the role has got another end since and `force` is not set, or is not held for a
 *   time any more; as `findUser` does
 */
export async function restoreGrant(
  directory: Directory,
  record: ChangeRecord,
  { force }: { force: boolean },
): Promise<Change> {
  const { id: recordId, target, operation } = record;
  const ends = record.fields.find(({ field }) => field === ROLE_ENDS_AT);
  const { role, until: then } = record.grant ?? {};
  if (role === undefined || then == null) throw new Error(`record ${recordId} is not one of a grant`);
  const before = ends?.before;
  if (typeof before !== 'string') {
    const grant = { recordId, target, role, until: then };
    return endGrant(directory, grant, {
      operation: 'history.undo',
      onlyIfPresent: false,
      ...undoMessages(operation, target.label),
    });
  }
  return changeUser(directory, target.id, async (user) => {
    assertSameUser(record, user);
    const now = (await temporaryGrant(directory, { username: user.username, role }))?.until;
    if (now === undefined || !user.roles.includes(role)) throw notHeldForATime(directory, record, role);
    if (!force) assertUnchanged(directory, record, [{ field: ROLE_ENDS_AT, before, then, now }]);
    return {
      operation: 'history.undo',
      undoes: recordId,
      grant: { role, until: before },
      fields: [{ field: ROLE_ENDS_AT, before: now, after: before }],
      ...defined({ disruption: before > now ? grantDisruption(directory, user, { role, until: before }) : undefined }),
      ...undoMessages(operation, userLabel(user)),
      apply: () => Promise.resolve(written()),
    };
  });
}

function notHeldForATime(directory: Directory, { target, id }: ChangeRecord, role: string): AdminError {
  return new AdminError('CHANGED_UNDERNEATH', `${target.label} does not hold ${role} for a time any more`, {
    hint: `Nothing was changed. To see the record: ${commandLine(directory, `history show ${id}`)}`,
  });
}
