import type { Change } from '../changes/change.js';
import { movedFields } from '../changes/change.js';
import { findAttributeRule } from '../conventions/attribute.js';
import { parseDepartment } from '../conventions/department.js';
import { parseEmail } from '../conventions/email.js';
import { orderRoles, parseRoles, privilegedRoles, storeRoles } from '../conventions/roles.js';
import { parseTenant } from '../conventions/tenant.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { ATTRIBUTE, storedAttributes, type UserDetail, userLabel } from '../model/user.js';
import { attributeRules } from '../model/user-pool.js';
import { type AttributeValues, attributeFields, checkWritable, sdkAttributes } from './attribute-fields.js';
import { namedRoles } from './named-roles.js';
import { changeUser } from './user-change.js';

export interface SetAttributesInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  /** Attributes by the name that the pool stores them under. */
  readonly set: readonly { readonly name: string; readonly value: string }[];
  readonly unset: readonly string[];
  /** All the roles; or those to add and to remove. Each perhaps several names separated by commas. */
  readonly roles: readonly string[];
  readonly addRoles: readonly string[];
  readonly removeRoles: readonly string[];
  readonly department?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly email?: string | undefined;
  readonly moveToTenant?: string | undefined;
}

const OWN_FLAGS = {
  [ATTRIBUTE.email]: '--email, which marks the new address as verified',
  [ATTRIBUTE.emailVerified]: '--email: an address that an administrator sets is verified',
  [ATTRIBUTE.tenantId]: '--move-to-tenant',
  [ATTRIBUTE.roles]: '--role, --add-role or --remove-role',
};

/** Removing these would leave a user that StackFlow has no place for. */
const KEPT = new Set<string>([ATTRIBUTE.email, ATTRIBUTE.emailVerified, ATTRIBUTE.tenantId, ATTRIBUTE.roles]);

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
      hint: 'Say what: --set, --unset, --role, --add-role, --remove-role, --department, --given-name, --family-name, --email or --move-to-tenant',
    });
  }
  return changeUser(directory, input.user, (user) => {
    const stored = storedAttributes(user);
    const values = withRoles(wanted, user, input, directory);
    const disruption = disruptionOf(user, values, directory);
    return {
      operation: 'users.set-attributes',
      fields: attributeFields(stored, values),
      ...(disruption === undefined ? {} : { disruption }),
      movesTenant: input.moveToTenant !== undefined,
      done: `Set ${namesOfMoved(stored, values)} of ${userLabel(user)}.`,
      alreadySo: `${userLabel(user)} has these attributes already.`,
      notes: user.status === 'EXTERNAL_PROVIDER' ? [FEDERATED_NOTE] : [],
      apply: async () => [
        await directory.cognito.call('AdminUpdateUserAttributes', {
          Username: user.username,
          UserAttributes: sdkAttributes(toWrite(stored, values)),
        }),
      ],
    };
  });
}

const FEDERATED_NOTE =
  'This is a federated user: what the identity provider maps comes back from there at the next sign-in.';

/** What is wanted whatever the user has now: everything but the roles. */
async function wantedValues(
  directory: Directory,
  input: SetAttributesInput,
): Promise<Map<string, string | null>> {
  const { conventions } = directory;
  const values = new Map<string, string | null>();
  for (const { name, value } of await checkedAttributes(directory, input)) values.set(name, value);
  for (const name of input.unset) values.set(name, null);
  if (input.department !== undefined) {
    values.set(ATTRIBUTE.department, parseDepartment(input.department, conventions));
  }
  if (input.email !== undefined) {
    values.set(ATTRIBUTE.email, parseEmail(input.email, conventions));
    values.set(ATTRIBUTE.emailVerified, 'true');
  }
  if (input.moveToTenant !== undefined) {
    values.set(ATTRIBUTE.tenantId, parseTenant(input.moveToTenant, conventions));
  }
  for (const roles of [input.roles, input.addRoles]) if (roles.length > 0) namedRoles(roles, conventions);
  return values;
}

async function checkedAttributes(
  directory: Directory,
  input: SetAttributesInput,
): Promise<{ name: string; value: string }[]> {
  const names = [
    { name: ATTRIBUTE.givenName, value: input.givenName },
    { name: ATTRIBUTE.familyName, value: input.familyName },
  ].filter((one): one is { name: typeof one.name; value: string } => one.value !== undefined);
  const attributes = [...names, ...input.set];
  if (attributes.length === 0 && input.unset.length === 0) return [];
  const schema = attributeRules(await directory.pool());
  const rules = { flags: OWN_FLAGS, schema, conventions: directory.conventions, occasion: 'update' } as const;
  for (const attribute of attributes) checkWritable(attribute, rules);
  const set = [
    ...attributes.map(({ name }) => name),
    ...(input.department === undefined ? [] : [ATTRIBUTE.department]),
  ];
  for (const name of input.unset) checkRemovable(name, set, schema);
  return attributes;
}

function checkRemovable(
  name: string,
  set: readonly string[],
  schema: Parameters<typeof findAttributeRule>[1],
): void {
  if (set.includes(name)) {
    throw new AdminError('USAGE', `${name} is both set and unset`, { hint: 'Leave one of the two out.' });
  }
  const rule = findAttributeRule(name, schema);
  if (KEPT.has(name) || rule.required) {
    throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `${name} cannot be removed from a user`, {
      hint:
        name in OWN_FLAGS
          ? `To change it: ${OWN_FLAGS[name as keyof typeof OWN_FLAGS]}`
          : 'Set another value instead.',
    });
  }
  if (!rule.mutable) {
    throw new AdminError('IMMUTABLE_ATTRIBUTE', `${name} cannot change once the user exists`, {
      hint: 'The pool has it immutable.',
    });
  }
}

function touchesRoles({ roles, addRoles, removeRoles }: SetAttributesInput): boolean {
  return [roles, addRoles, removeRoles].some((names) => names.length > 0);
}

/** Roles are relative to what the user has: a role of old that no convention knows any more stays until it is removed. */
function withRoles(
  wanted: AttributeValues,
  user: UserDetail,
  input: SetAttributesInput,
  { conventions }: Directory,
): AttributeValues {
  if (!touchesRoles(input)) return wanted;
  const removed = new Set(input.removeRoles.flatMap((names) => names.split(',')).map((name) => name.trim()));
  const kept = input.roles.length > 0 ? [] : user.roles.filter((role) => !removed.has(role));
  const roles = orderRoles(
    [...kept, ...parseRoles([...input.roles, ...input.addRoles], conventions)],
    conventions,
  );
  return new Map([...wanted, [ATTRIBUTE.roles, roles.length === 0 ? null : storeRoles(roles)]]);
}

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
