import { checkAttributeAllowed, parseAttribute } from '../../conventions/attribute.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { ATTRIBUTE } from '../../model/user.js';
import { attributeRules } from '../../model/user-pool.js';

/** An attribute by its stored name. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** Attributes as they are asked for: by a flag of their own, or by name. */
export interface AskedAttributes {
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly byName: readonly NamedValue[];
}

/** Whether the user is being created, when an immutable attribute can still be set, or exists. */
export type Occasion = 'create' | 'update';

/** Attributes that only a flag of their own may set: set by name they would bypass the conventions. */
export const OWN_FLAGS: Readonly<Record<Occasion, Readonly<Record<string, string>>>> = {
  create: {
    [ATTRIBUTE.email]: 'the argument EMAIL',
    [ATTRIBUTE.emailVerified]: 'the argument EMAIL: a new address is always marked as verified',
    [ATTRIBUTE.tenantId]: '--tenant',
    [ATTRIBUTE.roles]: '--role',
    [ATTRIBUTE.department]: '--department',
  },
  update: {
    [ATTRIBUTE.email]: '--email, which marks the new address as verified',
    [ATTRIBUTE.emailVerified]: '--email: an address that an administrator sets is marked as verified',
    [ATTRIBUTE.tenantId]: '--move-to-tenant',
    [ATTRIBUTE.roles]: '--role, --add-role or --remove-role',
    [ATTRIBUTE.department]: '--department',
  },
};

/**
 * Checks attributes against the conventions and the pool's schema. The schema is read only if there is one to check.
 *
 * @returns the attributes as they are to be stored, in the order given
 * @throws AdminError USAGE for one given twice; TENANT_MOVE or ATTRIBUTE_NOT_ALLOWED for one that has a flag of its own
 *   or that the conventions do not list; UNKNOWN_ATTRIBUTE, IMMUTABLE_ATTRIBUTE, INVALID_ATTRIBUTE by the schema
 */
export async function writableAttributes(
  directory: Directory,
  { givenName, familyName, byName }: AskedAttributes,
  occasion: Occasion,
): Promise<NamedValue[]> {
  const asked = [
    ...(givenName === undefined ? [] : [{ name: ATTRIBUTE.givenName, value: givenName }]),
    ...(familyName === undefined ? [] : [{ name: ATTRIBUTE.familyName, value: familyName }]),
    ...byName,
  ];
  if (asked.length === 0) return [];
  refuseDuplicates(asked.map(({ name }) => name));
  for (const { name } of asked) refuseOwnFlag(name, occasion);
  for (const { name } of asked) checkAttributeAllowed(name, directory.conventions);
  const schema = attributeRules(await directory.pool());
  return asked.map(({ name, value }) => ({ name, value: parseAttribute(name, value, schema, occasion) }));
}

function refuseDuplicates(names: readonly string[]): void {
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate === undefined) return;
  throw new AdminError('USAGE', `${duplicate} is given twice`, { hint: 'Leave one of the two out.' });
}

function refuseOwnFlag(name: string, occasion: Occasion): void {
  if (!Object.hasOwn(OWN_FLAGS[occasion], name)) return;
  const isMove = name === ATTRIBUTE.tenantId && occasion === 'update';
  throw new AdminError(
    isMove ? 'TENANT_MOVE' : 'ATTRIBUTE_NOT_ALLOWED',
    `${name} cannot be set with ${occasion === 'create' ? '--attribute' : '--set'}`,
    { hint: `Use ${OWN_FLAGS[occasion][name]}` },
  );
}
