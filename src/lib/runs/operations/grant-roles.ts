import { requiredRoles } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { grantRole } from '../../grants/grant-role.js';
import type { Until } from '../../grants/until.js';
import { nameOf } from '../../input/rows/user-name.js';
import type { UserOperation } from './change-users.js';

/**
 * Gives one role to users for a time.
 *
 * @param directory its conventions say which roles there are
 * @throws AdminError UNKNOWN_ROLE, MISSING_INPUT; USAGE for several roles
 */
export function grantRoles(
  { conventions }: Directory,
  { role: named, until }: { readonly role: string; readonly until: Until },
): UserOperation {
  const [role = '', ...others] = requiredRoles([named], conventions);
  if (others.length > 0) {
    throw new AdminError('USAGE', `--role names ${others.length + 1} roles`, {
      hint: 'Grant one role at a time, so that each can be renewed and taken back by itself.',
    });
  }
  const grant = { role, until: until.at };
  return {
    operation: 'users.grant',
    // As it was typed: a resumed run is the same one, although 4h from now is another time.
    intent: { role, until: until.text },
    plan: (directory, user) => grantRole(directory, { user, ...grant }),
    recovery: {
      kind: 'complete',
      plan: (directory, row) => grantRole(directory, { user: nameOf(row)?.name ?? '', ...grant, isRetried: true }),
    },
  };
}
