import { cellWidth, padded } from './cells.js';
import { styled } from './style.js';

export interface TextTable {
  /** Upper-cased when shown; null for no header line. */
  readonly header: readonly string[] | null;
  /** Each as long as the header and as the others; without control characters. */
  readonly rows: readonly (readonly string[])[];
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

/** The characters with which cli-table3 draws borders. */
const BORDERS =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid';
const NO_BORDERS = Object.fromEntries(BORDERS.split(' ').map((name) => [name, '']));

/** Rows that fit a screen. cli-table3 takes time with the square of the rows, and holds them all. */
const SCREEN = 50;

/**
 * A table without borders, in pieces that end with a line feed; no piece if there is neither header nor row. If it is
 * wider than the layout, the widest columns are shortened with `…`, the first one last, and whole ones never; if not
 * even one cell for each column fits, the columns on the right are left out.
 */
export async function* tableText(table: TextTable, layout: TableLayout): AsyncGenerator<string> {
  const header = table.header?.map((text) => text.toUpperCase());
  const rows = header === undefined ? table.rows : [header, ...table.rows];
  const widths = fit(naturalWidths(rows), layout.width, table.whole ?? []);
  const graphemes = new Intl.Segmenter();
  const shortened = (row: readonly string[]) =>
    widths.map((width, index) => shorten(row[index] ?? '', width, graphemes));
  const isBold = layout.bold && header !== undefined;
  if (rows.length > 0 && rows.length <= SCREEN) {
    const [first = '', ...rest] = await alignedLines(rows.map(shortened), widths);
    yield [styled(first, 'bold', isBold), ...rest].map((line) => `${line}\n`).join('');
    return;
  }
  for (const [index, row] of rows.entries()) {
    const cells = shortened(row).map((text, column) => padded(text, widths[column] ?? 0));
    yield `${styled(cells.join(' '.repeat(GAP)).trimEnd(), 'bold', isBold && index === 0)}\n`;
  }
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

/**
 * `text` in at most `width` cells. cli-table3 could shorten too, but it cuts emoji in half, and leaves a line too long
 * if wide and zero-width characters meet.
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

async function alignedLines(rows: readonly (readonly string[])[], widths: readonly number[]): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: { ...NO_BORDERS, middle: ' '.repeat(GAP) },
    colWidths: [...widths],
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  // Trailing spaces would wrap on a terminal as wide as the table, and end up in copied text.
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
