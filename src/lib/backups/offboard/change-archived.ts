import { type Change, type ChangeOperation, isUnchanged } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import { userLabel } from '../../model/user.js';
import { deleteUser } from '../../users/changes/delete-user.js';
import { disableUser } from '../../users/changes/disable-user.js';
import type { ArchivedUser } from '../archive/archive.js';

/** What identifies somebody of an archive. */
export type ArchivedPerson = Pick<ArchivedUser, 'username' | 'sub' | 'email' | 'tenantId'>;

/**
 * Plans to disable and sign out somebody of an archive. Nothing is to be done for a user who is no longer in the pool.
 *
 * @param options.signedOutAt when they were signed out before, ISO 8601: nothing is to be done then for a user who is
 *   disabled, and was not modified since. Who was enabled in between may have new tokens
 * @throws AdminError TENANT_MISMATCH for somebody who has moved to another tenant since, and CHANGED_UNDERNEATH for
 *   another user of the same name, each by name; as the reads do
 */
export function disableArchived(
  directory: Directory,
  person: ArchivedPerson,
  { signedOutAt }: { readonly signedOutAt?: string | undefined } = {},
): Promise<Change> {
  const { username: user } = person;
  return changeArchived(directory, person, 'tenant.offboard', async () => {
    const alone = signedOutAt === undefined ? undefined : await disableUser(directory, { user, signOut: false });
    if (alone !== undefined && isUnchanged(alone) && isUnmodified(alone, signedOutAt)) return alone;
    return disableUser(directory, { user, signOut: true });
  });
}

/** Whether a user was not modified since, as far as the clocks of the service and of this machine agree. */
function isUnmodified({ modifiedAt }: Change, since = ''): boolean {
  return modifiedAt !== undefined && Date.parse(modifiedAt) <= Date.parse(since);
}

/**
 * Plans to delete somebody of an archive for good.
 *
 * @throws AdminError USER_STATE for somebody who is not disabled; as `disableArchived` does
 */
export function deleteArchived(directory: Directory, person: ArchivedPerson): Promise<Change> {
  return changeArchived(directory, person, 'users.delete', async () => {
    const change = await deleteUser(directory, { user: person.username });
    const isEnabled = change.fields.some(({ field, before }) => field === 'enabled' && before === true);
    if (!isEnabled) return change;
    throw new AdminError('USER_STATE', `${change.target.label} is enabled; disable it first`, {
      hint: 'Nothing was deleted. Run the command without --delete, which disables everybody of the archive.',
    });
  });
}

async function changeArchived(
  directory: Directory,
  person: ArchivedPerson,
  operation: ChangeOperation,
  plan: () => Promise<Change>,
): Promise<Change> {
  const replan = () => changeArchived(directory, person, operation, plan);
  try {
    const change = await plan();
    assertArchived(change, person);
    return { ...change, operation, replan };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    if (error.code === 'USER_NOT_FOUND') return nothingToDo(directory, person, operation, replan);
    if (error.code !== 'TENANT_MISMATCH') throw error;
    throw new AdminError('TENANT_MISMATCH', error.message, {
      hint: 'The user was moved since the archive was made. To leave such users as they are: --skip-invalid',
      cause: error,
    });
  }
}

/** Where user names are chosen, a user who was deleted and created again has the same one. */
function assertArchived({ target }: Change, person: ArchivedPerson): void {
  if ((target.sub ?? null) === person.sub) return;
  throw new AdminError('CHANGED_UNDERNEATH', `${target.label} is not the user who was archived: the sub is another`, {
    hint: 'To leave such users as they are: --skip-invalid',
  });
}

function nothingToDo(
  directory: Directory,
  person: ArchivedPerson,
  operation: ChangeOperation,
  replan: Change['replan'],
): Change {
  const { username: id, sub, tenantId } = person;
  const label = userLabel(person);
  return {
    operation,
    target: { kind: 'user', id, ...defined({ sub: sub ?? undefined }), label, tenantId },
    fields: [],
    doneMessage: '',
    unchangedMessage: `${label} is no longer in the user pool.`,
    apply: () => Promise.resolve({ requestIds: [] }),
    unverifiedFields: () => Promise.resolve([]),
    replan,
    showCommand: commandLine(directory, `users show ${label}`),
  };
}
