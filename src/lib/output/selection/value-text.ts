import { safeJson, visible } from '../sanitise.js';

type Scalar = string | number | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value !== 'object';
}

/** A JSON value as text on one line: nothing for null, a list of scalars separated by commas, JSON for other values. */
export function valueText(value: unknown): string {
  if (isScalar(value)) return value === null ? '' : visible(String(value));
  if (Array.isArray(value) && value.every(isScalar)) return value.map(valueText).join(',');
  return safeJson(value as object);
}

/**
 * A JSON value for a pipeline, with its line feed: a scalar as text, a list of scalars with one on each line, nothing for
 * null, and other values as indented JSON.
 */
export function valueLines(value: unknown): string {
  if (value === null) return '';
  if (isScalar(value)) return `${valueText(value)}\n`;
  if (Array.isArray(value) && value.every(isScalar)) return value.map((one) => `${valueText(one)}\n`).join('');
  return `${safeJson(value as object, 2)}\n`;
}
