import type { FieldValue } from '../../model/field-change.js';

/** All settings of an app client or a user pool by name, as an update sends them. */
export type Settings = Readonly<Record<string, unknown>>;

/** One setting as plans and the history show it, under its name in PoolSpec, and where it is among all settings. */
export interface SettingField {
  readonly field: string;
  /** The order of its items matters. Other lists are sets to Cognito. */
  readonly isOrdered?: true;
  /** Its value; null if it is not set. */
  readonly read: (settings: Settings) => FieldValue;
  /** The settings with another value of this one, and no other change. */
  readonly write: (settings: Settings, value: FieldValue) => Settings;
}

/** How the value of a setting is written in a plan and in a request. */
interface Mapping {
  readonly decode: (value: unknown) => FieldValue;
  readonly encode: (value: FieldValue) => unknown;
}

/** A setting that a plan shows as it is in a request, `unset` if the request does not have it. */
export function valueAt(field: string, path: string, unset: FieldValue = null): SettingField {
  return mappedAt(field, path, { decode: (value) => (value ?? unset) as FieldValue, encode: (value) => value });
}

/** A setting with the values `on` and `off`, shown as true and false. */
export function switchAt(field: string, path: string, [on, off]: readonly [string, string]): SettingField {
  return mappedAt(field, path, { decode: (value) => value === on, encode: (value) => (value === true ? on : off) });
}

/** A setting at a dotted path. Writing null removes it, and with it what becomes empty. */
export function mappedAt(field: string, path: string, { decode, encode }: Mapping): SettingField {
  const names = path.split('.');
  return {
    field,
    read: (settings) => decode(memberAt(settings, names)),
    write: (settings, value) => withMember(settings, names, encode(value) ?? undefined),
  };
}

export function memberAt(settings: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return settings;
  return isSettings(settings) ? memberAt(settings[name], rest) : undefined;
}

/** The settings with another value at a path; `undefined` removes it. */
export function withMember(settings: Settings, [name = '', ...rest]: readonly string[], value: unknown): Settings {
  const { [name]: inner, ...others } = settings;
  const changed = rest.length === 0 ? value : withMember(isSettings(inner) ? inner : {}, rest, value);
  const isEmpty = changed === undefined || (value === undefined && Object.keys(changed as object).length === 0);
  return isEmpty ? others : { ...settings, [name]: changed };
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
