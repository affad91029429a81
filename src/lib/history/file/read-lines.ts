import { closeSync, fstatSync, readSync } from 'node:fs';

import { AdminError } from '../../errors.js';
import { openOwn, openOwnToRead, READ } from '../../files/own-file.js';
import { isSystemError, systemReason } from '../../files/system-error.js';

/** A line of a history file. */
export interface Line {
  readonly bytes: Buffer;
  /** Where it is: for a file the bytes before it. */
  readonly offset: number;
  /** False for a last line without a line feed, which a killed process left. */
  readonly isWhole: boolean;
  /**
   * What the store says of the line apart from it, if it does: its number; and of the last line of a block its hash,
   * and the block's key in the index.
   */
  readonly expected?: { readonly n: number; readonly hash: string | undefined; readonly starts?: string };
}

/** The most bytes of a line. A longer one is never written, so a file that has one is damaged. */
export const MAX_LINE = 8 * 1024 * 1024;

const LINE_FEED = 0x0a;
/** Bytes that are read at once. */
const CHUNK = 65_536;

/**
 * The lines of a history file from a position on; none if there is no file.
 *
 * @param from where a line starts, in bytes
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function* readLines(file: string, from = 0): AsyncGenerator<Line, void, undefined> {
  const handle = await ifExists(() => openOwn(file, READ));
  if (handle === undefined) return;
  try {
    // The start of a line whose end is in a later chunk. The chunks are joined once, so that a long line costs no more.
    let parts: Buffer[] = [];
    let offset = from;
    let length = 0;
    for await (const chunk of handle.createReadStream({ start: from, autoClose: false }) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
        const bytes = Buffer.concat([...parts, chunk.subarray(start, end)]);
        yield { bytes, offset, isWhole: true };
        offset += bytes.length + 1;
        [parts, length, start] = [[], 0, end + 1];
      }
      parts.push(chunk.subarray(start));
      length += chunk.length - start;
      if (length > MAX_LINE) throw tooLong(file);
    }
    if (length > 0) yield { bytes: Buffer.concat(parts), offset, isWhole: false };
  } catch (error) {
    throw unreadable(error);
  } finally {
    await handle.close();
  }
}

/**
 * The lines of a history file, the last one first; none if there is no file. Only as much of the file is read as lines
 * are taken.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function* readLinesFromEnd(file: string): AsyncGenerator<Line, void, undefined> {
  const descriptor = await ifExists(() => openOwnToRead(file));
  if (descriptor === undefined) return;
  try {
    yield* linesFromEnd(descriptor, file);
  } catch (error) {
    throw unreadable(error);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Like `readLinesFromEnd`, for the descriptor of an open file. Throws the system's error if it cannot be read.
 *
 * Reads synchronously: a completion, which reads one chunk, would take longer to start the threads of Node's other functions.
 */
export async function* linesFromEnd(descriptor: number, file: string): AsyncGenerator<Line, void, undefined> {
  let { size: start } = fstatSync(descriptor);
  /** The end of a line whose start is in an earlier chunk. */
  let parts: Buffer[] = [];
  let length = 0;
  // What follows the last line feed is not a whole line; nothing does in an intact file.
  let isWhole = false;
  while (start > 0) {
    const chunk = readChunk(descriptor, Math.max(0, start - CHUNK), start);
    start -= chunk.length;
    let end = chunk.length;
    for (let at = chunk.lastIndexOf(LINE_FEED); at !== -1; at = chunk.subarray(0, at).lastIndexOf(LINE_FEED)) {
      const bytes = Buffer.concat([chunk.subarray(at + 1, end), ...parts]);
      if (isWhole || bytes.length > 0) yield { bytes, offset: start + at + 1, isWhole };
      [parts, length, end, isWhole] = [[], 0, at, true];
    }
    parts.unshift(chunk.subarray(0, end));
    length += end;
    if (length > MAX_LINE) throw tooLong(file);
    // Else Ctrl-C would wait for the end of a long history.
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (isWhole || length > 0) yield { bytes: Buffer.concat(parts), offset: 0, isWhole };
}

function readChunk(descriptor: number, from: number, to: number): Buffer {
  const chunk = Buffer.alloc(to - from);
  let length = 0;
  while (length < chunk.length) {
    const bytesRead = readSync(descriptor, chunk, length, chunk.length - length, from + length);
    // The file was cut meanwhile: what is missing reads as zeros, which are no valid line.
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return chunk;
}

/** What `open` opens, or undefined if there is no such file. */
async function ifExists<Opened>(open: () => Opened | Promise<Opened>): Promise<Opened | undefined> {
  try {
    return await open();
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw unreadable(error);
  }
}

/** Bytes of a line that hold its record's ID, which is its third key. */
const START = 120;

/** The ID of a line's record, without parsing the line; empty if there is none. */
export function recordIdOf(line: Buffer): string {
  return /"id":"([^"]*)"/.exec(line.toString('latin1', 0, START))?.[1] ?? '';
}

function tooLong(file: string): AdminError {
  const message = `the history is damaged: ${file} has a line of more than ${MAX_LINE / 1024 / 1024} MB`;
  return new AdminError('HISTORY_UNREADABLE', message, {
    hint: 'Restore the file and its head from a copy, or move both to another folder.',
  });
}

/** Turns a system error into HISTORY_UNREADABLE; returns any other error as it is. */
export function unreadable(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new AdminError('HISTORY_UNREADABLE', `the history cannot be read: ${systemReason(error)}`, {
    hint: 'Check the permissions of the file and its folder.',
    cause: error,
  });
}
