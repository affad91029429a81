import { visible } from './sanitise.js';
import type { Cell } from './view.js';

/** One record as a line of CSV, its line feed included. */
export type CsvLine = (cells: readonly Cell[]) => string;

/**
 * A writer of CSV as RFC 4180 has it, but for the end of a record, which is LF as in every other output of a Unix
 * command: `grep`, `cut` and `while read` would keep the CR of CRLF in the last field, and no reader of CSV minds LF.
 *
 * A cell that a spreadsheet would run as a formula (OWASP, "CSV Injection") gets an apostrophe in front, unless `raw`.
 * Several values are joined by `,`; no value is an empty field. Control characters other than line feed and tab are
 * made visible in any case, as the file may be shown on a terminal.
 */
export async function csvLine({ raw }: { raw: boolean }): Promise<CsvLine> {
  const { stringify } = await import('csv-stringify/sync');
  return (cells) =>
    stringify([cells.map(csvCell)], {
      record_delimiter: '\n',
      escape_formulas: !raw,
      // A lone empty field would be an empty line, which readers skip.
      quoted_empty: cells.length === 1,
    });
}

function csvCell(cell: Cell): string | number {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return cell;
  const text = typeof cell === 'object' ? cell.join(',') : String(cell);
  return visible(text, { multiline: true, tabs: true });
}
