/**
 * Works on several items at the same time, but on those with the same key one after another, in order. After a failure
 * no further item is started, and those in progress are awaited, so that no work continues after this has settled.
 *
 * @param options.width number of keys to work on at the same time
 * @param options.keyOf the key of an item, such as the ID of its target
 * @returns a result for each item, in the items' order
 * @throws the first error that `work` throws
 */
export async function perKey<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  { width, keyOf }: { width: number; keyOf: (item: Item) => string },
): Promise<Result[]> {
  const queues = new Map<string, [number, Item][]>();
  for (const [index, item] of items.entries()) {
    const queue = queues.get(keyOf(item));
    if (queue === undefined) queues.set(keyOf(item), [[index, item]]);
    else queue.push([index, item]);
  }
  const results: Result[] = [];
  const failures: unknown[] = [];
  // All workers share one iterator, so each queue is taken by one of them.
  const remaining = queues.values();
  const worker = async (): Promise<void> => {
    for (const queue of remaining) {
      for (const [index, item] of queue) {
        if (failures.length > 0) return;
        try {
          results[index] = await work(item);
        } catch (error) {
          failures.push(error);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
