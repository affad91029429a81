import { cellWidth } from './cell-width.js';
import { styled } from './style.js';

export interface TextTable {
  /** Upper-cased when shown; null for no header line. */
  readonly header: readonly string[] | null;
  /** Each as long as the others and as the header; without control characters. */
  readonly rows: readonly (readonly string[])[];
  /** By column, whether it is never shortened; none unless told. */
  readonly whole?: readonly boolean[];
}

export interface TableLayout {
  /** Cells that a line may take; undefined for as many as it needs. */
  readonly width: number | undefined;
  /** Whether the header is bold. */
  readonly bold: boolean;
}

/** Spaces between two columns. */
const GAP = 2;

/** cli-table3 takes time with the square of the rows, so it is given as many at a time as keep it quick. */
const ROWS_AT_A_TIME = 50;

/**
 * A table without borders, every line ended by a line feed; no lines at all where there is neither header nor row.
 * Where it is wider than the layout, the widest columns are shortened with `…`, the first one last, and those that are
 * whole not at all; where not even one cell for each column fits, the columns on the right are left out.
 */
export async function renderTable(table: TextTable, layout: TableLayout): Promise<string> {
  const header = table.header?.map((text) => text.toUpperCase());
  const all = header === undefined ? table.rows : [header, ...table.rows];
  const widths = fit(naturalWidths(all), layout.width, table.whole ?? []);
  const graphemes = new Intl.Segmenter();
  const lines: string[] = [];
  for (let start = 0; start < all.length; start += ROWS_AT_A_TIME) {
    const rows = all.slice(start, start + ROWS_AT_A_TIME);
    const cells = rows.map((row) =>
      widths.map((width, index) => shorten(row[index] ?? '', width, graphemes)),
    );
    lines.push(...(await alignedLines(cells, widths)));
  }
  return lines
    .map((line, index) => `${styled(line, 'bold', layout.bold && header !== undefined && index === 0)}\n`)
    .join('');
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
 * The widths, the widest lowered to one level until all fit in `available` with the gaps between them. The first
 * column, which names the thing, keeps up to half of the line: a name cut short is of no use to the next command.
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
  // What one level less leaves over goes to the shortened columns, from the left.
  return widths.map((width, index) => {
    if (spare <= 0 || width === natural[index]) return width;
    spare -= 1;
    return width + 1;
  });
}

/** Each at most as wide as the level, where that is no less than its least. */
function lowered(widths: readonly number[], level: number, least: readonly number[]): number[] {
  return widths.map((width, index) => Math.min(width, Math.max(level, least[index] ?? 1)));
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}

/**
 * `text` in at most `width` cells. cli-table3 could shorten by itself, but it cuts emoji in half, and where wide and
 * zero-width characters meet it leaves a line too long.
 */
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

async function alignedLines(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: BORDERLESS,
    colWidths: [...widths],
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  // Spaces at the end of a line would wrap on a terminal that is as wide as the table, and soil a copied text.
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};
