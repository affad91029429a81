/** How many things have each value. The counts are of different things, so they add up to `total`. */
export interface Breakdown {
  readonly total: number;
  /** By value, the most frequent first. */
  readonly values: readonly Count[];
  /** Without a value. */
  readonly none: number;
  /** With a value that came after so many different ones that it was not counted by itself. */
  readonly others: number;
}

export interface Count {
  readonly value: string;
  readonly count: number;
}

/** Counts things by a value, in constant memory: the first values that come are counted each by itself, up to a limit. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #none = 0;
  #others = 0;

  /** @param limit how many values are counted each by itself */
  constructor(private readonly limit: number) {}

  /** @param value `null` for a thing without a value */
  add(value: string | null): void {
    if (value === null) this.#none += 1;
    else if (this.#counts.has(value) || this.#counts.size < this.limit) {
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    } else this.#others += 1;
  }

  breakdown(): Breakdown {
    const values = Array.from(this.#counts, ([value, count]): Count => ({ value, count }));
    values.sort((one, other) => other.count - one.count || byName(one.value, other.value));
    const counted = values.reduce((sum, { count }) => sum + count, 0);
    return { total: counted + this.#none + this.#others, values, none: this.#none, others: this.#others };
  }
}

function byName(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
