import stringWidth from 'string-width';

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

/**
 * The terminal cells that a text without control characters takes; wide characters (CJK, emoji) take two. cli-table3
 * measures in the same way. Nearly all text is plain ASCII, and `stringWidth` takes tens of milliseconds to start.
 */
export function cellWidth(text: string): number {
  return PLAIN_ASCII.test(text) ? text.length : stringWidth(text);
}

/** `text` with spaces after it, so that it takes at least `width` terminal cells. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}
