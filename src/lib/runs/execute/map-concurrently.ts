/**
 * Passes every item through `work`, several at once, and gives the results as they come.
 *
 * Where the caller stops early, or the items or the work fail, what is under way is waited for first: nothing goes on
 * behind the caller's back.
 *
 * @param options.width items under way at once
 * @param options.ordered give the results in the items' order; one that takes long then holds up the others
 * @throws whatever `items` or `work` throws
 */
export async function* mapConcurrently<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  { width, ordered }: { width: number; ordered: boolean },
): AsyncGenerator<Result, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const underWay: Slot<Result>[] = [];
  let wake = (): void => undefined;
  const begin = (item: Item): void => {
    const slot: Slot<Result> = { end: undefined };
    underWay.push(slot);
    const finish = (end: End<Result>): void => {
      slot.end = end;
      wake();
    };
    work(item).then(
      (value) => {
        finish({ value });
      },
      (error: unknown) => {
        finish({ error });
      },
    );
  };
  const oneMore = () => new Promise<void>((resolve) => (wake = resolve));
  let isDrained = false;
  try {
    for (;;) {
      while (!isDrained && underWay.length < width) {
        const next = await iterator.next();
        if (next.done === true) isDrained = true;
        else begin(next.value);
      }
      if (underWay.length === 0) return;
      const candidates = ordered ? underWay.slice(0, 1) : underWay;
      const index = candidates.findIndex(({ end }) => end !== undefined);
      const end = candidates[index]?.end;
      if (end === undefined) {
        await oneMore();
        continue;
      }
      underWay.splice(index, 1);
      if ('error' in end) throw end.error;
      yield end.value;
    }
  } finally {
    while (underWay.some(({ end }) => end === undefined)) await oneMore();
    await iterator.return?.();
  }
}

type End<Result> = { readonly value: Result } | { readonly error: unknown };

interface Slot<Result> {
  end: End<Result> | undefined;
}
