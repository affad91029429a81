/** From this line of the compiled file on, each line is `offset` lines further down in the source. */
type Stretch = readonly [compiled: number, offset: number];

/**
 * Which line of the source each line of a compiled file came from. A new stretch begins only after a row that was left
 * out or spans several lines, so the map of an ordinary file is small.
 */
export class LineMap {
  private readonly stretches: Stretch[];

  constructor(stretches: readonly Stretch[] = []) {
    this.stretches = [...stretches];
  }

  /** Adds the next line; lines come in ascending order. */
  add(compiled: number, source: number): void {
    const offset = source - compiled;
    if (this.stretches.at(-1)?.[1] !== offset) this.stretches.push([compiled, offset]);
  }

  /** The line in the source, from 1; `undefined` for a line that came from no row, such as the header. */
  source(compiled: number): number | undefined {
    const offset = this.stretches.findLast(([from]) => from <= compiled)?.[1];
    return offset === undefined ? undefined : compiled + offset;
  }

  toJSON(): readonly Stretch[] {
    return this.stretches;
  }
}
