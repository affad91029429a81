import { checkAttribute, checkAttributeAllowed } from '../../conventions/attribute.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { ATTRIBUTE } from '../../model/user.js';
import { attributeRules } from '../../model/user-pool.js';

/** An attribute by the name that the pool stores it under. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** Attributes as they were asked for: by a flag of their own, or by name. */
export interface AskedAttributes {
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly byName: readonly NamedValue[];
}

/** Whether the user is being made, which an immutable attribute allows, or exists. */
export type Occasion = 'create' | 'update';

/** Attributes with rules of their own: written by name they would pass those by, so their flag is the only way. */
export const OWN_FLAGS: Readonly<Record<Occasion, Readonly<Record<string, string>>>> = {
  create: {
    [ATTRIBUTE.email]: 'the argument EMAIL',
    [ATTRIBUTE.emailVerified]: 'the argument EMAIL: a new address is always marked verified',
    [ATTRIBUTE.tenantId]: '--tenant',
    [ATTRIBUTE.roles]: '--role',
    [ATTRIBUTE.department]: '--department',
  },
  update: {
    [ATTRIBUTE.email]: '--email, which marks the new address as verified',
    [ATTRIBUTE.emailVerified]: '--email: an address that an administrator sets is verified',
    [ATTRIBUTE.tenantId]: '--move-to-tenant',
    [ATTRIBUTE.roles]: '--role, --add-role or --remove-role',
    [ATTRIBUTE.department]: '--department',
  },
};

/**
 * The attributes to write, each once, after it was held against the conventions and the pool's schema. The schema is
 * read only where there is one.
 *
 * @throws AdminError USAGE for one that is given twice, TENANT_MOVE or ATTRIBUTE_NOT_ALLOWED for one with a flag of its
 *   own or that the conventions do not list, UNKNOWN_ATTRIBUTE, IMMUTABLE_ATTRIBUTE, INVALID_ATTRIBUTE by the schema
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
  refuseRepeats(asked.map(({ name }) => name));
  for (const { name } of asked) refuseOwnFlag(name, occasion);
  for (const { name } of asked) checkAttributeAllowed(name, directory.conventions);
  const schema = attributeRules(await directory.pool());
  for (const { name, value } of asked) checkAttribute(name, value, schema, occasion);
  return asked;
}

/** Which of the two was meant is not for sf-admin to choose. */
function refuseRepeats(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new AdminError('USAGE', `${repeated} is given twice`, { hint: 'Leave one of the two out.' });
}

function refuseOwnFlag(name: string, occasion: Occasion): void {
  const flag = OWN_FLAGS[occasion][name];
  if (flag === undefined) return;
  const isMove = name === ATTRIBUTE.tenantId && occasion === 'update';
  throw new AdminError(
    isMove ? 'TENANT_MOVE' : 'ATTRIBUTE_NOT_ALLOWED',
    `${name} is not written by its name`,
    { hint: `Use ${flag}` },
  );
}
