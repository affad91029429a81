import { UnreadableInput } from '../decode/decode-text.js';
import { headerProblems, ignoredColumns, isNotCheckable } from '../rows/columns.js';
import type { Columns, ReadRow, RowProblem } from '../rows/row.js';
import { MAX_LINE, readLines, TOO_LONG } from './read-lines.js';

export interface ReadCsvOptions {
  readonly columns: Columns;
  /** Called with the names of the columns before the first row. */
  readonly onHeader?: (header: readonly string[]) => void;
}

/**
 * The rows of a CSV text (RFC 4180), whose first record names the columns; a problem of that header ends the reading. Reads
 * what spreadsheets write: a semicolon or a tab between the cells, which the header shows or a line such as `sep=;` before
 * it, and rows and columns without a value.
 *
 * @throws UnreadableInput after the last row that can be read
 */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  { columns, onHeader }: ReadCsvOptions,
): AsyncGenerator<ReadRow, void, undefined> {
  let strictly: Awaited<ReturnType<typeof cellReader>> | undefined;
  let header: readonly string[] | undefined;
  let ignored: readonly string[] = [];
  let delimiter: string | undefined;
  for await (const record of csvRecords(source)) {
    const { line, text } = record;
    const separator = header === undefined ? /^"?sep=([^"])"?\s*$/i.exec(text)?.[1] : undefined;
    if (separator !== undefined && delimiter === undefined) {
      delimiter = separator;
      continue;
    }
    delimiter ??= delimiterOf(text);
    const cells = cellsOf(text, delimiter) ?? (strictly ??= await cellReader())(record, delimiter);
    if (header !== undefined) {
      if ('problem' in cells) yield [cells];
      else if (isNotCheckable(header, cellIn(header, cells))) continue;
      else if (cells.some((cell) => cell.trim() !== '')) yield csvRow(header, cells, { line, ignored });
    } else if ('problem' in cells) throw new UnreadableInput(line, cells.problem);
    else {
      if (text.includes('\r')) throw new UnreadableInput(line, OLD_LINE_ENDS);
      header = cells.map((name) => columns.keyOf(name));
      const problems = headerProblems(header, columns);
      if (problems.length > 0) {
        yield problems.map((problem) => ({ line, ...problem, about: 'header' }));
        return;
      }
      ignored = ignoredColumns(header);
      onHeader?.(header);
    }
  }
  // An empty list of users has a header. A file without one was cut off, or its writer failed.
  if (header === undefined) throw new UnreadableInput(1, 'a header with the names of the columns is missing', 'empty');
}

const OLD_LINE_ENDS = 'has carriage returns without line feeds. Save the file with LF or CRLF at the ends of lines';

/** What is most often between the names of a header; a comma if none of them is. */
function delimiterOf(header: string): string {
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((candidate) => ({ candidate, count: unquoted.split(candidate).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).candidate;
}

/** The text of one record. */
interface CsvRecord {
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly text: string;
  /** The input ends within its quotes. */
  readonly isOpen: boolean;
}

/** Joins lines to records: a record ends with the line on which its quotes are closed. Empty lines are skipped. */
async function* csvRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord, void, undefined> {
  let open: CsvRecord | undefined;
  for await (const { line, text } of readLines(source)) {
    const isOpen: boolean = hasOddQuotes(text) !== (open !== undefined);
    const record = open === undefined ? { line, text, isOpen } : { ...open, text: `${open.text}\n${text}`, isOpen };
    if (record.text.length > MAX_LINE) throw new UnreadableInput(record.line, TOO_LONG);
    open = isOpen ? record : undefined;
    if (!isOpen && record.text.trim() !== '') yield record;
  }
  if (open !== undefined) yield open;
}

function hasOddQuotes(line: string): boolean {
  let count = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) count += 1;
  return count % 2 === 1;
}

/**
 * The cells of a record in which every quote is where RFC 4180 has it; `undefined` for any other. A parser for each record
 * would take seven times as long, and one for all loses the rows before a fault.
 */
function cellsOf(text: string, delimiter: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  for (let start = 0; ;) {
    let end: number;
    if (text[start] === '"') {
      end = text.indexOf('"', start + 1);
      while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end === -1) return undefined;
      cells.push(text.slice(start + 1, end).replaceAll('""', '"'));
      end += 1;
    } else {
      end = text.indexOf(delimiter, start);
      if (end === -1) end = text.length;
      const cell = text.slice(start, end);
      if (cell.includes('"')) return undefined;
      cells.push(cell);
    }
    if (end === text.length) return cells;
    if (text[end] !== delimiter) return undefined;
    start = end + 1;
  }
}

/**
 * Makes a function for the records that `cellsOf` leaves, which gives the cells of a record, or its problem if it is
 * not CSV. The function throws UnreadableInput if it is then uncertain where the record ends: the rows after it might
 * be a part of it, or those in it rows of their own.
 */
async function cellReader(): Promise<(record: CsvRecord, delimiter: string) => readonly string[] | RowProblem> {
  const { CsvError, parse } = await import('csv-parse/sync');
  // Spaces around quotes are no part of a cell: no other reading of `a, "b"` is possible.
  const cellsIn = (text: string, delimiter: string, { isLoose = false } = {}): readonly string[] =>
    parse(text, {
      relax_column_count: true,
      record_delimiter: '\n',
      delimiter,
      trim: !isLoose,
      relax_quotes: isLoose,
    })[0] ?? [];
  /** Whether the line is a record of its own, also if a quote in the wrong place is text and opens or closes nothing. */
  const endsAnyway = (line: string, delimiter: string): boolean => {
    try {
      return cellsIn(line, delimiter, { isLoose: true }).length > 0;
    } catch {
      return false;
    }
  };
  return ({ line, text, isOpen }, delimiter) => {
    try {
      return cellsIn(text, delimiter);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const { code, message, lines } = error as { code: string; message: string; lines?: unknown };
      const problem = `is not CSV: ${(message.split(':', 1)[0] ?? '').toLowerCase()}`;
      if (!isOpen && !text.includes('\n') && endsAnyway(text, delimiter)) return { line, problem };
      const offset = code === 'CSV_QUOTE_NOT_CLOSED' || typeof lines !== 'number' ? 0 : lines - 1;
      throw new UnreadableInput(line + offset, problem);
    }
  };
}

function cellIn(header: readonly string[], cells: readonly string[]): (name: string) => string | undefined {
  return (name) => cells[header.indexOf(name)];
}

function csvRow(
  header: readonly string[],
  record: readonly string[],
  { line, ignored }: { line: number; ignored: readonly string[] },
): ReadRow {
  const values: Record<string, string> = {};
  for (const [index, cell] of record.entries()) {
    const key = header[index];
    const value = cell.trim();
    if (value === '' || (key !== undefined && ignored.includes(key))) continue;
    if (key === undefined) {
      return [{ line, problem: `has ${record.length} fields, but the header has ${header.length}` }];
    }
    if (key === '') return [{ line, problem: `has a value in column ${index + 1}, which has no name in the header` }];
    values[key] = ESCAPED.test(value) ? value.slice(1) : value;
  }
  return { line, values, original: record };
}

/**
 * A cell that was made harmless to spreadsheets by an apostrophe in front, as `output/csv.ts` does; the apostrophe is
 * removed again.
 */
const ESCAPED = /^'[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;
