/**
 * `records/` turns text into rows, in one of four formats: CSV, NDJSON, a JSON array, or plain text with one user name
 * per line. Rows come one at a time, and each keeps its line number for messages.
 */
import { UnreadableInput } from '../decode/decode-text.js';
import type { InputFormat } from '../decode/input-format.js';
import { ignoredColumns, isNotCheckable, shownColumn } from '../rows/columns.js';
import { rowValue } from '../rows/row-values.js';
import {
  type ColumnProblem,
  type Columns,
  isProblems,
  type ReadRow,
  type Row,
  type RowProblem,
  type RowValue,
} from '../rows/row.js';
import { readCsv, type ReadCsvOptions } from './read-csv.js';
import { type JsonValue, readJsonArray, readJsonLines } from './read-json.js';
import { readLines } from './read-lines.js';

type Source = AsyncIterable<Uint8Array>;
type Rows = AsyncGenerator<ReadRow, void, undefined>;

export interface ReadRowsOptions extends ReadCsvOptions {
  /** The column that a plain line of text is the value of. */
  readonly textKey: string;
}

/**
 * The rows of an input in their order, and problems in place of those that cannot be read. Empty lines are skipped, and
 * so are the columns that a failures file or a finding has. If the input cannot be read to its end, the last item is the
 * problem.
 *
 * @param source UTF-8, with or without a byte order mark, with LF or CRLF
 */
export async function* readRows(source: Source, format: InputFormat, options: ReadRowsOptions): Rows {
  try {
    yield* rowsOf(source, format, options);
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    yield [{ line: error.line, problem: error.problem, about: error.about }];
  }
}

function rowsOf(source: Source, format: InputFormat, options: ReadRowsOptions): Rows {
  switch (format) {
    case 'text':
      return textRows(source, options.textKey);
    case 'ndjson':
      return jsonRows(readJsonLines(source), options.columns);
    case 'json':
      return jsonRows(readJsonArray(source), options.columns);
    case 'csv':
      return readCsv(source, options);
  }
}

/** A tab ends the name: a failures file has the error after it. */
async function* textRows(source: Source, key: string): Rows {
  for await (const { line, text } of readLines(source)) {
    const name = text.trimStart().split('\t', 1)[0]?.trim() ?? '';
    // Each of its lines would be a user who does not exist.
    if (line === 1 && /^[[{]/.test(name)) throw new UnreadableInput(line, IS_JSON);
    if (name !== '') yield { line, values: { [key]: name }, original: [name] };
  }
}

async function* jsonRows(values: AsyncIterable<JsonValue | RowProblem>, columns: Columns): Rows {
  for await (const read of values) {
    if ('value' in read && isObject(read.value) && isNotCheckable(Object.keys(read.value), at(read.value))) continue;
    const row = 'problem' in read ? [read] : objectRow(read, columns);
    if (isProblems(row)) {
      yield row;
      continue;
    }
    const problems = columns.check(Object.keys(row.values));
    if (problems.length === 0) yield row;
    else yield problems.map((problem) => ({ line: read.line, ...problem, ...writtenAs(problem, row) }));
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(values: Readonly<Record<string, unknown>>): (name: string) => unknown {
  return (name) => values[name];
}

/** The column of a problem as the input has it: AdminGetUser and ListUsers call some of them by other names. */
function writtenAs({ column }: ColumnProblem, { original = {} }: Row): { column?: string } {
  const [name] = Object.entries(LISTED).find(([, listed]) => listed === column) ?? [];
  return name !== undefined && Object.hasOwn(original, name) ? { column: name } : {};
}

function objectRow({ line, value }: JsonValue, { keyOf }: Columns): ReadRow {
  if (!isObject(value)) {
    return [{ line, problem: 'is not a JSON object' }];
  }
  const values: Record<string, RowValue> = {};
  const columns = columnsOfUser(value) ?? Object.entries(value);
  const ignored = ignoredColumns(columns.map(([written]) => keyOf(written)));
  for (const [written, inner] of columns) {
    // Assigning to this key would set the object's prototype.
    if (written === '__proto__') return [{ line, column: written, problem: 'unknown column' }];
    const key = keyOf(written);
    if (ignored.includes(key)) continue;
    if (Object.hasOwn(values, key)) return [{ line, column: shownColumn(key), problem: 'is given twice' }];
    try {
      values[key] = rowValue(inner);
    } catch (error) {
      // The stack of JSON.stringify overflows.
      if (!(error instanceof RangeError)) throw error;
      return [{ line, column: shownColumn(key), problem: 'is nested too deeply' }];
    }
  }
  return { line, values, original: value };
}

const IS_JSON = 'is JSON, and one USER per line is expected. Specify the format: --input-format json, or ndjson';

/** What ListUsers and AdminGetUser call what has a column of its own. */
const LISTED: Readonly<Record<string, string>> = {
  Username: 'username',
  Enabled: 'enabled',
  UserStatus: 'status',
  UserCreateDate: 'createdAt',
  UserLastModifiedDate: 'updatedAt',
};

/** The columns of a user as Cognito's own API describes one, `{"Username": …, "Attributes": [{"Name": …, "Value": …}]}`. */
function columnsOfUser({
  Attributes,
  UserAttributes = Attributes,
  ...rest
}: ListedUser): [string, unknown][] | undefined {
  if (typeof rest.Username !== 'string' || !isAttributeList(UserAttributes)) return undefined;
  const own = Object.entries(rest).map(([name, value]): [string, unknown] => [LISTED[name] ?? name, value]);
  return [...own, ...UserAttributes.map(({ Name, Value }): [string, unknown] => [Name, Value])];
}

interface ListedUser {
  readonly Username?: unknown;
  readonly Attributes?: unknown;
  readonly UserAttributes?: unknown;
}

function isAttributeList(value: unknown): value is { Name: string; Value?: unknown }[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item: unknown) => typeof item === 'object' && item !== null && 'Name' in item && typeof item.Name === 'string',
    )
  );
}
