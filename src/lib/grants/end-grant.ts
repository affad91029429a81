import type { Applied, Change, Plan } from '../changes/change.js';
import { written } from '../changes/written.js';
import { storeRoles } from '../conventions/roles.js';
import { commandLine, type Directory } from '../directory.js';
import { movedFields, ROLE_ENDS_AT } from '../model/field-change.js';
import { ATTRIBUTE, type UserDetail, userLabel } from '../model/user.js';
import { sdkAttributes } from '../users/attributes/attribute-fields.js';
import { otherIdentity, userTarget } from '../users/changes/user-change.js';
import { getUser, getUserIfAny } from '../users/read/find-user.js';
import { type TemporaryGrant, temporaryGrant } from './grant-ledger.js';

/** The record of a grant, as far as ending it depends on it. */
export type GrantToEnd = Pick<TemporaryGrant, 'recordId' | 'target' | 'role' | 'until'>;

/** What ends a grant, and what is said about it. */
export interface GrantEnd extends Pick<Plan, 'operation' | 'unchangedMessage'> {
  /** Leave the role alone if the grant was renewed, or ended by another change since. */
  readonly onlyIfPresent: boolean;
  /** The sentence to show when the role was taken. */
  readonly doneMessage: string;
}

/**
 * Takes the role of a grant back from its user, and no other. If the user does not hold it any more, only the history
 * gets a record that its time is over: otherwise the role would be taken from a user who gets it again.
 *
 * @throws AdminError as AdminGetUser does
 */
export async function endGrant(directory: Directory, grant: GrantToEnd, end: GrantEnd): Promise<Change> {
  const { target, role, recordId } = grant;
  const [found, present] = [
    await getUserIfAny(directory, target.id),
    await temporaryGrant(directory, { username: target.id, role }),
  ];
  // A user of this name who was created since is another one.
  const user = found?.username === target.id && found.sub === (target.sub ?? found.sub) ? found : undefined;
  const isPresent = present?.recordId === recordId;
  const isTaken = user?.roles.includes(role) === true && (isPresent || !end.onlyIfPresent);
  const endsAt = { field: ROLE_ENDS_AT, before: isPresent ? present.until : null, after: null };
  const roles = user?.roles.filter((one) => one !== role) ?? [];
  const common = {
    operation: end.operation,
    undoes: recordId,
    grant: { role, until: null },
    unchangedMessage: end.unchangedMessage,
    replan: () => endGrant(directory, grant, end),
  };
  if (user === undefined || !isTaken) {
    return {
      ...common,
      target: user === undefined ? target : userTarget(user),
      fields: [endsAt],
      doneMessage: `${target.label} ${user === undefined ? 'was deleted' : `does not hold ${role} any more`}: nothing to take back.`,
      showCommand: commandLine(directory, `history show ${recordId}`),
      apply: () => Promise.resolve(written()),
      unverifiedFields: () => Promise.resolve([]),
    };
  }
  const fields = [{ field: 'roles', before: user.roles, after: roles, relative: true as const }, endsAt];
  return {
    ...common,
    target: userTarget(user),
    fields,
    disruption: `${userLabel(user)} would lose ${role}.`,
    doneMessage: end.doneMessage,
    notes: ['Tokens that were already issued keep the roles they have, until they are renewed.'],
    showCommand: commandLine(directory, `users show ${userLabel(user)}`),
    apply: () => writeRoles(directory, user, roles),
    unverifiedFields: async () => {
      const now = await getUser(directory, user.username);
      return now.roles.includes(role) ? movedFields(fields) : otherIdentity(now, user);
    },
  };
}

async function writeRoles({ cognito }: Directory, user: UserDetail, roles: readonly string[]): Promise<Applied> {
  const stored = roles.length === 0 ? null : storeRoles(roles);
  const UserAttributes = sdkAttributes(new Map([[ATTRIBUTE.roles, stored]]));
  return written(await cognito.call('AdminUpdateUserAttributes', { Username: user.username, UserAttributes }));
}
