import { setTimeout as delay } from 'node:timers/promises';

import { appendEntries, type NewEntry } from './append.js';

/** Appends an entry to a history file; returns when it is on the disk, and throws as `append` does. */
export type Appender = (told: NewEntry) => Promise<void>;

/**
 * Milliseconds that a group waits for more where the one before it was of several: what many tell comes in bursts, and
 * each group costs a lock and a write that the disk has to confirm.
 */
const GATHERING = 8;

/** An entry that waits, and whoever waits for it. */
interface Waiting {
  readonly told: NewEntry;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Appends what many ask for at once: what comes while a group is written is the next group, under one lock and brought
 * to the disk as one. Alone, an entry takes what `append` takes; sixty-four at once take little more. Where a group cannot
 * be written, each of it is told so, and none of it is in the file.
 */
export function openAppender(file: string): Appender {
  let waiting: Waiting[] = [];
  let isWriting = false;
  let isOneOfMany = false;

  async function write(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      if (isOneOfMany) await delay(GATHERING);
      const group = waiting;
      waiting = [];
      isOneOfMany = group.length > 1;
      await appendEntries(file, ...group.map(({ told }) => told)).then(
        () => {
          for (const { written } of group) written();
        },
        (error: unknown) => {
          for (const { failed } of group) failed(error);
        },
      );
    }
    isWriting = false;
  }

  return (told) =>
    new Promise((written, failed) => {
      waiting.push({ told, written, failed });
      if (!isWriting) void write();
    });
}

/** One appender for each file, so that all who append to it from this process share it. */
export function openAppenders(): (file: string) => Appender {
  const open = new Map<string, Appender>();
  return (file) => {
    const appender = open.get(file) ?? openAppender(file);
    open.set(file, appender);
    return appender;
  };
}
