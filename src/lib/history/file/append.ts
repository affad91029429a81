import { type FileHandle, open } from 'node:fs/promises';

import { withLock } from '../../files/lock.js';
import type { Entry } from './entry.js';
import { formatEntry } from './format-entry.js';
import { EMPTY_HEAD, type Head, linkHash, readHead, writeHead } from './head.js';

/** An entry without its place in the chain. */
export type NewEntry<E = Entry> = E extends Entry ? Omit<E, 'v' | 'n' | 'prev'> : never;

/**
 * Appends entries to a history file, each chained to the line before it, and returns when all of them are on the disk. If
 * one cannot be written, none is. Only the last line of the file is read. If a killed process left it half-written, it is
 * cut off: the change that it announces was not made.
 *
 * @throws the system's error if the file cannot be written; AdminError if its lock does not become free
 */
export async function appendEntries(file: string, ...entries: readonly NewEntry[]): Promise<void> {
  await withLock(file, async (assertHeld) => {
    const handle = await open(file, 'a+', 0o600);
    try {
      const last = await lastLine(handle);
      const { lines, head } = chained(entries, await headOf(file, last));
      assertHeld();
      const { size, mode } = await handle.stat();
      // A file that was created by hand or restored from a copy: only its user may read it.
      if ((mode & 0o077) !== 0) await handle.chmod(0o600);
      try {
        await handle.appendFile(lines);
        await handle.datasync();
        await writeHead(file, head);
      } catch (error) {
        // On a full disk, for instance. Entries that were partly written are removed if possible.
        await handle.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await handle.close();
    }
  });
}

/** The entries as lines, each with its line feed, and the head after the last. */
function chained(entries: readonly NewEntry[], after: Head): { lines: string; head: Head } {
  let head = after;
  let lines = '';
  for (const entry of entries) {
    const n = head.n + 1;
    const line = formatEntry({ v: 1, n, ...entry, prev: head.hash });
    lines += `${line}\n`;
    head = { n, hash: linkHash(line) };
  }
  return { lines, head };
}

/**
 * The head to which the next line is chained. If the last line has a higher number than the head, its process was killed
 * before it wrote the head, and the line counts. Otherwise the head counts: if the last line does not match it, the line was
 * altered or later ones removed, and chaining to it would hide that from verify.
 */
async function headOf(file: string, last: Buffer | undefined): Promise<Head> {
  const head = await readHead(file);
  if (last === undefined) return head ?? EMPTY_HEAD;
  const n = numberOf(last) ?? 0;
  return n > (head?.n ?? -1) ? { n, hash: linkHash(last) } : (head ?? EMPTY_HEAD);
}

/** The number of a line; `undefined` if the line was altered. Read without the schema library, which is slow to load. */
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
