import { parseDepartment } from '../../conventions/department.js';
import { requiredRoles } from '../../conventions/roles.js';
import { AdminError } from '../../errors.js';
import type { Conventions } from '../../model/conventions.js';
import type { DepartmentId, RoleName } from '../../model/names.js';
import type { USER_STATUSES } from '../../model/user.js';

/** What a user must match, as flags give it. A criterion that is left out matches every user. */
export interface UserFilterText {
  /** A role, or several separated by commas, all of which the user must hold. */
  readonly role?: string | undefined;
  readonly department?: string | undefined;
  readonly status?: (typeof USER_STATUSES)[number] | undefined;
  readonly enabled?: boolean | undefined;
  readonly emailPrefix?: string | undefined;
  /** Part of the full name, the address, the sub or the user name, in any case. */
  readonly text?: string | undefined;
  /** The most users to find. */
  readonly limit?: number | undefined;
}

/** What a user must match, checked against the conventions. */
export interface UserFilter extends Omit<UserFilterText, 'role' | 'department'> {
  readonly roles?: readonly RoleName[] | undefined;
  readonly department?: DepartmentId | undefined;
}

/** @throws AdminError MISSING_INPUT for an empty role, prefix or text; UNKNOWN_ROLE, INVALID_DEPARTMENT */
export function parseFilter({ role, department, ...filter }: UserFilterText, conventions: Conventions): UserFilter {
  if (filter.emailPrefix === '') {
    // A script that forgot to set a variable would list every user.
    throw new AdminError('MISSING_INPUT', '--email-prefix is empty', {
      hint: 'Give the start of an address, or leave the flag out to list every user.',
    });
  }
  const text = filter.text?.trim();
  if (text === '') {
    throw new AdminError('MISSING_INPUT', 'TEXT is empty', {
      hint: 'Give a part of a name or an address. To list every user: sf-admin users list',
    });
  }
  return {
    ...filter,
    text,
    department: department === undefined ? undefined : parseDepartment(department, conventions),
    roles: role === undefined ? undefined : requiredRoles([role], conventions),
  };
}
