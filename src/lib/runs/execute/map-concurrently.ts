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
  /** In the order of their start. */
  const running = new Set<Promise<PromiseSettledResult<Result>>>();
  const arrived: Promise<PromiseSettledResult<Result>>[] = [];
  let onArrival: (() => void) | undefined;
  const start = (item: Item): void => {
    const result = settled(work(item));
    running.add(result);
    if (ordered) return;
    void result.then(() => {
      arrived.push(result);
      onArrival?.();
    });
  };
  let isDrained = false;
  try {
    for (;;) {
      while (!isDrained && running.size < width) {
        const next = await iterator.next();
        if (next.done === true) isDrained = true;
        else start(next.value);
      }
      const [oldest] = running;
      if (oldest === undefined) return;
      // Not Promise.race, which would leave a reaction on every promise in progress for each result.
      if (!ordered && arrived.length === 0) await new Promise<void>((resolve) => (onArrival = resolve));
      const next = (ordered ? undefined : arrived.shift()) ?? oldest;
      running.delete(next);
      const result = await next;
      if (result.status === 'rejected') throw result.reason;
      yield result.value;
    }
  } finally {
    await Promise.all(running);
    await iterator.return?.();
  }
}

function settled<Result>(work: Promise<Result>): Promise<PromiseSettledResult<Result>> {
  return work.then(
    (value) => ({ status: 'fulfilled', value }),
    (reason: unknown) => ({ status: 'rejected', reason }),
  );
}
