import stringWidth from 'string-width';

import { age } from '../text/point-in-time.js';
import { visible } from './sanitise.js';
import type { Cell } from './view.js';

/** What a cell without a value shows. */
const ABSENT = '-';

const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/** The values of a cell as text, each on one line: at least one, `-` if there is no value. */
export function cellTexts(cell: Cell): string[] {
  if (cell === null || cell === undefined) return [ABSENT];
  if (typeof cell === 'boolean') return [cell ? 'yes' : 'no'];
  if (typeof cell === 'number') return [String(cell)];
  if (typeof cell === 'string') return [visible(cell)];
  return cell.length === 0 ? [ABSENT] : cell.map((text) => visible(text));
}

/** A cell on one line: several values are joined by `, `. */
export function cellText(cell: Cell): string {
  return cellTexts(cell).join(', ');
}

/** A time in ISO 8601 with its age, `2026-01-31T12:00:00.000Z (2h ago)`; other text unchanged. */
export function withAge(text: string, now: Date): string {
  const passed = age(text, now);
  return passed === undefined ? text : `${text} (${passed})`;
}

/** A time in ISO 8601 to the minute, for a table: `2026-01-31 12:00`; other text unchanged. */
export function minute(text: string): string {
  return Number.isNaN(Date.parse(text)) ? text : text.slice(0, 16).replace('T', ' ');
}

/** The same with its age: `2026-01-31 12:00 (2h ago)`. */
export function minuteWithAge(text: string, now: Date): string {
  const passed = age(text, now);
  return passed === undefined ? text : `${minute(text)} (${passed})`;
}

/**
 * The terminal cells that a text without control characters takes; wide characters (CJK, emoji) take two. Nearly all
 * text is plain ASCII, and `stringWidth` takes tens of milliseconds to start.
 */
export function cellWidth(text: string): number {
  return PLAIN_ASCII.test(text) ? text.length : stringWidth(text);
}

/** `text` with spaces after it, so that it takes at least `width` terminal cells. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}
