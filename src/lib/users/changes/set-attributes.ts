import { defined } from '../../model/defined.js';
import { type Change } from '../../changes/change.js';
import { movedFields } from '../../model/field-change.js';
import { privilegedRoles } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { ATTRIBUTE, splitRoles, storedAttributes, type UserDetail, userLabel } from '../../model/user.js';
import { closest } from '../../text/suggestion.js';
import { type AttributeValues, attributeFields, sdkAttributes } from '../attributes/attribute-fields.js';
import { changeUser, written } from './user-change.js';
import {
  type SetAttributesInput,
  touchesRoles,
  wantedValues,
  withRoles,
} from '../attributes/wanted-attributes.js';

/**
 * Sets and removes attributes of a user in one call: all or none (AdminUpdateUserAttributes). Nothing but what was
 * named moves; an email is set together with its verified mark, without which it would wait for the user.
 *
 * @throws AdminError MISSING_INPUT where nothing is asked for, and for an input that a convention or the pool refuses
 */
export async function setAttributes(directory: Directory, input: SetAttributesInput): Promise<Change> {
  const wanted = await wantedValues(directory, input);
  if (wanted.size === 0 && !touchesRoles(input)) {
    throw new AdminError('MISSING_INPUT', `nothing to set on ${input.user}`, {
      hint:
        'Say what: --set, --unset, --role, --add-role, --remove-role, --department,\n' +
        '--given-name, --family-name, --email or --move-to-tenant',
    });
  }
  const isRelative = input.roles.length === 0;
  return changeUser(directory, input.user, (user) => {
    const stored = storedAttributes(user);
    const values = withRoles(wanted, user, input, directory);
    const disruption = disruptionOf(user, values, directory);
    return {
      operation: 'users.set-attributes',
      fields: attributeFields(stored, values).map((field) =>
        isRelative && field.field === 'roles' ? { ...field, relative: true } : field,
      ),
      ...defined({ disruption }),
      ...(input.moveToTenant === undefined ? {} : { movesTenant: true }),
      doneMessage: `Set ${namesOfMoved(stored, values)} of ${userLabel(user)}.`,
      unchangedMessage: unchangedMessage(user, wanted, input),
      notes: user.status === 'EXTERNAL_PROVIDER' ? [FEDERATED_NOTE] : [],
      apply: async () =>
        written(
          await directory.cognito.call('AdminUpdateUserAttributes', {
            Username: user.username,
            UserAttributes: sdkAttributes(toWrite(stored, values)),
          }),
        ),
    };
  });
}

/** A role to be removed that is not there may be a slip of the pen. */
function unchangedMessage(user: UserDetail, wanted: AttributeValues, input: SetAttributesInput): string {
  if (wanted.size > 0 || input.addRoles.length > 0 || input.roles.length > 0) {
    return `${userLabel(user)} has these attributes already.`;
  }
  const removed = splitRoles(input.removeRoles.join(','));
  const near = removed.length === 1 ? closest(removed[0] ?? '', user.roles) : undefined;
  const held = near === undefined ? '' : ` Held is ${near}.`;
  return `${userLabel(user)} does not hold ${removed.join(', ')}.${held}`;
}

const FEDERATED_NOTE =
  'This is a federated user: what the identity provider maps comes back from there at the next sign-in.';

function disruptionOf(
  user: UserDetail,
  values: AttributeValues,
  { conventions }: Directory,
): string | undefined {
  const tenant = values.get(ATTRIBUTE.tenantId);
  const roles = values.get(ATTRIBUTE.roles)?.split(',') ?? [];
  const granted = privilegedRoles(roles, conventions).filter((role) => !user.roles.includes(role));
  const reasons = [
    ...(tenant == null || tenant === user.tenantId
      ? []
      : [
          `${userLabel(user)} leaves ${user.tenantId ?? 'no tenant'} for ${tenant}, and sees its data from the next token on.`,
        ]),
    ...(granted.length === 0
      ? []
      : [`${userLabel(user)} would hold ${granted.join(', ')}, which is privileged.`]),
  ];
  return reasons.length === 0 ? undefined : reasons.join(' ');
}

function namesOfMoved(stored: Readonly<Record<string, string>>, values: AttributeValues): string {
  return movedFields(attributeFields(stored, values))
    .map(({ field }) => field)
    .join(', ');
}

/** Only what moves is written; a new address takes its verified mark with it even where the old one had it too. */
function toWrite(stored: Readonly<Record<string, string>>, values: AttributeValues): AttributeValues {
  const isNewAddress = values.has(ATTRIBUTE.email) && values.get(ATTRIBUTE.email) !== stored[ATTRIBUTE.email];
  return new Map(
    [...values].filter(
      ([name, value]) =>
        value !== (stored[name] ?? null) || (name === ATTRIBUTE.emailVerified && isNewAddress),
    ),
  );
}
