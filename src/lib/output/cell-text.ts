import { visible } from './sanitise.js';
import type { Cell } from './view.js';

/** What a cell without a value shows. */
const ABSENT = '-';

/** The values of a cell as a person reads them, each on one line: at least one, `-` where there is no value. */
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
