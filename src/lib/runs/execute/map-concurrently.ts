/**
 * Passes every item through `work`, several at once, and yields the results as they arrive. If the caller stops early,
 * or the items or the work fail, it first waits for the work in progress, so that nothing continues in the background.
 *
 * @param options.width items in progress at once
 * @param options.ordered yield the results in the order of the items; a slow item then delays the others
 * @throws whatever `items` or `work` throws
 */
export async function* mapConcurrently<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  { width, ordered }: { width: number; ordered: boolean },
): AsyncGenerator<Result, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const running = new Map<number, ReturnType<typeof settled<Result>>>();
  let [started, isDrained] = [0, false];
  try {
    for (;;) {
      while (!isDrained && running.size < width) {
        const next = await iterator.next();
        if (next.done === true) isDrained = true;
        else running.set(started, settled(started, work(next.value)));
        started += 1;
      }
      const [oldest] = running.values();
      if (oldest === undefined) return;
      const { id, result } = await (ordered ? oldest : Promise.race(running.values()));
      running.delete(id);
      if (result.status === 'rejected') throw result.reason;
      yield result.value;
    }
  } finally {
    await Promise.all(running.values());
    await iterator.return?.();
  }
}

async function settled<Result>(id: number, work: Promise<Result>) {
  const [result] = await Promise.allSettled([work]);
  return { id, result };
}
