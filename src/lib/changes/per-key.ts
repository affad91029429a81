/**
 * Works on items, several at once; those of one lane one after another, in order.
 *
 * Where the work fails, no further item is begun, and what is under way is waited for first: nothing goes on behind the
 * caller's back.
 *
 * @param options.width lanes that are worked on at once
 * @param options.laneOf what an item has in common with those that must not be worked on beside it
 * @returns a result for each item, in the items' order
 * @throws whatever `work` throws, the first of it
 */
export async function perKey<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  { width, laneOf }: { width: number; laneOf: (item: Item) => string },
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  // The workers take from one iterator, and so each lane once.
  const lanes = inTurn(items, laneOf).values();
  const worker = async (): Promise<void> => {
    for (const lane of lanes) {
      for (const [index, item] of lane) {
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

function inTurn<Item>(
  items: readonly Item[],
  laneOf: (item: Item) => string,
): Map<string, (readonly [number, Item])[]> {
  const lanes = new Map<string, (readonly [number, Item])[]>();
  for (const [index, item] of items.entries()) {
    const lane = lanes.get(laneOf(item));
    if (lane === undefined) lanes.set(laneOf(item), [[index, item]]);
    else lane.push([index, item]);
  }
  return lanes;
}
