import type { Change } from '../changes/change.js';
import { written } from '../changes/written.js';
import { orderRoles, privilegedRoles, storeRoles } from '../conventions/roles.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import { ROLE_ENDS_AT } from '../model/field-change.js';
import { ATTRIBUTE, type UserDetail, userLabel } from '../model/user.js';
import { sdkAttributes } from '../users/attributes/attribute-fields.js';
import { FEDERATED_NOTE } from '../users/changes/set-attributes.js';
import { changeUser } from '../users/changes/user-change.js';
import { temporaryGrant } from './grant-ledger.js';

export interface GrantInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  readonly role: string;
  /** When the role is to be taken back: ISO 8601, UTC. */
  readonly until: string;
  /** An interrupted attempt may have granted it: the end that it recorded stays. */
  readonly isRetried?: true | undefined;
}

/**
 * Gives a user a role for a time, or gives another end to one that the user holds for a time. When it is to end is in the
 * history before the role is written.
 *
 * @throws AdminError ROLE_HELD if the user holds the role without an end, which must not be taken back; NOT_RESUMABLE if the
 *   time that an interrupted attempt recorded is over; as `findUser` does
 */
export function grantRole(
  directory: Directory,
  { user: name, role, until: asked, isRetried }: GrantInput,
): Promise<Change> {
  return changeUser(directory, name, async (user) => {
    const label = userLabel(user);
    const isHeld = user.roles.includes(role);
    // The history of a role that is not held matters only after an interruption, and is not read for each row of a run.
    const isKnown = isHeld || isRetried === true;
    const recorded = isKnown ? await temporaryGrant(directory, { username: user.username, role }) : undefined;
    if (isHeld && recorded === undefined) throw heldWithoutEnd(directory, user, role);
    const present = isHeld ? recorded : undefined;
    const until = isRetried === true ? (recorded?.until ?? asked) : asked;
    if (!isHeld && Date.parse(until) <= Date.now()) throw isOver(label, { role, until, isRetried });
    const roles = isHeld ? user.roles : orderRoles([...user.roles, role], directory.conventions);
    const isLonger = present === undefined || until > present.until;
    return {
      operation: 'users.grant',
      grant: { role, until },
      fields: [
        { field: 'roles', before: user.roles, after: roles, relative: true },
        { field: ROLE_ENDS_AT, before: present?.until ?? null, after: until },
      ],
      ...defined({ disruption: isLonger ? grantDisruption(directory, user, { role, until }) : undefined }),
      doneMessage: `${label} holds ${role} until ${until}.`,
      unchangedMessage: `${label} already holds ${role} until ${until}.`,
      notes: [
        `It is not taken back by itself. Run this from cron, ${whereTheHistoryIs(directory)}: ` +
          commandLine(directory, 'access expire --yes'),
        ...(user.status === 'EXTERNAL_PROVIDER' ? [FEDERATED_NOTE] : []),
      ],
      apply: async () => {
        if (isHeld) return written();
        const UserAttributes = sdkAttributes(new Map([[ATTRIBUTE.roles, storeRoles(roles)]]));
        return written(
          await directory.cognito.call('AdminUpdateUserAttributes', { Username: user.username, UserAttributes }),
        );
      },
    };
  });
}

/** Where `access expire` has to run. */
function whereTheHistoryIs({ table }: Directory): string {
  return table === undefined
    ? 'on this machine, where the history is'
    : `on any machine whose context has the history in table ${table.name}`;
}

function heldWithoutEnd(directory: Directory, user: UserDetail, role: string): AdminError {
  const label = userLabel(user);
  return new AdminError('ROLE_HELD', `${label} already holds ${role}, without an end`, {
    hint:
      'Nothing was written. A role that was held before is not taken back by itself. To take it now: ' +
      commandLine(directory, `users set-attributes ${label} --remove-role ${role}`),
  });
}

function isOver(label: string, { role, until, isRetried }: Omit<GrantInput, 'user'>): AdminError {
  const message = `${label} was to hold ${role} until ${until}, which has passed`;
  return isRetried === true
    ? new AdminError('NOT_RESUMABLE', message, { hint: 'Nothing was written. Grant it anew, without --resume.' })
    : new AdminError('USAGE', message, { hint: 'Nothing was written. Give a later time with --until.' });
}

/** What holding a privileged role for a time, or for a longer one, means: a sentence. */
export function grantDisruption(
  { conventions }: Directory,
  user: UserDetail,
  { role, until }: Pick<GrantInput, 'role' | 'until'>,
): string | undefined {
  if (privilegedRoles([role], conventions).length === 0) return undefined;
  return `${userLabel(user)} would hold ${role}, which is privileged, until ${until}.`;
}
