import { parseRoles } from '../../conventions/roles.js';
import { AdminError } from '../../errors.js';
import type { Conventions } from '../../model/conventions.js';
import type { RoleName } from '../../model/names.js';

/**
 * The roles that a flag names, at least one. An empty flag is what a shell's unset variable leaves: read as "no role" it
 * would take every role from a user, or list everybody.
 *
 * @throws AdminError MISSING_INPUT where no role is named, UNKNOWN_ROLE
 */
export function namedRoles(inputs: readonly string[], conventions: Pick<Conventions, 'roles'>): RoleName[] {
  const roles = parseRoles(inputs, conventions);
  if (roles.length > 0) return roles;
  throw new AdminError('MISSING_INPUT', 'no role is named', {
    hint: `Roles: ${conventions.roles.map(({ name }) => name).join(', ')}`,
  });
}
