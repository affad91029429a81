/*
 * migrate/: the file of a machine is taken over into the table of a team. This file says how far that has come; the
 * lines that are in the table are then read there, and no longer in the file. `migrate-file.ts` takes them over.
 */
import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';

import { assertOwn } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';
import { fileStore } from '../file/file-store.js';
import type { Head } from '../file/head.js';
import type { HistoryStore } from '../store.js';

/** The lines of a file that are in a table: those up to a number. */
export interface TakenOver {
  readonly table: string;
  readonly region: string;
  /** The last of them. */
  readonly head: Head;
  /** Where the next line is, or will be, in the file. */
  readonly bytes: number;
}

/** The file beside a history that says how far it was taken over. */
function noteFile(file: string): string {
  return `${file}.migrated`;
}

/**
 * How far a history file was taken over into a table; `undefined` if it was not.
 *
 * @throws AdminError UNSAFE_FILE; the system's error
 */
export function takenOver(
  file: string,
  { name, region }: { readonly name: string; readonly region: string },
): TakenOver | undefined {
  let noted: TakenOver;
  try {
    assertOwn(noteFile(file));
    noted = JSON.parse(readFileSync(noteFile(file), 'utf8')) as TakenOver;
  } catch (error) {
    // Without a note that can be read, changes are shown twice, which is better than not at all.
    if (isSystemError(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
  return noted.table === name && noted.region === region ? noted : undefined;
}

/** Keeps how far a file was taken over. The old note or the new one is there, if the process is killed. */
export async function noteTakenOver(file: string, noted: TakenOver): Promise<void> {
  const unfinished = `${noteFile(file)}.${process.pid}`;
  try {
    await writeFile(unfinished, `${JSON.stringify(noted)}\n`, { mode: 0o600 });
    await rename(unfinished, noteFile(file));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The lines of a file that were not taken over. They are numbered and verified as in the whole file. */
export function restOfFile(file: string, { head, bytes }: TakenOver): HistoryStore {
  const whole = fileStore(file);
  return {
    ...whole,
    begin: head,
    lines: (from) => whole.lines(Math.max(from ?? 0, bytes)),
    linesFromEnd: async function* () {
      for await (const line of whole.linesFromEnd()) {
        if (line.offset < bytes) return;
        yield line;
      }
    },
  };
}
