import { readText, UnreadableInput } from '../decode/decode-text.js';

/** The longest line or row, in characters. A row of users is far shorter; the limit keeps memory bounded. */
export const MAX_LINE = 1_048_576;

/** The problem of a longer one. */
export const TOO_LONG = `is longer than ${MAX_LINE} characters, so this is not a list of users`;

/**
 * The lines of a UTF-8 text without their endings, LF or CRLF, and with one chunk in memory at a time.
 *
 * @throws UnreadableInput for invalid UTF-8 or a line that is too long
 */
export async function* readLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: number; text: string }> {
  let line = 1;
  let rest = '';
  for await (const piece of readText(source)) {
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (text.length > MAX_LINE) throw new UnreadableInput(line, TOO_LONG);
      yield { line, text };
      line += 1;
    }
    if (rest.length > MAX_LINE) throw new UnreadableInput(line, TOO_LONG);
  }
  if (rest !== '') yield { line, text: rest.replace(/\r$/, '') };
}
