import { type FileHandle, open } from 'node:fs/promises';

/** Appends text to a file, durably, for many callers at once. */
export interface Appender {
  /** Settles when the text is on the disk. What waits while one write runs is written together by the next. */
  add(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file to append to, for its user alone.
 *
 * @param flags `ax` makes the file and refuses one that is there; `a` goes on with one
 * @throws the system's error, here and where a write fails: what could not be written whole is cut off again
 */
export async function openAppender(file: string, flags: 'a' | 'ax'): Promise<Appender> {
  const handle = await open(file, flags, 0o600);
  let waiting: { text: string; settle: (error: Error | undefined) => void }[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const error = await write(handle, group.map(({ text }) => text).join('')).then(
        () => undefined,
        (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))),
      );
      for (const { settle } of group) settle(error);
    }
    working = undefined;
  }

  return {
    add: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({
          text,
          settle: (error) => {
            if (error === undefined) resolve();
            else reject(error);
          },
        });
        working ??= work();
      }),
    async close() {
      await working;
      await handle.close();
    },
  };
}

async function write(handle: FileHandle, text: string): Promise<void> {
  const { size } = await handle.stat();
  try {
    await handle.appendFile(text);
    await handle.datasync();
  } catch (error) {
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
}
