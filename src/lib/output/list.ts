import { HeldText } from '../files/held-text.js';
import { renderBlocks, renderCard, writeDocument } from './card.js';
import { cellText, minute, minuteWithAge } from './cells.js';
import { pickColumns } from './columns.js';
import { rowJson, rowText, type RowText } from './row-text.js';
import { safeJson } from './sanitise.js';
import { writeOut, type Streams } from './streams.js';
import { fitsWhole, isLegible, tableText } from './table.js';
import type { CardField, Column, ConsolePages, Envelope, ListView, OutputOptions } from './view.js';
import type { ConsoleSubject } from '../text/console-url.js';

type Rows<Row> = AsyncIterable<Row> | Iterable<Row>;

/**
 * Writes a list to stdout.
 *
 * `quiet`, `ndjson` and `csv` write each row before they read the next, in constant memory. A table needs every row to
 * know its column widths. JSON is held back until the last row too, but not in memory: if a page fails, stdout holds only
 * the error object, and not half an array before it.
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
    if (options.jsonText !== undefined) return writeSelected(rows, view, { ...options, columns }, streams);
    return writeJson(rows, envelope?.json ?? ((row) => rowJson(row, view, columns)), { streams, envelope });
  }
  if (view.fields !== undefined && columns === undefined) return writeFields(rows, view.fields, options, streams);
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
  const [head, end, indent] = envelope === undefined ? ['', '', ''] : [...frameOf(envelope), '  '];
  const held = new HeldText();
  let count = 0;
  try {
    for await (const row of rows) {
      const item = safeJson(json(row), 2).replaceAll('\n', `\n  ${indent}`);
      await held.add(`${count === 0 ? `${head}[` : ','}\n  ${indent}${item}`);
      count += 1;
    }
    for await (const piece of held.read()) await writeOut(streams, piece);
  } finally {
    await held.close();
  }
  await writeOut(streams, count === 0 ? `${head}[]${end}\n` : `\n${indent}]${end}\n`);
  return count;
}

/** Writes what is selected from the whole JSON, which is held in memory for that. */
async function writeSelected<Row>(
  rows: Rows<Row>,
  view: ListView<Row>,
  { jsonText, columns }: Pick<OutputOptions, 'jsonText'> & { columns: readonly Column<Row>[] | undefined },
  streams: Streams,
): Promise<number> {
  const { envelope } = view;
  const items: object[] = [];
  for await (const row of rows) items.push(envelope?.json(row) ?? rowJson(row, view, columns));
  const document = envelope === undefined ? items : { ...envelope.common, [envelope.key]: items };
  await writeDocument(document, { jsonText }, streams);
  return items.length;
}

/** What is written before and after the array of rows. */
function frameOf({ common, key }: Envelope<never>): [head: string, end: string] {
  return [`${safeJson(common, 2).replace(/\n\}$/, '')},\n  ${JSON.stringify(key)}: `, '\n}'];
}

async function writeTable<Row>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
  options: OutputOptions,
  streams: Streams,
): Promise<number> {
  const { outIsTTY } = streams;
  const width = outIsTTY ? streams.columns : undefined;
  const cells: string[][] = [];
  const shown = (column: Column<Row>, row: Row) => (outIsTTY && column.short ? column.short(row) : column.value(row));
  const { pages } = options;
  const urls: (string | undefined)[][] = [];
  for await (const row of rows) {
    cells.push(columns.map((column) => cellText(shown(column, row))));
    if (pages !== undefined) urls.push(columns.map(({ subject }) => urlOf(subject?.(row), pages)));
  }
  const table = {
    header: options.header ? columns.map((column) => column.header) : null,
    rows: outIsTTY ? withTimes(cells, columns, (time) => minuteWithAge(time, options.now)) : cells,
    urls,
    whole: columns.map(({ isWhole, isTime }) => isWhole === true || isTime === true),
  };
  // Ages are the first thing to go if the table is too wide.
  const narrow = fitsWhole(table, width) ? table : { ...table, rows: withTimes(cells, columns, minute) };
  const bold = streams.color && outIsTTY;
  if (isLegible(narrow, width)) {
    for (const text of tableText(narrow, { width, bold })) await writeOut(streams, text);
  } else {
    const blocks = table.rows.map((row, line) =>
      columns.map(({ header }, index) => ({ label: header, value: row[index], url: urls[line]?.[index] })),
    );
    await writeOut(streams, renderBlocks(blocks, streams));
  }
  return cells.length;
}

function urlOf(subject: ConsoleSubject | undefined, pages: ConsolePages): string | undefined {
  return subject === undefined ? undefined : pages(subject);
}

/** The cells, with those in columns of times as `form` writes them. */
function withTimes<Row>(
  cells: readonly string[][],
  columns: readonly Column<Row>[],
  form: (time: string) => string,
): string[][] {
  if (columns.every(({ isTime }) => isTime !== true)) return [...cells];
  return cells.map((row) => row.map((text, index) => (columns[index]?.isTime === true ? form(text) : text)));
}

async function writeFields<Row>(
  rows: Rows<Row>,
  fields: (row: Row) => readonly CardField[],
  options: OutputOptions,
  streams: Streams,
): Promise<number> {
  const cards: (readonly CardField[])[] = [];
  for await (const row of rows) cards.push(fields(row));
  await writeOut(streams, renderCard(cards.flat(), streams, options));
  return cards.length;
}
