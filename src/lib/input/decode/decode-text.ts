/**
 * `decode/` opens an input and turns its bytes into text: a file or stdin (`open-source.ts`), in a format known from the
 * file name or a flag (`input-format.ts`), as strict UTF-8 or UTF-16 (this file).
 */
import { isUtf8 } from 'node:buffer';

/** The input cannot be read beyond a line, or is empty in a format that writes even an empty list in some way. */
export class UnreadableInput extends Error {
  constructor(
    readonly line: number,
    readonly problem: string,
    readonly about: 'rest' | 'empty' = 'rest',
  ) {
    super(`line ${line} ${problem}`);
  }
}

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';
const NOT_UTF8 = 'is not valid UTF-8. Save the file as UTF-8, in Excel as "CSV UTF-8"';

/**
 * The text of a source in the pieces in which it arrives, without a byte order mark; no character is split between two
 * pieces. It is UTF-8 unless it starts with the byte order mark of UTF-16, in which Excel ("Unicode Text") and
 * PowerShell write.
 *
 * @throws UnreadableInput for invalid UTF-8 or UTF-16
 */
export async function* readText(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const chunks = source[Symbol.asyncIterator]();
  const start: Uint8Array[] = [];
  try {
    while (Buffer.concat(start).length < 2) {
      const next = await chunks.next();
      if (next.done === true) break;
      start.push(next.value);
    }
    const first = Buffer.concat(start);
    const encoding = utf16Of(first);
    async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
      yield first;
      yield* { [Symbol.asyncIterator]: () => chunks };
    }
    yield* encoding === undefined ? readUtf8(all()) : readUtf16(all(), encoding);
  } finally {
    await chunks.return?.();
  }
}

/** The kind of UTF-16 that a byte order mark tells. */
function utf16Of([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

async function* readUtf16(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UnreadableInput(line, 'or a line soon after it is not valid UTF-16. Save the file as UTF-8');
    }
  };
  for await (const chunk of source) {
    const text = decode(chunk);
    if (text !== '') yield text;
    line += text.split('\n').length - 1;
  }
  decode();
}

async function* readUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let line = 1;
  let isStart = true;
  let rest = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk]);
    const valid = wholeCharacters(bytes);
    const whole = valid ?? validLines(bytes);
    rest = bytes.subarray(whole.length);
    if (whole.length > 0) {
      const text = whole.toString();
      yield isStart && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
      isStart = false;
    }
    for (let at = whole.indexOf(LINE_FEED); at !== -1; at = whole.indexOf(LINE_FEED, at + 1)) line += 1;
    if (valid === undefined) throw new UnreadableInput(line, NOT_UTF8);
  }
  if (rest.length > 0) throw new UnreadableInput(line, NOT_UTF8);
}

/** The bytes without a last character that the next chunk may complete; `undefined` if they are not valid UTF-8. */
function wholeCharacters(bytes: Buffer): Buffer | undefined {
  return [0, 1, 2, 3].map((cut) => bytes.subarray(0, bytes.length - cut)).find((part) => isUtf8(part));
}

/** The lines before the first that is not valid UTF-8: they are rows like any others, and their problems are reported. */
function validLines(bytes: Buffer): Buffer {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return bytes.subarray(0, start);
    start = end + 1;
  }
}
