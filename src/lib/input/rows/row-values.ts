import type { RowValue } from './row.js';

/** The value as text; `undefined` if there is none. Several texts are joined by commas, as Cognito stores them. */
export function textOf(value: RowValue | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return isList(value) ? value.join(',') : JSON.stringify(value);
}

/** The value as a list of names; text stays one item, commas included. `undefined` if there is none. */
export function namesOf(value: RowValue | undefined): readonly string[] | undefined {
  if (value !== null && value !== undefined && isList(value)) return value.length === 0 ? undefined : value;
  const text = textOf(value);
  return text === undefined ? undefined : [text];
}

/** Attributes by name, from an object or from JSON text of one; `undefined` if the value is neither. */
export function attributeValues(value: RowValue | undefined): readonly (readonly [string, string])[] | undefined {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'string') return isList(value) ? undefined : Object.entries(value);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const entries = Object.entries(parsed);
  return areTexts(entries) ? entries : undefined;
}

/** A JSON value as a row holds it. Numbers and booleans become text, since every attribute is text. */
export function rowValue(value: unknown): RowValue {
  if (value === null || typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((inner) => typeof inner === 'string')) return value;
  if (typeof value === 'object' && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (areTexts(entries)) return Object.fromEntries(entries);
  }
  return JSON.stringify(value);
}

function areTexts(entries: [string, unknown][]): entries is [string, string][] {
  return entries.every(([, value]) => typeof value === 'string');
}

function isList(value: Exclude<RowValue, null>): value is readonly string[] {
  return Array.isArray(value);
}
