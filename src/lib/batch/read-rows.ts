import { Readable } from 'node:stream';

import type { InputFormat } from './input-format.js';
import { MAX_LINE, readLines, type TextLine } from './read-lines.js';
import { rowValue } from './row-values.js';
import type { Row, RowProblem } from './row.js';

type Rows = AsyncGenerator<Row | RowProblem, void, undefined>;

/**
 * The rows of an input as they come, and what is wrong with those that are none. Empty lines count for nothing.
 *
 * @param source UTF-8, with or without a byte order mark, its lines ended by LF or CRLF
 * @param fallback the key of a plain line of text
 */
export function readRows(source: Readable, format: InputFormat, fallback: string): Rows {
  const lines = readLines(source);
  switch (format) {
    case 'text':
      return textRows(lines, fallback);
    case 'ndjson':
      return ndjsonRows(lines);
    case 'csv':
      return csvRows(lines);
  }
}

async function* textRows(lines: AsyncIterable<TextLine | RowProblem>, key: string): Rows {
  for await (const read of lines) {
    if ('problem' in read) yield read;
    else if (read.text.trim() !== '') yield { line: read.line, values: { [key]: read.text.trim() } };
  }
}

async function* ndjsonRows(lines: AsyncIterable<TextLine | RowProblem>): Rows {
  for await (const read of lines) {
    if ('problem' in read) yield read;
    else if (read.text.trim() !== '') yield objectRow(read);
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
  const values = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rowValue(inner)]));
  return { line, values, original: value as Record<string, unknown> };
}

/** RFC 4180: the first record names the keys. */
async function* csvRows(lines: AsyncIterable<TextLine | RowProblem>): Rows {
  const { CsvError, parse } = await import('csv-parse');
  let stopped: RowProblem | undefined;
  async function* text(): AsyncGenerator<string, void, undefined> {
    for await (const read of lines) {
      if ('problem' in read) {
        stopped = read;
        return;
      }
      yield `${read.text}\n`;
    }
  }
  const parser = parse({ info: true, relax_column_count: true, max_record_size: MAX_LINE });
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
        const repeated = header.find((name, index) => header?.indexOf(name) !== index);
        if (repeated !== undefined) {
          yield { line, column: repeated, problem: 'is named twice in the header' };
          return;
        }
      } else yield csvRow(header, record, line);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    yield { line, problem: `is not CSV: ${error.message.replace(/ at line.*$/, '').toLowerCase()}` };
    return;
  }
  if (stopped !== undefined) yield stopped;
}

function csvRow(header: readonly string[], record: readonly string[], line: number): Row | RowProblem {
  if (record.length > header.length) {
    return { line, problem: `has ${record.length} fields, and the header ${header.length}` };
  }
  const values = header.flatMap((key, index): [string, string][] => {
    const value = record[index]?.trim() ?? '';
    return value === '' ? [] : [[key, value]];
  });
  return { line, values: Object.fromEntries(values) };
}
