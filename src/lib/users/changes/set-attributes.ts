import type { Change } from '../../changes/change.js';
import { defined } from '../../model/defined.js';
import { type FieldChange, movedFields } from '../../model/field-change.js';
import { orderRoles, privilegedRoles, storeRoles } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { ATTRIBUTE, storedAttributes, type UserDetail, userLabel } from '../../model/user.js';
import { fieldLabel } from '../../text/field-text.js';
import { closest } from '../../text/suggestion.js';
import {
  type AttributeValues,
  attributeFields,
  attributeOfField,
  fieldName,
  sdkAttributes,
} from '../attributes/attribute-fields.js';
import type { SetAttributesInput } from '../attributes/parse-attributes.js';
import { assertAddressFree } from '../read/find-user.js';
import { written } from '../../changes/written.js';
import { changeUser, lettingIn, type UserPlan } from './user-change.js';

/**
 * Sets and removes attributes of a user in one call, so that all of them change or none (AdminUpdateUserAttributes).
 * Attributes that the input does not name stay as they are.
 *
 * @throws AdminError USER_EXISTS if another user has the new address; as `findUser` does
 */
export function setAttributes(directory: Directory, input: SetAttributesInput): Promise<Change> {
  return changeUser(directory, input.user, (user) => attributesPlan(directory, user, input));
}

/**
 * The plan of `setAttributes` for a user who was read.
 *
 * @throws AdminError USER_EXISTS if another user has the new address
 */
export async function attributesPlan(
  directory: Directory,
  user: UserDetail,
  input: Omit<SetAttributesInput, 'user'>,
): Promise<UserPlan> {
  await assertAddressFree(directory, user, input.values.get(ATTRIBUTE.email));
  const stored = storedAttributes(user);
  const values = withRoles(user, input, directory);
  const fields = attributeFields(stored, values);
  const tenantId = values.get(ATTRIBUTE.tenantId);
  const roles = values.get(ATTRIBUTE.roles)?.split(',') ?? [];
  const disruptions = disruptionsOf(user, { tenantId, roles }, directory);
  return lettingIn(directory, user, {
    operation: 'users.set-attributes',
    fields: fields.map((field) =>
      input.roles.length === 0 && field.field === 'roles' ? { ...field, relative: true } : field,
    ),
    ...defined({ disruption: disruptions.length === 0 ? undefined : disruptions.join(' ') }),
    ...(input.movesTenant ? { movesTenant: true } : {}),
    doneMessage: `${setAndRemoved(movedFields(fields))} of ${userLabel(user)}.`,
    unchangedMessage: unchangedMessage(user, input),
    notes: user.status === 'EXTERNAL_PROVIDER' ? [FEDERATED_NOTE] : [],
    apply: async () =>
      written(
        await directory.cognito.call('AdminUpdateUserAttributes', {
          Username: user.username,
          UserAttributes: sdkAttributes(toWrite(stored, values)),
        }),
      ),
  });
}

/** Which attributes have a new value and which are gone: "Set a, removed b". */
function setAndRemoved(fields: readonly FieldChange[]): string {
  const isSet = ({ field, after }: FieldChange): boolean => attributeOfField(field, after)[1] !== null;
  const names = (some: readonly FieldChange[]): string => some.map(({ field }) => fieldLabel(field)).join(', ');
  const [set, removed] = [names(fields.filter(isSet)), names(fields.filter((field) => !isSet(field)))];
  if (removed === '') return `Set ${set}`;
  return set === '' ? `Removed ${removed}` : `Set ${set}, removed ${removed}`;
}

/** A role that the user holds and the conventions no longer list is kept until it is removed. */
function withRoles(
  user: UserDetail,
  { values, roles, addRoles, removeRoles }: Omit<SetAttributesInput, 'user'>,
  { conventions }: Directory,
): AttributeValues {
  if ([roles, addRoles, removeRoles].every(({ length }) => length === 0)) return values;
  const kept = roles.length > 0 ? [] : user.roles.filter((role) => !removeRoles.includes(role));
  const wanted = orderRoles([...kept, ...roles, ...addRoles], conventions);
  return new Map([...values, [ATTRIBUTE.roles, wanted.length === 0 ? null : storeRoles(wanted)]]);
}

/** A role to remove that the user does not hold may be a typing mistake. */
function unchangedMessage(
  user: UserDetail,
  { values, roles, addRoles, removeRoles }: Omit<SetAttributesInput, 'user'>,
): string {
  const isRemoval = [...values.values()].every((value) => value === null);
  if (values.size > 0 && isRemoval && [roles, addRoles, removeRoles].every(({ length }) => length === 0)) {
    const names = [...values.keys()].map((name) => fieldLabel(fieldName(name)));
    return `${userLabel(user)} has no ${names.join(', ')} to remove.`;
  }
  if (values.size > 0 || addRoles.length > 0 || roles.length > 0) {
    return `${userLabel(user)} already has these attributes.`;
  }
  const near = removeRoles.length === 1 ? closest(removeRoles[0] ?? '', user.roles) : undefined;
  const suggestion = near === undefined ? '' : ` Did you mean ${near}?`;
  return `${userLabel(user)} does not hold ${removeRoles.join(', ')}.${suggestion}`;
}

export const FEDERATED_NOTE =
  'This is a federated user: attributes that the identity provider maps are overwritten at the next sign-in.';

/** What a move to another tenant, and the grant of a privileged role, do to a user: sentences. */
export function disruptionsOf(
  user: UserDetail,
  { tenantId, roles }: { tenantId: string | null | undefined; roles: readonly string[] },
  { conventions }: Directory,
): string[] {
  const label = userLabel(user);
  const granted = privilegedRoles(roles, conventions).filter((role) => !user.roles.includes(role));
  const from = `from ${user.tenantId ?? 'no tenant'}`;
  const isMoved = tenantId !== undefined && tenantId !== user.tenantId;
  return [
    ...(isMoved
      ? [`${label} moves ${from} to ${tenantId ?? 'no tenant'}, and sees that tenant's data from the next token on.`]
      : []),
    ...(granted.length === 0 ? [] : [`${label} would hold ${granted.join(', ')}, which is privileged.`]),
  ];
}

/** Only what changes is written. A new address is written with its verified mark even if the old one was verified. */
function toWrite(stored: Readonly<Record<string, string>>, values: AttributeValues): AttributeValues {
  const isNewAddress = values.has(ATTRIBUTE.email) && values.get(ATTRIBUTE.email) !== stored[ATTRIBUTE.email];
  return new Map(
    [...values].filter(
      ([name, value]) => value !== (stored[name] ?? null) || (name === ATTRIBUTE.emailVerified && isNewAddress),
    ),
  );
}
