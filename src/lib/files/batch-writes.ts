import { setTimeout as delay } from 'node:timers/promises';

export interface BatchedWrites<Item> {
  /** Settles with the write that contains the item. */
  add(item: Item): Promise<void>;
  /** Resolves when nothing waits to be written. */
  idle(): Promise<void>;
}

/**
 * Combines the writes of many concurrent callers: items that are added during one write are written together by the
 * next, since the disk takes as long to confirm many as to confirm one. If a write fails, each of its items is rejected
 * and the next write is tried all the same.
 *
 * @param write writes the items, given in the order in which they were added: all of them or none
 * @param gatherMs milliseconds to wait for more items after a write of several, since they come in bursts
 */
export function batchWrites<Item>(write: (items: readonly Item[]) => Promise<void>, gatherMs = 0): BatchedWrites<Item> {
  let waiting: { item: Item; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let working: Promise<void> | undefined;
  let isBurst = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      if (isBurst && gatherMs > 0) await delay(gatherMs);
      const batch = waiting;
      waiting = [];
      isBurst = batch.length > 1;
      try {
        await write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    working = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        working ??= work();
      }),
    idle: async () => working,
  };
}
