import type { Readable } from 'node:stream';

import { readText } from '../decode/decode-text.js';
import type { RowProblem } from '../rows/row.js';

/** A line of text, without its end. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** Characters that one row may have. A row is far shorter; a longer one is another kind of file. */
export const MAX_LINE = 1_048_576;

/** What is wrong with a longer one. */
export const TOO_LONG = `is longer than ${MAX_LINE} characters: this is no list of users`;

/**
 * The lines of a UTF-8 text, a chunk in memory at a time. A byte order mark and a carriage return at the end of a line
 * are left out. Bytes that are no UTF-8, and a line that is too long, end the reading with a problem.
 */
export async function* readLines(source: Readable): AsyncGenerator<TextLine | RowProblem, void, undefined> {
  let line = 1;
  let rest = '';
  for await (const piece of readText(source)) {
    if (typeof piece !== 'string') {
      yield piece;
      return;
    }
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (text.length > MAX_LINE) {
        yield { line, problem: TOO_LONG };
        return;
      }
      yield { line, text: withoutReturn(text) };
      line += 1;
    }
    if (rest.length > MAX_LINE) {
      yield { line, problem: TOO_LONG };
      return;
    }
  }
  if (rest !== '') yield { line, text: withoutReturn(rest) };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
