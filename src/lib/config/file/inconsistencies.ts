import { matchesWhole } from '../../text/matches-whole.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { BUILT_IN_CONTEXTS, RESERVED_CONTEXT } from '../built-in.js';
import { contextFromSettings, conventionsFromSettings } from './context-from-settings.js';
import {
  CONTEXT_NAME,
  CONTEXT_NAME_HINT,
  type ContextSettings,
  type ConventionSettings,
  type FileSettings,
} from './settings-schema.js';
import type { SettingsProblem } from './settings-problem.js';
import { approvalProblems } from './signers-schema.js';

/** Problems between several keys, such as a role that is not in the list of roles, and invalid names of contexts. */
export function inconsistencies({ current, contexts = {} }: FileSettings): SettingsProblem[] {
  return [
    ...currentProblems(current, Object.keys(contexts)),
    ...Object.entries(contexts).flatMap(([name, context]) => [
      ...nameProblems(name),
      ...tenantProblems(name, context),
      ...leaveProblems(name, context),
      ...approvalProblems(context, ['contexts', name]),
      ...conventionProblems(['contexts', name, 'conventions'], context.conventions),
      ...rosterProblems(name, context),
    ]),
  ];
}

function currentProblems(current: string | undefined, names: readonly string[]): SettingsProblem[] {
  const known = [...BUILT_IN_CONTEXTS.map((context) => context.name), ...names];
  if (current === undefined || known.includes(current)) return [];
  const hint = `${didYouMean(closest(current, known))}Contexts: ${known.join(', ')}`;
  return [{ path: ['current'], message: `unknown context ${JSON.stringify(current)}`, hint }];
}

function nameProblems(name: string): SettingsProblem[] {
  const path = ['contexts', name];
  if (name === RESERVED_CONTEXT) {
    const hint = 'Give the context another name';
    return [{ path, message: 'this name is reserved for the embedded pool', hint }];
  }
  if (CONTEXT_NAME.test(name)) return [];
  return [{ path, message: 'invalid context name', hint: CONTEXT_NAME_HINT }];
}

function tenantProblems(name: string, settings: ContextSettings): SettingsProblem[] {
  const { tenant, conventions } = contextFromSettings(name, settings);
  if (tenant === undefined || settings.tenant === undefined) return [];
  const path = ['contexts', name, 'tenant'];
  const { pattern, list } = conventions.tenant;
  if (!matchesWhole(pattern, tenant)) return [{ path, message: `does not match ${pattern}` }];
  if (list === undefined || list.includes(tenant)) return [];
  return [{ path, message: `not one of the context's tenants: ${list.join(', ')}` }];
}

/** `mayEditClient: false` without a tenant would read as a protection, and protect nothing. */
function leaveProblems(name: string, settings: ContextSettings): SettingsProblem[] {
  if (settings.mayEditClient === undefined || contextFromSettings(name, settings).tenant !== undefined) return [];
  const hint = 'Bind the context to a tenant (tenant), or leave the key out';
  return [{ path: ['contexts', name, 'mayEditClient'], message: 'only for a context that is bound to a tenant', hint }];
}

function conventionProblems(path: readonly string[], conventions: ConventionSettings = {}): SettingsProblem[] {
  const { tenant, roles } = conventionsFromSettings(conventions);
  const roleNames = roles.map((role) => role.name);
  const lists = [
    'tenants',
    'roles',
    'privilegedRoles',
    'privilegedGroups',
    'emailDomains',
    'customAttributes',
  ] as const;
  return [
    ...itemProblems([...path, 'tenants'], conventions.tenants, (id) =>
      matchesWhole(tenant.pattern, id) ? undefined : { message: `does not match ${tenant.pattern}` },
    ),
    ...itemProblems([...path, 'privilegedRoles'], conventions.privilegedRoles, (role) => {
      if (roleNames.includes(role)) return undefined;
      const hint = `${didYouMean(closest(role, roleNames))}Roles: ${roleNames.join(', ')}`;
      return { message: `unknown role ${JSON.stringify(role)}`, hint };
    }),
    ...lists.flatMap((key) =>
      itemProblems([...path, key], conventions[key], (item, index) =>
        conventions[key]?.indexOf(item) === index ? undefined : { message: `repeats ${JSON.stringify(item)}` },
      ),
    ),
  ];
}

function rosterProblems(name: string, settings: ContextSettings): SettingsProblem[] {
  const known = contextFromSettings(name, settings).conventions.roles.map((role) => role.name);
  return itemProblems(['contexts', name, 'roster', 'roles'], settings.roster?.roles, (role) =>
    known.includes(role)
      ? undefined
      : {
          message: `unknown role ${JSON.stringify(role)}`,
          hint: `${didYouMean(closest(role, known))}Roles: ${known.join(', ')}`,
        },
  );
}

function itemProblems(
  path: readonly string[],
  items: readonly string[] = [],
  problemOf: (item: string, index: number) => Omit<SettingsProblem, 'path'> | undefined,
): SettingsProblem[] {
  return items.flatMap((item, index) => {
    const problem = problemOf(item, index);
    return problem === undefined ? [] : [{ path: [...path, index], ...problem }];
  });
}
