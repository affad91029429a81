import { parseRoles } from '../../conventions/roles.js';
import { AdminError } from '../../errors.js';
import type { Conventions } from '../../model/conventions.js';
import type { RoleName } from '../../model/names.js';

/**
 * Parses roles of which at least one must be given. A script that forgot to set a variable passes an empty flag: taken
 * as "no role" it would remove every role from a user, or list all users.
 *
 * @param inputs names, each possibly several separated by commas
 * @throws AdminError MISSING_INPUT if they name no role, UNKNOWN_ROLE
 */
export function requiredRoles(inputs: readonly string[], conventions: Pick<Conventions, 'roles'>): RoleName[] {
  const roles = parseRoles(inputs, conventions);
  if (roles.length > 0) return roles;
  throw new AdminError('MISSING_INPUT', 'no role is given', {
    hint: `Roles: ${conventions.roles.map(({ name }) => name).join(', ')}`,
  });
}
