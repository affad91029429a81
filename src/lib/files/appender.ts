import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { batchWrites } from './batch-writes.js';
import { NO_FOLLOW } from './own-file.js';

/** Appends text to a file, durably, for many concurrent callers. */
export interface Appender {
  /** Settles when the text is on the disk. */
  add(text: string): Promise<void>;
  /** Writes what still waits, and closes the file. */
  close(): Promise<void>;
}

const FLAGS = { a: 0, ax: constants.O_EXCL } as const;

/**
 * Opens a file to append to. A new file is readable by its user only. A symbolic link is refused: it could lead to a file of
 * somebody else.
 *
 * @param flags `ax` makes the file and refuses an existing one; `a` appends to an existing file or makes one
 * @throws the system's error, also from `add`; text that could not be written completely is removed again
 */
export async function openAppender(file: string, flags: 'a' | 'ax'): Promise<Appender> {
  const append = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
  const handle = await open(file, append | FLAGS[flags] | NO_FOLLOW, 0o600);
  const writes = batchWrites<string>((texts) => appendAll(handle, texts.join('')));
  return {
    add: (text) => writes.add(text),
    close: async () => {
      await writes.idle();
      await handle.close();
    },
  };
}

async function appendAll(handle: FileHandle, text: string): Promise<void> {
  const { size } = await handle.stat();
  try {
    await handle.appendFile(text);
    await handle.datasync();
  } catch (error) {
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
}
