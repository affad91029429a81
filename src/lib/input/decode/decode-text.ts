/**
 * `decode/` opens an input and turns its bytes into text: a file or stdin (`open-source.ts`), in a format known from the
 * file name or a flag (`input-format.ts`), as strict UTF-8 (this file).
 */
import type { Readable } from 'node:stream';

import type { RowProblem } from '../rows/row.js';

type Decoder = InstanceType<typeof TextDecoder>;

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * UTF-8 text in the pieces in which it arrives, without a byte order mark; no character is split between two pieces.
 * Invalid UTF-8 gives a problem with its line and ends the reading.
 */
export async function* readText(source: Readable): AsyncGenerator<string | RowProblem, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  let isStart = true;
  let incomplete: Buffer = Buffer.alloc(0);
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const bytes = incomplete.length === 0 ? chunk : Buffer.concat([incomplete, chunk]);
    const end = bytes.length - incompleteLength(bytes);
    incomplete = bytes.subarray(end);
    const whole = bytes.subarray(0, end);
    if (whole.length === 0) continue;
    const text = decode(whole, decoder);
    if (text === undefined) {
      yield { line: line + linesBefore(whole, decoder), problem: 'is not valid UTF-8' };
      return;
    }
    yield isStart && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    isStart = false;
    line += countLineFeeds(whole);
  }
  if (incomplete.length > 0) yield { line, problem: 'is not valid UTF-8' };
}

function decode(bytes: Buffer, decoder: Decoder): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** How many bytes at the end belong to a character that the next chunk completes. */
function incompleteLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Line feeds before the first line that is not valid UTF-8. */
function linesBefore(bytes: Buffer, decoder: Decoder): number {
  let count = 0;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1 || decode(bytes.subarray(start, end), decoder) === undefined) return count;
    count += 1;
    start = end + 1;
  }
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}
