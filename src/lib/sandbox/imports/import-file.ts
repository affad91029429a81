import { TextDecoder } from 'node:util';
import { HASH_COLUMN } from '../../model/imports/password-hash.js';
import { READ_ONLY_ATTRIBUTES } from '../operations/users/attribute-schema.js';
import type { ImportJobState, ImportPlanState, ImportPosition } from '../state/import-job-state.js';
import type { PoolState } from '../state/state.js';

/** The columns that are not attributes: the user name, and whether MFA is on. */
export const USERNAME_COLUMN = 'cognito:username';
export const MFA_COLUMN = 'cognito:mfa_enabled';

/**
 * The columns of an import job's file, as GetCSVHeader returns them. Source, also of the limits below:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 *
 * Undocumented: the column of a job with password hashes.
 */
export function importHeader(pool: PoolState, { hashes }: Pick<ImportJobState, 'hashes'> = {}): string[] {
  const attributes = pool.schema.map(({ Name }) => Name ?? '');
  const header = [...attributes.filter((name) => !READ_ONLY_ATTRIBUTES.includes(name)), MFA_COLUMN, USERNAME_COLUMN];
  return hashes === undefined ? header : [...header, HASH_COLUMN];
}

/** One line of the file. */
export interface ImportLine {
  readonly line: number;
  /** Without its line ending. Absent if the line has a problem. */
  readonly text?: string;
  readonly problem?: 'too long' | 'not UTF-8';
  /** The start of the next line. */
  readonly next: ImportPosition;
}

/** In characters. */
const LONGEST_ROW = 16_000;
/** A character has at most four bytes. */
const LONGEST_ROW_BYTES = LONGEST_ROW * 4;
/** The header is not counted. */
const MAX_ROWS = 500_000;
const LINE_FEED = 10;

/**
 * The lines of a file from the position `start`, where `content` starts too. A line ends with LF or CRLF; the last one
 * need not. Memory is limited to the longest allowed row.
 */
export async function* importLines(
  content: AsyncIterable<Uint8Array>,
  start: ImportPosition = { offset: 0, line: 1 },
): AsyncGenerator<ImportLine> {
  let { offset, line } = start;
  let pieces: Uint8Array[] = [];
  let length = 0;
  // Keeps a byte order mark, so that the header check can reject it.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const append = (piece: Uint8Array) => {
    length += piece.length;
    if (length <= LONGEST_ROW_BYTES) pieces.push(piece);
    else pieces = [];
  };
  const finish = (endingBytes: 0 | 1): ImportLine => {
    offset += length + endingBytes;
    const finished = { line, ...decodeLine(decoder, pieces, length), next: { offset, line: line + 1 } };
    line += 1;
    pieces = [];
    length = 0;
    return finished;
  };

  for await (const chunk of content) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      append(chunk.subarray(from, end));
      yield finish(1);
      from = end + 1;
    }
    if (from < chunk.length) append(chunk.subarray(from));
  }
  if (length > 0) yield finish(0);
}

function decodeLine(
  decoder: TextDecoder,
  pieces: readonly Uint8Array[],
  length: number,
): Pick<ImportLine, 'text' | 'problem'> {
  if (length > LONGEST_ROW_BYTES) return { problem: 'too long' };
  let text: string;
  try {
    text = decoder.decode(Buffer.concat(pieces));
  } catch {
    return { problem: 'not UTF-8' };
  }
  const row = text.endsWith('\r') ? text.slice(0, -1) : text;
  return row.length > LONGEST_ROW ? { problem: 'too long' } : { text: row };
}

/**
 * The values of a row, trimmed. A comma separates values unless a backslash precedes it; every other backslash, and
 * quotation marks, are part of the value.
 */
export function importValues(text: string): string[] {
  return text.split(/(?<!\\),/).map((value) => value.replaceAll('\\,', ',').trim());
}

/** Blank lines, such as at the end of many files, are not rows. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/**
 * Checks the whole file before any user is imported: it must have all columns of `header` (see `importHeader`), in any
 * order, and no other. Returns the plan, or the message of the failed job. The developer guide says that a job fails
 * if its file cannot be parsed; the messages are the sandbox's own.
 */
export async function planImport(
  content: AsyncIterable<Uint8Array>,
  header: readonly string[],
): Promise<ImportPlanState | string> {
  let plan: ImportPlanState | undefined;
  let rows = 0;
  for await (const { line, text, problem, next } of importLines(content)) {
    if (problem === 'not UTF-8') return `The CSV file is not UTF-8 at line ${line}.`;
    if (plan === undefined) {
      if (text?.startsWith('\uFEFF') === true) return `${MISMATCH}: it starts with a byte order mark.`;
      const columns = text === undefined ? [] : importValues(text);
      const missing = header.filter((name) => !columns.includes(name));
      if (missing.length > 0) return `${MISMATCH}: ${missing.join(', ')} missing.`;
      if (columns.length !== header.length)
        return `${MISMATCH}: it has ${columns.length} columns instead of ${header.length}.`;
      plan = { columns, rows, next };
    } else if (text === undefined || !isBlank(text)) rows += 1;
    if (rows > MAX_ROWS) return `The CSV file has more than ${MAX_ROWS} rows.`;
  }
  return plan === undefined ? 'The CSV file is empty.' : { ...plan, rows };
}

const MISMATCH = 'The header of the CSV file does not match the user pool';
