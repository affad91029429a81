import { renderCard } from './card.js';
import { cellText } from './cells.js';
import { pickColumns } from './columns.js';
import { rowJson, rowText, type RowText } from './row-text.js';
import { safeJson } from './sanitise.js';
import { writeOut, type Streams } from './streams.js';
import { tableText } from './table.js';
import type { CardField, Column, Envelope, ListView, OutputOptions } from './view.js';

type Rows<Row> = AsyncIterable<Row> | Iterable<Row>;

/**
 * Writes a list to stdout.
 *
 * `quiet`, `ndjson` and `csv` write each row before they read the next, in constant memory. A table needs every row to
 * know its column widths. JSON is held back until the last row too: if a page fails, stdout holds only the error object,
 * and not half an array before it.
 *
 * @returns the number of rows
 * @throws AdminError USAGE for an unknown column, before the first row is read; ClosedPipe if the reader has closed the
 *   output; whatever `rows` throws
 */
export async function writeList<Row>(
  rows: Rows<Row>,
  view: ListView<Row>,
  options: OutputOptions,
  streams: Streams,
): Promise<number> {
  const columns = options.columns && pickColumns(options.columns, view);
  const format = options.quiet ? 'ndjson' : options.format;
  if (format === 'ndjson' || format === 'csv') {
    return writeEach(rows, await rowText(view, { ...options, format }, columns), streams);
  }
  if (format === 'json') {
    const { envelope } = view;
    return writeJson(rows, envelope?.json ?? ((row) => rowJson(row, view, columns)), { streams, envelope });
  }
  if (view.fields !== undefined && columns === undefined) return writeFields(rows, view.fields, streams);
  return writeTable(rows, columns ?? pickColumns(view.tableColumns, view), options, streams);
}

async function writeEach<Row>(rows: Rows<Row>, text: RowText<Row>, streams: Streams): Promise<number> {
  // Written together with the first row, so that a list that fails at once leaves stdout empty.
  let { header } = text;
  let count = 0;
  for await (const row of rows) {
    await writeOut(streams, header + text.row(row));
    header = '';
    count += 1;
  }
  await writeOut(streams, header);
  return count;
}

async function writeJson<Row>(
  rows: Rows<Row>,
  json: (row: Row) => object,
  { streams, envelope }: { streams: Streams; envelope: Envelope<Row> | undefined },
): Promise<number> {
  const items: string[] = [];
  for await (const row of rows) items.push(safeJson(json(row), 2).replaceAll('\n', '\n  '));
  const array = items.length === 0 ? '[]' : `[\n  ${items.join(',\n  ')}\n]`;
  await writeOut(streams, `${envelope === undefined ? array : enveloped(array, envelope)}\n`);
  return items.length;
}

function enveloped(array: string, { common, key }: Envelope<never>): string {
  const open = safeJson(common, 2).replace(/\n\}$/, '');
  return `${open},\n  ${JSON.stringify(key)}: ${array.replaceAll('\n', '\n  ')}\n}`;
}

async function writeTable<Row>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
  options: OutputOptions,
  streams: Streams,
): Promise<number> {
  const cells: string[][] = [];
  const shown = (column: Column<Row>, row: Row) =>
    streams.outIsTTY && column.short ? column.short(row) : column.value(row);
  for await (const row of rows) cells.push(columns.map((column) => cellText(shown(column, row))));
  const header = options.header ? columns.map((column) => column.header) : null;
  const layout = { width: streams.outIsTTY ? streams.columns : undefined, bold: streams.color && streams.outIsTTY };
  const whole = columns.map(({ isWhole }) => isWhole === true);
  for await (const text of tableText({ header, rows: cells, whole }, layout)) await writeOut(streams, text);
  return cells.length;
}

async function writeFields<Row>(
  rows: Rows<Row>,
  fields: (row: Row) => readonly CardField[],
  streams: Streams,
): Promise<number> {
  const cards: (readonly CardField[])[] = [];
  for await (const row of rows) cards.push(fields(row));
  await writeOut(streams, renderCard(cards.flat(), streams));
  return cards.length;
}
