import { type FileHandle, open } from 'node:fs/promises';

import { withLock } from '../../files/lock.js';
import type { Entry } from './entry.js';
import { formatEntry } from './format-entry.js';
import { EMPTY_HEAD, type Head, readHead, writeHead } from './head.js';
import { linkHash } from './link-hash.js';

/** What an entry tells, without its place in the chain. */
export type NewEntry<E = Entry> = E extends Entry ? Omit<E, 'v' | 'n' | 'prev'> : never;

/**
 * Appends entries to a history file, the first chained to the line before it and each to the one before, and returns
 * when they are on the disk, all of them; where one cannot be written, none is. It reads the last line alone, however
 * long the file is. A line that a killed process left half-written is cut off first: whatever it was to tell had not
 * been relied on yet.
 *
 * @throws the system's error where the file cannot be written; AdminError where its lock cannot be had
 */
export async function appendEntries(file: string, ...told: readonly NewEntry[]): Promise<void> {
  await withLock(file, async (assertHeld) => {
    const handle = await open(file, 'a+', 0o600);
    try {
      const last = await lastLine(handle);
      const { lines, head } = chained(told, await headOf(file, last));
      assertHeld();
      const { size, mode } = await handle.stat();
      // Made by hand, or put back from a copy: it is for its user alone all the same.
      if ((mode & 0o077) !== 0) await handle.chmod(0o600);
      try {
        await handle.appendFile(lines);
        await handle.datasync();
        await writeHead(file, head);
      } catch (error) {
        // On a full disk, say: what could not be told whole is not told at all, as far as that can still be done.
        await handle.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await handle.close();
    }
  });
}

/** The lines that tell the entries, each with its line feed, and the head after the last. */
function chained(told: readonly NewEntry[], after: Head): { lines: string; head: Head } {
  let head = after;
  let lines = '';
  for (const one of told) {
    const n = head.n + 1;
    const line = formatEntry({ v: 1, n, ...one, prev: head.hash });
    lines += `${line}\n`;
    head = { n, hash: linkHash(line) };
  }
  return { lines, head };
}

/**
 * Where the next line goes on. A process killed before it wrote the head has left a line that the head does not tell of;
 * anywhere else the head decides. To chain to a last line that is not the one the head tells of would vouch for it: the
 * line was altered, or those after it were taken away, and verify must still find that.
 */
async function headOf(file: string, last: Buffer | undefined): Promise<Head> {
  const head = await readHead(file);
  if (last === undefined) return head ?? EMPTY_HEAD;
  const n = numberOf(last) ?? 0;
  return n > (head?.n ?? -1) ? { n, hash: linkHash(last) } : (head ?? EMPTY_HEAD);
}

/** The number of a line; `undefined` where somebody has made it something else. Read by hand: a schema costs start-up. */
function numberOf(line: Buffer): number | undefined {
  try {
    const { n } = JSON.parse(line.toString('utf8')) as { n?: unknown };
    return Number.isSafeInteger(n) ? (n as number) : undefined;
  } catch {
    return undefined;
  }
}

const CHUNK = 65_536;
const LINE_FEED = 0x0a;

/** The last whole line, without its line feed; bytes after it are cut off. */
async function lastLine(handle: FileHandle): Promise<Buffer | undefined> {
  const { size } = await handle.stat();
  let start = size;
  let tail = Buffer.alloc(0);
  while (start > 0) {
    const length = Math.min(CHUNK, start);
    const chunk = Buffer.alloc(length);
    start -= length;
    await handle.read(chunk, 0, length, start);
    tail = Buffer.concat([chunk, tail]);
    const end = tail.lastIndexOf(LINE_FEED);
    if (end === -1) continue;
    const before = end === 0 ? -1 : tail.lastIndexOf(LINE_FEED, end - 1);
    if (before === -1 && start > 0) continue;
    if (start + end + 1 < size) await handle.truncate(start + end + 1);
    return tail.subarray(before + 1, end);
  }
  if (size > 0) await handle.truncate(0);
  return undefined;
}
