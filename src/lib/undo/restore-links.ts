import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { movedItems } from '../model/field-change.js';
import { identityIn, userLabel } from '../model/user.js';
import { effectOfLink, unlinkDisruption } from '../users/changes/change-links.js';
import { identitiesField, isSame, link, readIdentities, unlink } from '../users/changes/linked-identities.js';
import { changeUser } from '../users/changes/user-change.js';
import { assertSameUser } from './restore-user.js';
import { undoability, undoMessages } from './undoability.js';

/**
 * Unlinks the identity that a change linked, or links the one that it unlinked. The user's other identities stay.
 *
 * @throws AdminError NOT_UNDOABLE if the unlinked identity has signed in since, which made a user of its own; as
 *   `linkIdentity` and `findUser` do
 */
export function restoreLinks(directory: Directory, record: ChangeRecord): Promise<Change> {
  const [recorded] = undoability(record).fields;
  const { added, removed } = movedItems(recorded);
  const isLink = added.length > 0;
  const [text = ''] = isLink ? added : removed;
  const identity = identityIn(text);
  return changeUser(directory, record.target.id, async (user) => {
    assertSameUser(record, user);
    const identities = readIdentities(user);
    const isLinked = identities.some((one) => isSame(one, identity));
    const others = identities.filter((one) => !isSame(one, identity));
    const relink = () =>
      effectOfLink(directory, user, { identity, identities }).catch((error: unknown) => {
        throw notUndoable(record, error);
      });
    return {
      operation: 'history.undo',
      undoes: record.id,
      fields: [identitiesField(identities, isLink ? others : isLinked ? identities : [...identities, identity])],
      ...(isLink ? { disruption: unlinkDisruption(user) } : isLinked ? {} : await relink()),
      ...undoMessages(record.operation, userLabel(user)),
      apply: () => (isLink ? unlink(directory, identity) : link(directory, user, identity)),
    };
  });
}

/** That the identity has signed in since is why the change cannot be undone. */
function notUndoable({ operation, target }: ChangeRecord, error: unknown): unknown {
  if (!(error instanceof AdminError) || error.code !== 'USER_EXISTS') return error;
  const message = `${operation.replace('.', ' ')} ${target.label} cannot be undone: ${error.message}`;
  return new AdminError('NOT_UNDOABLE', message, { hint: error.hint, cause: error });
}
