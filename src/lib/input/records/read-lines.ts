import { readText, UnreadableInput } from '../decode/decode-text.js';

/** A line of text, without its line ending. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** The longest line or row, in characters. A row of users is far shorter; the limit keeps memory bounded. */
export const MAX_LINE = 1_048_576;

/** The problem of a longer one. */
export const TOO_LONG = `is longer than ${MAX_LINE} characters, so this is not a list of users`;

/**
 * The lines of a UTF-8 text, with one chunk in memory at a time. LF and CRLF end a line.
 *
 * @throws UnreadableInput for invalid UTF-8 or a line that is too long
 */
export async function* readLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine, void, undefined> {
  let line = 1;
  let rest = '';
  for await (const piece of readText(source)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (text.length > MAX_LINE) throw new UnreadableInput(line, TOO_LONG);
      yield { line, text: withoutReturn(text) };
      line += 1;
    }
    if (rest.length > MAX_LINE) throw new UnreadableInput(line, TOO_LONG);
  }
  if (rest !== '') yield { line, text: withoutReturn(rest) };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
