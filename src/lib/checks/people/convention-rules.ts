import { parseDepartment } from '../../conventions/department.js';
import { parseTenant } from '../../conventions/tenant.js';
import { AdminError } from '../../errors.js';
import type { Conventions } from '../../model/conventions.js';
import { listed } from '../../text/listed.js';
import { quoted, shellWord } from '../../text/quoted.js';
import type { Kinds, Person, Problem, Rule } from './user-finding.js';

export const CONVENTION_KINDS = {
  TENANT_MISSING: {
    severity: 'high',
    expected: 'custom:tenant_id names the tenant of the user',
    why: 'The tenant is what separates the data of one customer from that of another.',
  },
  TENANT_INVALID: {
    severity: 'high',
    expected: 'custom:tenant_id is a tenant of the conventions',
    why: 'The tenant is what separates the data of one customer from that of another.',
  },
  ROLE_MISSING: {
    severity: 'medium',
    expected: 'the user has at least one role',
    why: 'Without a role, StackFlow lets the user do nothing.',
  },
  ROLE_UNKNOWN: {
    severity: 'medium',
    expected: 'each role is one of the conventions',
    why: 'An unknown role grants nothing today, but takes effect if a role of that name is defined later.',
  },
  DEPARTMENT_INVALID: {
    severity: 'low',
    expected: 'the department is empty, or an ID of the conventions',
    why: 'StackFlow finds no department by it.',
  },
  GROUP_ROLES: {
    severity: 'note',
    expected: 'the first of the groups is the only one with its precedence, or they have the same role',
    why: 'Between two roles of the same precedence Cognito does not choose: the token has no cognito:preferred_role.',
  },
} as const satisfies Kinds;

export const tenantRule: Rule<Person> = ({ user, word, conventions }) => {
  const { tenantId } = user;
  const rest = {
    blocks: true,
    fix: 'Move the user to the right tenant.',
    command: `users set-attributes ${word} --move-to-tenant TENANT`,
  };
  if (tenantId === null) {
    const found = 'the user has no tenant, and StackFlow shows nothing to a user without one';
    return { rule: 'TENANT_MISSING', found, ...rest };
  }
  return refusal(tenantId, (text) => parseTenant(text, conventions), { rule: 'TENANT_INVALID', ...rest });
};

export const rolesRule: Rule<Person> = (person) => {
  const { user, word, conventions } = person;
  const unknown = user.roles.filter((role) => !conventions.roles.some(({ name }) => name === role));
  if (user.roles.length === 0) {
    return {
      rule: 'ROLE_MISSING',
      blocks: true,
      found: 'the user has no role',
      fix: 'Add the right one.',
      command: `users set-attributes ${word} --add-role ${exampleRole(conventions)}`,
    };
  }
  if (unknown.length === 0) return undefined;
  const isOnlyUnknown = unknown.length === user.roles.length;
  const [it, is] = unknown.length === 1 ? ['it', 'is not a StackFlow role'] : ['them', 'are not StackFlow roles'];
  return {
    rule: 'ROLE_UNKNOWN',
    blocks: isOnlyUnknown,
    found: `${listed(unknown)} ${is}`,
    fix: isOnlyUnknown
      ? `Remove ${it}, and add the right one.`
      : `Remove ${it}. If another role was meant, add that one.`,
    ...withoutRoles(unknown, person),
  };
};

/**
 * The fix that removes roles. A user must keep one, so if no other is left the command adds one, and which one, only a
 * person knows.
 */
export function withoutRoles(roles: readonly string[], person: Person): Pick<Problem, 'command' | 'set'> {
  const { user, word, conventions } = person;
  const removed = roles.map((role) => ` --remove-role ${shellWord(role)}`).join('');
  const added = roles.length === user.roles.length ? ` --add-role ${exampleRole(conventions)}` : '';
  return { command: `users set-attributes ${word}${removed}${added}`, set: { removeRoles: roles } };
}

function exampleRole({ roles }: Conventions): string {
  return roles[0]?.name ?? 'ROLE';
}

export const departmentRule: Rule<Person> = ({ user: { department }, word, conventions }) =>
  department === null
    ? undefined
    : refusal(department, (text) => parseDepartment(text, conventions), {
        rule: 'DEPARTMENT_INVALID',
        blocks: false,
        fix: 'Remove it, or set the right one with --department.',
        command: `users set-attributes ${word} --unset custom:department`,
        set: { department: null },
      });

/** Source: API reference, GroupType, Precedence. A group without a precedence comes after all others. */
export const groupRolesRule: Rule = ({ groups }) => {
  const lowest = Math.min(...groups.map(({ precedence }) => precedence ?? Infinity));
  const first = groups.filter(({ precedence }) => (precedence ?? Infinity) === lowest);
  const roles = new Set(first.flatMap(({ roleArn }) => roleArn ?? []));
  const [group] = first;
  if (group === undefined || lowest === Infinity || roles.size < 2) return undefined;
  return {
    rule: 'GROUP_ROLES',
    blocks: false,
    found: `groups ${listed(first.map(({ name }) => name))} have the precedence ${lowest} and different roles, so the token prefers none`,
    fix: 'Give the group whose role is to come first a lower precedence.',
    command: `groups set ${shellWord(group.name)} --precedence N`,
  };
};

/** What a parser of the conventions refuses of a stored value, as a problem with the parser's message. */
function refusal(
  stored: string,
  parse: (text: string) => string,
  problem: Omit<Problem, 'found'>,
): Problem | undefined {
  try {
    if (parse(stored) === stored) return undefined;
    return { ...problem, found: `${quoted(stored)} has spaces around it` };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return { ...problem, found: error.message };
  }
}
