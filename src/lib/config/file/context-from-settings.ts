import type { Conventions } from '../../model/conventions.js';
import { BUILT_IN_CONTEXTS } from '../built-in.js';
import type { ContextSettings, ConventionSettings } from './context-settings.js';
import type { Context } from '../context.js';
import { DEFAULT_CONVENTIONS } from '../default-conventions.js';

/** A context of the file. One named like a built-in starts from it and overrides what it names. */
export function contextFromSettings(name: string, settings: ContextSettings): Context {
  const base = BUILT_IN_CONTEXTS.find((context) => context.name === name) ?? {
    name,
    kind: 'aws',
    protected: false,
  };
  const { conventions, ...fields } = settings;
  return { ...base, ...defined(fields), conventions: conventionsFromSettings(conventions ?? {}) };
}

/**
 * Conventions of the file, field by field, with StackFlow's for what is left out. Where the roles are named and the
 * privileged ones are not, those of StackFlow's privileged roles that are among them stay privileged.
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
    departmentPattern: settings.departmentPattern ?? standard.departmentPattern,
    ...defined({ emailDomains }),
    customAttributes: settings.customAttributes ?? standard.customAttributes,
  };
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Without the keys whose value is undefined: a spread would write them over the defaults. */
function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
