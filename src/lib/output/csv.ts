import { visible } from './sanitise.js';
import type { Cell } from './view.js';

/** One record as a line of CSV, with its line feed. */
export type CsvLine = (cells: readonly Cell[]) => string;

/**
 * A formatter of CSV records (RFC 4180). Records end with LF instead of CRLF: `grep`, `cut` and `while read` would keep
 * the CR in the last field, and every reader of CSV accepts LF.
 *
 * A cell that a spreadsheet would run as a formula (OWASP, "CSV Injection") is prefixed with an apostrophe, unless `raw`
 * is set. Several values are joined by `,`; no value is an empty field. Control characters except line feed and tab are
 * always escaped, since the file may be shown on a terminal.
 */
export async function csvLine({ raw }: { raw: boolean }): Promise<CsvLine> {
  const { stringify } = await import('csv-stringify/sync');
  return (cells) =>
    stringify([cells.map(csvCell)], {
      record_delimiter: '\n',
      escape_formulas: !raw,
      // A single empty field would be an empty line, which readers skip.
      quoted_empty: cells.length === 1,
    });
}

function csvCell(cell: Cell): string | number {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return cell;
  const text = typeof cell === 'object' ? cell.join(',') : String(cell);
  return visible(text, { multiline: true, tabs: true, invisible: true });
}
