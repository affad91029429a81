import type { FileHandle } from 'node:fs/promises';

import { withLock } from '../../files/lock.js';
import { APPEND, openOwn } from '../../files/own-file.js';
import type { Entry } from './entry.js';
import { formatEntry, tooLarge } from './format-entry.js';
import { EMPTY_HEAD, type Head, linkHash, readHead, writeHead } from './head.js';
import { linesFromEnd, MAX_LINE } from './read-lines.js';

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
    const handle = await openOwn(file, APPEND);
    try {
      const last = await lastLine(handle, file);
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
    if (Buffer.byteLength(line) > MAX_LINE) {
      throw tooLarge(`${MAX_LINE / 1024 / 1024} MB`);
    }
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

/** The last whole line, without its line feed; bytes after it are cut off. */
async function lastLine(handle: FileHandle, file: string): Promise<Buffer | undefined> {
  for await (const { bytes, offset, isWhole } of linesFromEnd(handle.fd, file)) {
    if (isWhole) return bytes;
    await handle.truncate(offset);
  }
  return undefined;
}
