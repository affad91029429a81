import { Readable } from 'node:stream';

import { readText, UnreadableInput } from '../decode/decode-text.js';
import { ERROR_COLUMNS, shownColumn } from '../rows/column-check.js';
import type { ColumnCheck, ColumnProblem, Row, RowProblem } from '../rows/row.js';
import { MAX_LINE, TOO_LONG } from './read-lines.js';

export interface ReadCsvOptions {
  /** Checks the header; a problem ends the reading. */
  readonly checkColumns?: ColumnCheck | undefined;
  /** Called with the column names before the first row. */
  readonly onHeader?: (header: readonly string[]) => void;
}

/**
 * The rows of a CSV text (RFC 4180), whose first record names the columns. Empty lines are skipped.
 *
 * @throws UnreadableInput after the last row that can be read
 */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  { checkColumns, onHeader }: ReadCsvOptions,
): AsyncGenerator<Row | RowProblem, void, undefined> {
  const { CsvError, parse } = await import('csv-parse');
  let notText: UnreadableInput | undefined;
  // The parser drops complete records if its source fails, so the error waits for the end.
  async function* text(): AsyncGenerator<string, void, undefined> {
    try {
      yield* withLineFeeds(readText(source));
    } catch (error) {
      if (!(error instanceof UnreadableInput)) throw error;
      notText = error;
    }
  }
  const parser = parse({ info: true, relax_column_count: true, max_record_size: MAX_LINE, record_delimiter: '\n' });
  const pieces = Readable.from(text());
  pieces.on('error', (error) => parser.destroy(error));
  pieces.pipe(parser);
  let header: readonly string[] | undefined;
  let lastLine = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // The parser reports the line on which a record ends; it starts after the end of the one before.
      const line = lastLine + 1;
      lastLine = info.lines;
      if (record.length === 1 && record[0] === '') continue;
      if (header === undefined) {
        header = record.map((name) => name.trim());
        const problems = headerProblems(header, checkColumns);
        for (const problem of problems) yield { line, ...problem };
        if (problems.length > 0) return;
        onHeader?.(header);
      } else yield csvRow(header, record, line);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Invalid UTF-8 cuts off the record before it, which is then not the problem to report.
    throw notText ?? unreadable(error, lastLine + 1);
  }
  if (notText !== undefined) throw notText;
}

function unreadable(
  { code, message, lines }: { code: string; message: string; lines?: unknown },
  start: number,
): UnreadableInput {
  if (code === 'CSV_MAX_RECORD_SIZE') return new UnreadableInput(start, TOO_LONG);
  const line = code === 'CSV_QUOTE_NOT_CLOSED' || typeof lines !== 'number' ? start : lines;
  return new UnreadableInput(line, `is not CSV: ${(message.split(':', 1)[0] ?? '').toLowerCase()}`);
}

function headerProblems(header: readonly string[], checkColumns: ColumnCheck | undefined): readonly ColumnProblem[] {
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated === undefined) return checkColumns?.(header) ?? [];
  return [{ column: shownColumn(repeated), problem: 'is in the header twice' }];
}

/** Replaces CRLF by LF, also if a piece ends between the two: the parser counts a CRLF in quotes as two lines. */
async function* withLineFeeds(pieces: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + piece;
    rest = text.endsWith('\r') ? '\r' : '';
    const whole = rest === '' ? text : text.slice(0, -1);
    if (whole !== '') yield whole.includes('\r\n') ? whole.replaceAll('\r\n', '\n') : whole;
  }
  if (rest !== '') yield rest;
}

function csvRow(header: readonly string[], record: readonly string[], line: number): Row | RowProblem {
  if (record.length > header.length) {
    return { line, problem: `has ${record.length} fields, but the header has ${header.length}` };
  }
  const values: Record<string, string> = {};
  for (const [index, cell] of record.entries()) {
    const key = header[index];
    const value = cell.trim();
    if (value === '' || key === undefined || ERROR_COLUMNS.includes(key)) continue;
    values[key] = ESCAPED.test(value) ? value.slice(1) : value;
  }
  return { line, values, original: record };
}

/**
 * A cell that was made harmless to spreadsheets by an apostrophe in front, as `output/csv.ts` does; the apostrophe is
 * removed again.
 */
const ESCAPED = /^'[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;
