import { type FieldChange, type FieldValue, SECRET } from '../model/field-change.js';

/** A field's value for people to read. */
export function fieldText(value: FieldValue): string {
  if (value === null) return '(none)';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value.length === 0 ? '(none)' : value.join(', ');
}

/** A field's name for people to read: `refreshTokens` as `refresh tokens`. Attribute names, which are Cognito's, stay. */
export function fieldLabel(field: string): string {
  if (!/^[a-z]+(?:[A-Z][a-z]+)+$/.test(field)) return field;
  const words = field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.replaceAll(/\b(?:id|urls?|mfa|totp)\b/g, (word) =>
    word.startsWith('url') ? word.replace('url', 'URL') : word.toUpperCase(),
  );
}

/**
 * How a field changes, for people to read: its value before and after, or what happens to a password.
 *
 * @param isPlanned whether it is still to be done: a password `will be replaced`, or is `replaced`
 */
export function fieldChangeText(
  { field, before, after, unreadable }: FieldChange,
  { isPlanned }: { isPlanned: boolean },
): string {
  if (field === 'password' && typeof after === 'string') {
    return `${isPlanned ? 'will be ' : ''}${PASSWORD_TEXTS[after] ?? 'replaced'}`;
  }
  const old = unreadable === true && typeof before === 'string' ? (STATE_TEXTS[before] ?? before) : before;
  return `${fieldText(old)} → ${fieldText(after)}`;
}

/** The values that plans, JSON and the history hold, which scripts and older records depend on. */
const PASSWORD_TEXTS: Readonly<Record<string, string>> = {
  [SECRET]: 'set',
  another: 'replaced',
  'another, temporary': 'replaced by a temporary one',
  'to be chosen by the user': 'chosen by the user',
};
const STATE_TEXTS: Readonly<Record<string, string>> = {
  'as issued': 'valid',
  'as open': 'open',
  'as remembered': 'remembered',
  'as mailed': 'mailed',
};
