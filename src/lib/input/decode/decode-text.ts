import type { Readable } from 'node:stream';

import type { RowProblem } from '../rows/row.js';

type Decoder = InstanceType<typeof TextDecoder>;

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * A UTF-8 text in pieces, as its source brings it; characters are never cut. A byte order mark at its start is left out.
 * Bytes that are no UTF-8 end the reading with a problem, which names their line.
 */
export async function* readText(source: Readable): AsyncGenerator<string | RowProblem, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  let isStart = true;
  let cut: Buffer = Buffer.alloc(0);
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = bytes.length - unfinished(bytes);
    cut = bytes.subarray(end);
    const whole = bytes.subarray(0, end);
    if (whole.length === 0) continue;
    const text = decode(whole, decoder);
    if (text === undefined) {
      yield { line: line + linesBefore(whole, decoder), problem: 'is not UTF-8' };
      return;
    }
    yield isStart && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    isStart = false;
    line += countLineFeeds(whole);
  }
  if (cut.length > 0) yield { line, problem: 'is not UTF-8' };
}

function decode(bytes: Buffer, decoder: Decoder): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Bytes at the end that begin a character which the next chunk goes on with. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Line feeds before the first line that is no UTF-8. */
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
