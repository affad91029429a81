import { Readable } from 'node:stream';

import { type ColumnCheck, ERROR_COLUMNS, shownColumn } from '../rows/column-check.js';
import { withoutApostrophe } from './formula.js';
import type { InputFormat } from '../decode/input-format.js';
import { readElements } from './read-json-elements.js';
import { MAX_LINE, readLines, type TextLine, TOO_LONG } from './read-lines.js';
import { readText } from '../decode/decode-text.js';
import { rowValue } from '../rows/row-values.js';
import type { Row, RowProblem, RowValue } from '../rows/row.js';

type Rows = AsyncGenerator<Row | RowProblem, void, undefined>;

export interface ReadRowsOptions {
  /** The key of a plain line of text. */
  readonly fallback: string;
  /** What the names of the columns are held against: once for CSV, whose header stops the reading, else in each row. */
  readonly checkColumns?: ColumnCheck;
  /** Is told the names of a CSV's columns before its first row. */
  readonly onHeader?: (header: readonly string[]) => void;
}

/** What a failures file added says nothing to the command that it is fed back to. */
const PASSED_OVER: readonly string[] = ERROR_COLUMNS;

/**
 * The rows of an input as they come, and what is wrong with those that are none. Empty lines count for nothing.
 *
 * @param source UTF-8, with or without a byte order mark, its lines ended by LF or CRLF
 */
export function readRows(source: Readable, format: InputFormat, options: ReadRowsOptions): Rows {
  switch (format) {
    case 'text':
      return textRows(readLines(source), options.fallback);
    case 'ndjson':
      return jsonRows(readLines(source), options);
    case 'json':
      return jsonRows(readElements(source), options);
    case 'csv':
      return csvRows(readText(source), options);
  }
}

/** A tab ends the name: what a failures file writes after it, why the row failed, is passed over. */
async function* textRows(lines: AsyncIterable<TextLine | RowProblem>, key: string): Rows {
  for await (const read of lines) {
    if ('problem' in read) yield read;
    else {
      const name = read.text.trimStart().split('\t', 1)[0]?.trim() ?? '';
      if (name !== '') yield { line: read.line, values: { [key]: name }, original: [name] };
    }
  }
}

async function* jsonRows(
  texts: AsyncIterable<TextLine | RowProblem>,
  { checkColumns }: ReadRowsOptions,
): Rows {
  for await (const read of texts) {
    if ('problem' in read) yield read;
    else if (read.text.trim() !== '') {
      const row = objectRow(read);
      const problems = 'problem' in row ? [] : (checkColumns?.(Object.keys(row.values)) ?? []);
      if (problems.length === 0) yield row;
      for (const problem of problems) yield { line: read.line, ...problem };
    }
  }
}

function objectRow({ line, text }: TextLine): Row | RowProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, problem: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, problem: 'is not a JSON object' };
  }
  const values: Record<string, RowValue> = {};
  for (const [key, inner] of Object.entries(value)) {
    // Assigned, this one would become the prototype.
    if (key === '__proto__') return { line, column: key, problem: 'is no column that is known' };
    if (!PASSED_OVER.includes(key)) values[key] = rowValue(inner);
  }
  return { line, values, original: value as Record<string, unknown> };
}

/** RFC 4180: the first record names the keys. */
async function* csvRows(
  pieces: AsyncIterable<string | RowProblem>,
  { checkColumns, onHeader }: ReadRowsOptions,
): Rows {
  const { CsvError, parse } = await import('csv-parse');
  let stopped: RowProblem | undefined;
  async function* text(): AsyncGenerator<string, void, undefined> {
    for await (const piece of withLineFeeds(pieces)) {
      if (typeof piece !== 'string') {
        stopped = piece;
        return;
      }
      yield piece;
    }
  }
  const parser = parse({
    info: true,
    relax_column_count: true,
    max_record_size: MAX_LINE,
    record_delimiter: '\n',
  });
  const source = Readable.from(text());
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: readonly string[] | undefined;
  let ended = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      // A record ends on the line that the parser tells, and starts after the one before it.
      const line = ended + 1;
      ended = info.lines;
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
    // What came before the bytes that ended the reading is cut off in the middle, which is not its fault.
    if (stopped === undefined) yield csvProblem(error, ended + 1);
  }
  if (stopped !== undefined) yield stopped;
}

function csvProblem(
  { code, message, lines }: { code: string; message: string; lines?: unknown },
  start: number,
) {
  if (code === 'CSV_MAX_RECORD_SIZE') return { line: start, problem: TOO_LONG };
  const line = code === 'CSV_QUOTE_NOT_CLOSED' || typeof lines !== 'number' ? start : lines;
  return { line, problem: `is not CSV: ${(message.split(':', 1)[0] ?? '').toLowerCase()}` };
}

function headerProblems(
  header: readonly string[],
  checkColumns: ColumnCheck | undefined,
): readonly Omit<RowProblem, 'line'>[] {
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined)
    return [{ column: shownColumn(repeated), problem: 'is named twice in the header' }];
  return checkColumns?.(header) ?? [];
}

/** The pieces with LF where they have CRLF, also where a piece ends between the two. */
async function* withLineFeeds(
  pieces: AsyncIterable<string | RowProblem>,
): AsyncGenerator<string | RowProblem, void, undefined> {
  let rest = '';
  for await (const piece of pieces) {
    if (typeof piece !== 'string') {
      yield piece;
      return;
    }
    const text = rest + piece;
    rest = text.endsWith('\r') ? '\r' : '';
    const whole = rest === '' ? text : text.slice(0, -1);
    if (whole !== '') yield whole.includes('\r\n') ? whole.replaceAll('\r\n', '\n') : whole;
  }
  if (rest !== '') yield rest;
}

function csvRow(header: readonly string[], record: readonly string[], line: number): Row | RowProblem {
  if (record.length > header.length) {
    return { line, problem: `has ${record.length} fields, and the header ${header.length}` };
  }
  const values: Record<string, string> = {};
  for (const [index, cell] of record.entries()) {
    const key = header[index];
    const value = cell.trim();
    if (value === '' || key === undefined || PASSED_OVER.includes(key)) continue;
    values[key] = withoutApostrophe(value);
  }
  return { line, values, original: record };
}
