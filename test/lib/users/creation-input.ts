import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import { parseDepartment } from '../../../src/lib/conventions/department.js';
import { parseEmail } from '../../../src/lib/conventions/email.js';
import { parseTenant } from '../../../src/lib/conventions/tenant.js';
import type { CreateUserInput } from '../../../src/lib/users/attributes/new-user.js';
import { requiredRoles } from '../../../src/lib/conventions/roles.js';

/** A creation as flags give it. */
export type CreationText = Omit<CreateUserInput, 'email' | 'tenant' | 'roles' | 'department'> & {
  readonly email: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly department?: string | undefined;
};

/** Parses a creation by StackFlow's own conventions, as `users create` does. */
export function creationInput(text: CreationText): CreateUserInput {
  const conventions = DEFAULT_CONVENTIONS;
  return {
    ...text,
    email: parseEmail(text.email, conventions),
    tenant: parseTenant(text.tenant, conventions),
    roles: requiredRoles(text.roles, conventions),
    department: text.department === undefined ? undefined : parseDepartment(text.department, conventions),
  };
}
