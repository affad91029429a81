import type { Conventions } from '../../model/conventions.js';
import { defined } from '../../model/defined.js';
import { comparableSigners } from '../approval-rules.js';
import { BUILT_IN_CONTEXTS } from '../built-in.js';
import type { Context } from '../context.js';
import { DEFAULT_CONVENTIONS } from '../default-conventions.js';
import type { ContextSettings, ConventionSettings } from './settings-schema.js';

/** A context of the file. One that is named like a built-in context starts from it and overrides its settings. */
export function contextFromSettings(name: string, settings: ContextSettings): Context {
  const base: Omit<Context, 'conventions'> = BUILT_IN_CONTEXTS.find((context) => context.name === name) ?? {
    name,
    kind: 'aws',
    protected: false,
  };
  const { conventions, platform, signers, ...fields } = settings;
  // `defined`, since a spread of an undefined setting would overwrite the base's.
  return {
    ...base,
    ...defined(fields),
    ...(signers === undefined ? {} : { signers: comparableSigners(signers) }),
    conventions: conventionsFromSettings(conventions ?? {}),
    ...(platform === undefined ? {} : { platform: { ...base.platform, ...defined(platform) } }),
  };
}

/**
 * Conventions of the file, with the default for each key that is left out. If only `roles` is given, those roles are
 * privileged that are so by default.
 */
export function conventionsFromSettings(settings: ConventionSettings): Conventions {
  const standard = DEFAULT_CONVENTIONS;
  const privileged =
    settings.privilegedRoles ?? standard.roles.filter((role) => role.privileged).map((role) => role.name);
  const roles = settings.roles ?? standard.roles.map((role) => role.name);
  const emailDomains = settings.emailDomains?.map((domain) => domain.toLowerCase());
  return {
    tenant: {
      pattern: settings.tenantPattern ?? standard.tenant.pattern,
      ...defined({ list: settings.tenants }),
    },
    roles: roles.map((name) => ({ name, privileged: privileged.includes(name) })),
    ...defined({ privilegedGroups: settings.privilegedGroups }),
    departmentPattern: settings.departmentPattern ?? standard.departmentPattern,
    ...defined({ emailDomains, callbackHosts: settings.callbackHosts?.map((host) => host.toLowerCase()) }),
    customAttributes: settings.customAttributes ?? standard.customAttributes,
  };
}
