import type Table from 'cli-table3';

/**
 * Cells of a terminal that `text` takes; wide characters (CJK, emoji) take two. cli-table3 is the measure, since
 * it is what aligns the columns; a text that is not plain ASCII is measured by laying it out as a table of one cell.
 */
export type CellWidth = (text: string) => number;

const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/** A measure for texts without control characters. Imports cli-table3 unless all of `samples` are plain ASCII. */
export async function cellWidthFor(samples: readonly string[]): Promise<CellWidth> {
  if (samples.every((text) => PLAIN_ASCII.test(text))) return (text) => text.length;
  const { default: CliTable } = await import('cli-table3');
  const measured = new Map<string, number>();
  return (text) => {
    if (PLAIN_ASCII.test(text)) return text.length;
    const width = measured.get(text) ?? tableWidth(new CliTable(FRAMELESS), text);
    measured.set(text, width);
    return width;
  };
}

const FRAMELESS = { style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } };

function tableWidth(table: Table.Table, text: string): number {
  table.push([text]);
  // Laying the table out is what fills in its options' widths.
  table.toString();
  return table.options.colWidths[0] ?? text.length;
}
