import { parseDepartment } from '../../conventions/department.js';
import { parseTenant } from '../../conventions/tenant.js';
import { AdminError } from '../../errors.js';
import { quoted, shellWord } from '../../text/quoted.js';
import type { Problem, Rule } from './user-finding.js';

export const tenantRule: Rule = ({ user, word, directory }) => {
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
  return refusal(tenantId, (text) => parseTenant(text, directory.conventions), { rule: 'TENANT_INVALID', ...rest });
};

export const rolesRule: Rule = ({ user, word, directory }) => {
  const known = new Set<string>(directory.conventions.roles.map(({ name }) => name));
  const unknown = user.roles.filter((role) => !known.has(role));
  const example = directory.conventions.roles[0]?.name ?? 'ROLE';
  if (user.roles.length === 0) {
    return {
      rule: 'ROLE_MISSING',
      blocks: true,
      found: 'the user has no role',
      fix: 'Add the right one.',
      command: `users set-attributes ${word} --add-role ${example}`,
    };
  }
  // A user must hold a role, so if all are unknown the command has to add one; which one, only a person knows.
  const isOnlyUnknown = unknown.length === user.roles.length;
  return unknown.map((role) => ({
    rule: 'ROLE_UNKNOWN',
    blocks: isOnlyUnknown,
    found: `${role} is not a StackFlow role`,
    fix: isOnlyUnknown ? 'Remove it, and add the right one.' : 'Remove it. If another role was meant, add that one.',
    command: `users set-attributes ${word} --remove-role ${shellWord(role)}${isOnlyUnknown ? ` --add-role ${example}` : ''}`,
  }));
};

export const departmentRule: Rule = ({ user: { department }, word, directory }) =>
  department === null
    ? undefined
    : refusal(department, (text) => parseDepartment(text, directory.conventions), {
        rule: 'DEPARTMENT_INVALID',
        blocks: false,
        fix: 'Remove it, or set the right one with --department.',
        command: `users set-attributes ${word} --unset custom:department`,
      });

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
