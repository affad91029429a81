import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import type { RoleName } from '../model/names.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { parsePasted } from '../text/pasted-text.js';
import { MAX_STORED } from './storable-text.js';

type RoleConventions = Pick<Conventions, 'roles'>;

/**
 * The roles in the inputs, each of which is a name or several separated by commas: trimmed, without empty ones or
 * duplicates, in the conventions' order.
 *
 * @throws AdminError UNKNOWN_ROLE, naming every unknown role
 */
export function parseRoles(inputs: readonly string[], conventions: RoleConventions): RoleName[] {
  const typed = inputs
    .flatMap((input) => parsePasted(input, 'role', 'UNKNOWN_ROLE').split(','))
    .map((name) => name.trim());
  const names = [...new Set(typed)].filter((name) => name !== '');
  const known = conventions.roles.map((role) => role.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw unknownRoles(unknown, known);
  return orderRoles(names, conventions) as RoleName[];
}

/**
 * As `parseRoles`, for inputs that must name a role. A script that forgot to set a variable passes an empty flag: taken
 * as "no role" it would remove every role from a user, or list all users.
 *
 * @throws AdminError MISSING_INPUT if they name no role, UNKNOWN_ROLE
 */
export function requiredRoles(inputs: readonly string[], conventions: RoleConventions): RoleName[] {
  const roles = parseRoles(inputs, conventions);
  if (roles.length > 0) return roles;
  throw new AdminError('MISSING_INPUT', 'no role is given', {
    hint: `Roles: ${conventions.roles.map(({ name }) => name).join(', ')}`,
  });
}

/**
 * The names without duplicates: known roles in the conventions' order, then the others alphabetically. The same set of
 * roles is always stored as the same text.
 */
export function orderRoles(names: readonly string[], conventions: RoleConventions): string[] {
  const known = conventions.roles.map((role) => role.name);
  const others = [...new Set(names)].filter((name) => !known.includes(name));
  return [...known.filter((name) => names.includes(name)), ...others.sort()];
}

/**
 * The value of `custom:role` for these names, in the given order.
 *
 * @throws AdminError INVALID_ATTRIBUTE if it exceeds the 2,048 characters that Cognito can store
 */
export function storeRoles(names: readonly string[]): string {
  const stored = names.join(',');
  if (stored.length > MAX_STORED) {
    throw new AdminError('INVALID_ATTRIBUTE', `${names.length} roles are too many to store in custom:role`, {
      hint: `Joined with commas, they have ${stored.length} characters; the maximum is ${MAX_STORED}`,
    });
  }
  return stored;
}

/** The names that the conventions mark as privileged, in the given order. */
export function privilegedRoles(names: readonly string[], conventions: RoleConventions): string[] {
  return names.filter((name) => conventions.roles.some((role) => role.privileged && role.name === name));
}

/** The names of groups that the conventions mark as privileged, in the given order. */
export function privilegedGroups(
  names: readonly string[],
  { privilegedGroups: privileged = [] }: Pick<Conventions, 'privilegedGroups'>,
): string[] {
  return names.filter((name) => privileged.includes(name));
}

/** The conventions in which these roles and groups count as privileged too. */
export function withPrivileged(
  conventions: Conventions,
  { roles, groups }: { readonly roles: readonly string[]; readonly groups: readonly string[] },
): Conventions {
  const others = conventions.roles.filter(({ name }) => !roles.includes(name));
  return {
    ...conventions,
    roles: [...others, ...roles.map((name) => ({ name, privileged: true }))],
    privilegedGroups: [...(conventions.privilegedGroups ?? []), ...groups],
  };
}

function unknownRoles(unknown: readonly string[], known: readonly string[]): AdminError {
  const named = unknown.map((name) => quoted(name)).join(', ');
  const message =
    unknown.length === 1 ? `role ${named} is not a StackFlow role` : `roles ${named} are not StackFlow roles`;
  return new AdminError('UNKNOWN_ROLE', message, {
    hint: `${didYouMean(...unknown.map((name) => closest(name, known)))}Roles: ${known.join(', ')}`,
  });
}
