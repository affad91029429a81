import { setTimeout as delay } from 'node:timers/promises';

export interface BatchedWrites<Item> {
  /** Settles with the write that contains the item. */
  add(item: Item): Promise<void>;
  /** Resolves when nothing waits to be written. */
  idle(): Promise<void>;
}

/** How long to wait for more items, so that they are written together. */
export interface Gathering {
  /** Milliseconds to wait after a write of several items, since they come in bursts. */
  readonly gatherMs: number;
  /** So many items are written without waiting further; default: no number is enough. */
  readonly enough?: number;
  /**
   * Limits the writes to one in `gatherMs`, whatever was written before. So many need not wait, if there were none for
   * as many times `gatherMs`. Default: no limit.
   */
  readonly atOnce?: number;
  readonly clock?: GatheringClock;
}

export interface GatheringClock {
  /** Milliseconds. */
  readonly now: () => number;
  /** Rejects if the signal aborts before. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const CLOCK: GatheringClock = {
  now: () => performance.now(),
  wait: (ms, signal) => delay(ms, undefined, { signal }),
};

/**
 * Combines the writes of many concurrent callers: items that are added during one write are written together by the
 * next, since the disk takes as long to confirm many as to confirm one. If a write fails, each of its items is rejected
 * and the next write is tried all the same.
 *
 * @param write writes the items, given in the order in which they were added: all of them or none
 */
export function batchWrites<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  { gatherMs, enough = Infinity, atOnce, clock = CLOCK }: Gathering = { gatherMs: 0 },
): BatchedWrites<Item> {
  let waiting: { item: Item; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let working: Promise<void> | undefined;
  let isBurst = false;
  let onEnough: (() => void) | undefined;
  /** How many writes need not wait, as of a time; part of one is what has passed of its wait. */
  let allowed = { writes: atOnce ?? 0, at: clock.now() };

  function waitingTime(): number {
    if (atOnce === undefined) return isBurst ? gatherMs : 0;
    const at = clock.now();
    allowed = { writes: Math.min(atOnce, allowed.writes + (at - allowed.at) / gatherMs), at };
    return Math.max(0, 1 - allowed.writes) * gatherMs;
  }

  /** Waits for more items, but no longer when there are enough. */
  async function gather(ms: number): Promise<void> {
    const ended = new AbortController();
    onEnough = () => {
      ended.abort();
    };
    // Rejects when it is aborted.
    await clock.wait(ms, ended.signal).catch(() => undefined);
    onEnough = undefined;
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const ms = waitingTime();
      if (ms > 0 && waiting.length < enough) {
        await gather(ms);
        waitingTime();
      }
      allowed = { ...allowed, writes: Math.max(0, allowed.writes - 1) };
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
        if (waiting.length >= enough) onEnough?.();
        working ??= work();
      }),
    idle: async () => working,
  };
}
