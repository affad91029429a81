import type { FieldValue } from '../model/field-change.js';

/** A field's value as text for people. */
export function fieldText(value: FieldValue): string {
  if (value === null) return '(none)';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value.length === 0 ? '(none)' : value.join(', ');
}
