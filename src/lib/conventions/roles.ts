import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import type { RoleName } from '../model/names.js';
import { quoted } from '../text/quoted.js';
import { closest } from '../text/suggestion.js';
import { MAX_STORED } from './storable-text.js';

type RoleConventions = Pick<Conventions, 'roles'>;

/**
 * Role names as typed, each input a name or several with commas between: trimmed, without empties or repeats, in the
 * conventions' order. Inputs that hold no name at all give an empty list.
 *
 * @throws AdminError UNKNOWN_ROLE, naming every unknown role at once.
 */
export function parseRoles(inputs: readonly string[], conventions: RoleConventions): RoleName[] {
  const names = unique(inputs.flatMap((input) => input.split(',')).map((name) => name.trim())).filter(
    (name) => name !== '',
  );
  const known = conventions.roles.map((role) => role.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw unknownRoles(unknown, known);
  return orderRoles(names, conventions) as RoleName[];
}

/**
 * The same names without repeats: those that the conventions name in the conventions' order, then the others by the
 * alphabet. One set of roles has one order, so that two ways of granting it store the same text.
 */
export function orderRoles(names: readonly string[], conventions: RoleConventions): string[] {
  const known = conventions.roles.map((role) => role.name);
  const others = unique(names).filter((name) => !known.includes(name));
  return [...known.filter((name) => names.includes(name)), ...others.sort()];
}

/**
 * The value of `custom:role` for these names, in the order given.
 *
 * @throws AdminError INVALID_ATTRIBUTE if Cognito could not store it, at 2,048 characters.
 */
export function storeRoles(names: readonly string[]): string {
  const stored = names.join(',');
  if (stored.length > MAX_STORED) {
    throw new AdminError('INVALID_ATTRIBUTE', `${names.length} roles are too many to store in custom:role`, {
      hint: `Together, with commas between, they take ${stored.length} characters of at most ${MAX_STORED}`,
    });
  }
  return stored;
}

/** Those of the names that the conventions mark as privileged, in the order given. */
export function privilegedRoles(names: readonly string[], conventions: RoleConventions): string[] {
  const privileged = conventions.roles.filter((role) => role.privileged).map((role) => role.name);
  return names.filter((name) => privileged.includes(name));
}

function unknownRoles(unknown: readonly string[], known: readonly string[]): AdminError {
  const suggested = unknown.flatMap((name) => {
    const suggestion = closest(name, known);
    return suggestion === undefined ? [] : [{ name, suggestion }];
  });
  const guesses = suggested.map(({ name, suggestion }) =>
    unknown.length === 1 ? suggestion : `${suggestion} for ${quoted(name)}`,
  );
  const opening = guesses.length === 0 ? '' : `Did you mean ${guesses.join(', ')}? `;
  const hint = `${opening}Roles: ${known.join(', ')}`;
  const named = unknown.map((name) => quoted(name)).join(', ');
  return unknown.length === 1
    ? new AdminError('UNKNOWN_ROLE', `role ${named} is not a StackFlow role`, { hint })
    : new AdminError('UNKNOWN_ROLE', `roles ${named} are not StackFlow roles`, { hint });
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
