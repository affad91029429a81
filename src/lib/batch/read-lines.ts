import type { Readable } from 'node:stream';

import type { RowProblem } from './row.js';

/** A line of text, without its end. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** Characters that one line may have. A row is far shorter; a longer one is another kind of file. */
export const MAX_LINE = 1_048_576;

/**
 * The lines of a UTF-8 text, a chunk in memory at a time. A byte order mark and a carriage return at the end of a line
 * are left out. Bytes that are no UTF-8, and a line that is too long, end the reading with a problem.
 */
export async function* readLines(source: Readable): AsyncGenerator<TextLine | RowProblem, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let rest = '';
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        yield { line, text: text.replace(/\r$/, '') };
        line += 1;
      }
      if (rest.length > MAX_LINE) {
        yield { line, problem: `is longer than ${MAX_LINE} characters: this is no list of users` };
        return;
      }
    }
    rest += decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    yield { line, problem: 'is not UTF-8' };
    return;
  }
  if (rest !== '') yield { line, text: rest.replace(/\r$/, '') };
}
