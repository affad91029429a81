import { TextDecoder } from 'node:util';
import type { ImportPosition } from '../state/state.js';

/** One line of an import job's file, or what is wrong with it. */
export interface ImportLine {
  readonly line: number;
  /** Without its line ending. Absent where the line is too long, or no UTF-8. */
  readonly text?: string;
  readonly problem?: 'too long' | 'not UTF-8';
  /** Where the line after it starts. */
  readonly next: ImportPosition;
}

/** The longest row that Cognito takes, in characters. Source: the developer guide, "Formatting the CSV file". */
const LONGEST_ROW = 16_000;
/** No character takes more bytes than four. */
const LONGEST_ROW_BYTES = LONGEST_ROW * 4;
const LINE_FEED = 10;

/**
 * The lines of a file whose bytes from `start` on `content` gives. A line ends with LF or CRLF; what comes after the
 * last one is a line if it is not empty. Never holds more of the file than one row may be long.
 */
export async function* importLines(
  content: AsyncIterable<Uint8Array>,
  start: ImportPosition = { offset: 0, line: 1 },
): AsyncGenerator<ImportLine> {
  let { offset, line } = start;
  let held: Uint8Array[] = [];
  let length = 0;
  // A byte order mark stays, for whoever reads the header to refuse it.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const hold = (piece: Uint8Array) => {
    length += piece.length;
    if (length <= LONGEST_ROW_BYTES) held.push(piece);
    else held = [];
  };
  const finish = (ending: 0 | 1): ImportLine => {
    offset += length + ending;
    const finished = { line, ...lineOf(decoder, held, length), next: { offset, line: line + 1 } };
    line += 1;
    held = [];
    length = 0;
    return finished;
  };

  for await (const chunk of content) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      hold(chunk.subarray(from, end));
      yield finish(1);
      from = end + 1;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  }
  if (length > 0) yield finish(0);
}

/**
 * The values of a row: separated by commas, of which one that belongs to a value has a backslash before it. Quotation
 * marks mean nothing, and white space at either end of a value goes. Any other backslash stands for itself.
 */
export function importValues(text: string): string[] {
  return text.split(/(?<!\\),/).map((value) => value.replaceAll('\\,', ',').trim());
}

function lineOf(
  decoder: TextDecoder,
  held: readonly Uint8Array[],
  length: number,
): Pick<ImportLine, 'text' | 'problem'> {
  if (length > LONGEST_ROW_BYTES) return { problem: 'too long' };
  let text: string;
  try {
    text = decoder.decode(Buffer.concat(held));
  } catch {
    return { problem: 'not UTF-8' };
  }
  const row = text.endsWith('\r') ? text.slice(0, -1) : text;
  return row.length > LONGEST_ROW ? { problem: 'too long' } : { text: row };
}
