import { cellWidth, padded } from './cells.js';
import { hyperlink, styled } from './style.js';

export interface TextTable {
  /** Upper-cased when shown; null for no header line. */
  readonly header: readonly string[] | null;
  /** Each as long as the header and as the others; without control characters. */
  readonly rows: readonly (readonly string[])[];
  /** By row and column: where the cell leads to. */
  readonly urls?: readonly (readonly (string | undefined)[])[];
  /** By column: whether it is never shortened. Default: no column. */
  readonly whole?: readonly boolean[];
}

export interface TableLayout {
  /** Terminal cells that a line may take; undefined for no limit. */
  readonly width: number | undefined;
  /** Whether the header is bold. */
  readonly bold: boolean;
}

/** Spaces between two columns. */
const GAP = 2;

/** Terminal cells below which a shortened column says too little. */
const LEGIBLE = 8;

/** Whether the table fits the width (undefined: no limit) without shortening anything. */
export function fitsWhole(table: TextTable, width: number | undefined): boolean {
  return width === undefined || lineWidth(naturalWidths(allRows(table))) <= width;
}

/** Whether the table fits the width with every column, each as wide as its cells or wide enough to be of use. */
export function isLegible(table: TextTable, width: number | undefined): boolean {
  const natural = naturalWidths(allRows(table));
  const widths = fit(natural, width, table.whole ?? []);
  const isWideEnough = natural.every((cells, index) => (widths[index] ?? 0) >= Math.min(cells, LEGIBLE));
  return isWideEnough && (width === undefined || lineWidth(widths) <= width);
}

/**
 * A table without borders, line by line, each with its line feed; none if there is neither header nor row. If it is
 * wider than the layout, the widest columns are shortened with `…`, the first one last, and whole ones never; if not
 * even one cell for each column fits, the columns on the right are left out.
 */
export function* tableText(table: TextTable, layout: TableLayout): Generator<string> {
  const rows = allRows(table);
  const widths = fit(naturalWidths(rows), layout.width, table.whole ?? []);
  const graphemes = new Intl.Segmenter();
  const isBold = layout.bold && table.header !== null;
  for (const [index, row] of rows.entries()) {
    const urls = table.urls?.[table.header === null ? index : index - 1];
    const cells = widths.map((width, column) => {
      const text = shorten(row[column] ?? '', width, graphemes);
      return hyperlink(text, urls?.[column]) + padded('', width - cellWidth(text));
    });
    // Trailing spaces would wrap on a terminal as wide as the table, and end up in copied text.
    yield `${styled(cells.join(' '.repeat(GAP)).trimEnd(), 'bold', isBold && index === 0)}\n`;
  }
}

/** With the header as the first row, if there is one. */
function allRows({ header, rows }: TextTable): readonly (readonly string[])[] {
  return header === null ? rows : [header.map((text) => text.toUpperCase()), ...rows];
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((text, index) => {
      widths[index] = Math.max(widths[index] ?? 1, cellWidth(text));
    });
  }
  return widths;
}

/**
 * The column widths: the widest are lowered to one level until all fit in `available` with the gaps between them. The
 * first column, which names the thing, keeps up to half of the line: a shortened name is of no use to the next command.
 */
function fit(natural: readonly number[], available: number | undefined, whole: readonly boolean[]): number[] {
  if (available === undefined || lineWidth(natural) <= available) return [...natural];
  const shown = natural.slice(0, Math.max(1, Math.floor((available + GAP) / (1 + GAP))));
  const others = (shown.length - 1) * (1 + GAP);
  const kept = Math.min(Math.floor(available / 2), available - others);
  let level = Math.max(...shown);
  const least = shown.map((width, index) => (whole[index] === true ? width : index === 0 ? kept : 1));
  while (level > 1 && lineWidth(lowered(shown, level, least)) > available) level -= 1;
  const widths = lowered(shown, level, least);
  let spare = available - lineWidth(widths);
  // The last level leaves some cells over: they go to the shortened columns, from the left.
  return widths.map((width, index) => {
    if (spare <= 0 || width === natural[index]) return width;
    spare -= 1;
    return width + 1;
  });
}

/** Each width lowered to the level, but not below its least. */
function lowered(widths: readonly number[], level: number, least: readonly number[]): number[] {
  return widths.map((width, index) => Math.min(width, Math.max(level, least[index] ?? 1)));
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}

/** `text` in at most `width` cells. A character of several code points, such as an emoji, is kept or left out as a whole. */
function shorten(text: string, width: number, graphemes: Intl.Segmenter): string {
  if (cellWidth(text) <= width) return text;
  const kept: string[] = [];
  let taken = 1;
  for (const { segment } of graphemes.segment(text)) {
    taken += cellWidth(segment);
    if (taken > width) break;
    kept.push(segment);
  }
  return `${kept.join('')}…`;
}
