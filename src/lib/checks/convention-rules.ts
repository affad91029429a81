import { parseDepartment } from '../conventions/department.js';
import { parseTenant } from '../conventions/tenant.js';
import { AdminError } from '../errors.js';
import { shellWord } from '../text/quoted.js';
import type { Problem, Rule } from './user-finding.js';

export const tenant: Rule = ({ user, word, directory }) => {
  const move = `users set-attributes ${word} --move-to-tenant TENANT`;
  if (user.tenantId === null) {
    return [
      {
        rule: 'TENANT_MISSING',
        blocks: true,
        found: 'the user is in no tenant, and StackFlow shows nothing to one who is in none',
        fix: 'Put the user in the right one.',
        command: move,
      },
    ];
  }
  return refusal(() => parseTenant(user.tenantId ?? '', directory.conventions), {
    rule: 'TENANT_INVALID',
    blocks: true,
    fix: 'Put the user in the right one.',
    command: move,
  });
};

export const roles: Rule = ({ user, word, directory }) => {
  const known = new Set<string>(directory.conventions.roles.map(({ name }) => name));
  const unknown = user.roles.filter((role) => !known.has(role));
  const example = directory.conventions.roles[0]?.name ?? 'ROLE';
  if (user.roles.length === 0) {
    return [
      {
        rule: 'ROLE_MISSING',
        blocks: true,
        found: 'the user has no role',
        fix: 'Give the right one.',
        command: `users set-attributes ${word} --add-role ${example}`,
      },
    ];
  }
  // A user must hold some role; which one was meant, only the administrator knows.
  const isAlone = unknown.length === user.roles.length;
  return unknown.map((role) => ({
    rule: 'ROLE_UNKNOWN',
    blocks: isAlone,
    found: `${role} is not a StackFlow role`,
    fix: isAlone
      ? 'Remove it, and add the one that was meant.'
      : 'Remove it; if another was meant, add that one.',
    command: `users set-attributes ${word} --remove-role ${shellWord(role)}${isAlone ? ` --add-role ${example}` : ''}`,
  }));
};

export const department: Rule = ({ user, word, directory }) =>
  user.department === null
    ? []
    : refusal(() => parseDepartment(user.department ?? '', directory.conventions), {
        rule: 'DEPARTMENT_INVALID',
        blocks: false,
        fix: 'Take it off, or give the right one with --department.',
        command: `users set-attributes ${word} --unset custom:department`,
      });

/** What a parser of the conventions refuses, as a finding in its own words. */
function refusal(parse: () => unknown, problem: Omit<Problem, 'found'>): Problem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return [{ ...problem, found: error.message }];
  }
}
