import { matchesWhole } from '../../text/matches-whole.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { BUILT_IN_CONTEXTS, RESERVED_CONTEXT } from '../built-in.js';
import { contextFromSettings, conventionsFromSettings } from './context-from-settings.js';
import { CONTEXT_NAME, type ContextSettings, type FileSettings } from './context-settings.js';

import type { SettingsProblem } from './settings-problem.js';

/** What no key has wrong by itself: a name that nothing bears, a list that contradicts a pattern. */
export function inconsistencies(settings: FileSettings): SettingsProblem[] {
  const contexts = Object.entries(settings.contexts ?? {});
  return [
    ...currentProblems(settings),
    ...contexts.flatMap(([name, context]) => [...nameProblems(name), ...contextProblems(name, context)]),
  ];
}

function currentProblems({ current, contexts }: FileSettings): SettingsProblem[] {
  const names = [...BUILT_IN_CONTEXTS.map((context) => context.name), ...Object.keys(contexts ?? {})];
  if (current === undefined || names.includes(current)) return [];
  const hint = `${didYouMean(closest(current, names))}Contexts: ${names.join(', ')}`;
  return [{ path: ['current'], message: `no context is named ${JSON.stringify(current)}`, hint }];
}

function nameProblems(name: string): SettingsProblem[] {
  const path = ['contexts', name];
  if (name === RESERVED_CONTEXT) {
    return [
      { path, message: 'this name is reserved for the embedded pool', hint: 'Give the context another name' },
    ];
  }
  if (CONTEXT_NAME.test(name)) return [];
  const hint = 'Use letters, digits, _ and -, at most 64, a letter or digit first';
  return [{ path, message: 'not a name for a context', hint }];
}

function contextProblems(name: string, settings: ContextSettings): SettingsProblem[] {
  const path = ['contexts', name];
  return [...tenantProblems(path, name, settings), ...conventionProblems([...path, 'conventions'], settings)];
}

function tenantProblems(path: readonly string[], name: string, settings: ContextSettings): SettingsProblem[] {
  const { tenant, conventions } = contextFromSettings(name, settings);
  if (tenant === undefined || settings.tenant === undefined) return [];
  const { pattern, list } = conventions.tenant;
  if (!matchesWhole(pattern, tenant))
    return [{ path: [...path, 'tenant'], message: `does not match ${pattern}` }];
  if (list === undefined || list.includes(tenant)) return [];
  return [{ path: [...path, 'tenant'], message: `not one of the context's tenants: ${list.join(', ')}` }];
}

function conventionProblems(path: readonly string[], { conventions }: ContextSettings): SettingsProblem[] {
  if (conventions === undefined) return [];
  const { tenant, roles } = conventionsFromSettings(conventions);
  const roleNames = roles.map((role) => role.name);
  const tenants = conventions.tenants ?? [];
  const lists = ['tenants', 'roles', 'privilegedRoles', 'emailDomains', 'customAttributes'] as const;
  return [
    ...tenants.flatMap((id, index) =>
      matchesWhole(tenant.pattern, id)
        ? []
        : [{ path: [...path, 'tenants', index], message: `does not match ${tenant.pattern}` }],
    ),
    ...(conventions.privilegedRoles ?? []).flatMap((role, index) =>
      roleNames.includes(role)
        ? []
        : [
            {
              path: [...path, 'privilegedRoles', index],
              message: `no role is named ${JSON.stringify(role)}`,
              hint: `${didYouMean(closest(role, roleNames))}Roles: ${roleNames.join(', ')}`,
            },
          ],
    ),
    ...lists.flatMap((key) => duplicates([...path, key], conventions[key] ?? [])),
  ];
}

function duplicates(path: readonly string[], names: readonly string[]): SettingsProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [{ path: [...path, index], message: `repeats ${JSON.stringify(name)}` }]
      : [],
  );
}
