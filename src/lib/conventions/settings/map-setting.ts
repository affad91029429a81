import { type FieldValue, isList } from '../../model/field-change.js';
import type { SettingField } from './setting-field.js';

/** How a value of a map is written in a request. */
interface Member {
  readonly decode: (value: unknown) => string;
  readonly encode: (text: string) => unknown;
}

const AS_IT_IS: Member = { decode: String, encode: (text) => text };

/** A map that a plan shows as a list of items, `KEY=VALUE`. */
export function mapSetting(field: string, name: string, { decode, encode }: Member = AS_IT_IS): SettingField {
  return {
    field,
    read: (settings) =>
      Object.entries((settings[name] as object | undefined) ?? {}).map(([key, value]) => mapItem(key, decode(value))),
    write: (settings, value) => ({
      ...settings,
      [name]: Object.fromEntries(items(value).map((item) => [unescaped(keyOf(item)), encode(valueOf(item))])),
    }),
  };
}

/** An item. A key may contain an equals sign too, which has a backslash before it then. */
export function mapItem(key: string, value: string): string {
  return `${key.replaceAll(/[\\=]/g, '\\$&')}=${value}`;
}

/** The edit of the items that removes keys and then sets items. */
export function mapEdit(
  set: readonly string[],
  removedKeys: readonly string[],
): (items: readonly string[]) => readonly string[] {
  const keys = new Set([...removedKeys.map((key) => keyOf(mapItem(key, ''))), ...set.map(keyOf)]);
  return (present) => [...present.filter((item) => !keys.has(keyOf(item))), ...set];
}

function keyOf(item: string): string {
  return /^(?:\\.|[^\\=])*/s.exec(item)?.[0] ?? '';
}

function valueOf(item: string): string {
  return item.slice(keyOf(item).length + 1);
}

function unescaped(key: string): string {
  return key.replaceAll(/\\(.)/gs, '$1');
}

function items(value: FieldValue): readonly string[] {
  return isList(value) ? value : [];
}
