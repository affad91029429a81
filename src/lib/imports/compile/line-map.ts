/** A stretch of lines: from this line of the compiled file on, each stands `by` lines further down in the source. */
type Stretch = readonly [compiled: number, by: number];

/**
 * Which line of the source each line of a compiled file came from. It is small where the source has a row a line, as
 * nearly every one has: a stretch is noted only where a row was left out or takes several lines.
 */
export class LineMap {
  private readonly stretches: Stretch[];

  constructor(stretches: readonly Stretch[] = []) {
    this.stretches = [...stretches];
  }

  /** Notes the next line; each after the one before. */
  add(compiled: number, source: number): void {
    const by = source - compiled;
    if (this.stretches.at(-1)?.[1] !== by) this.stretches.push([compiled, by]);
  }

  /** The line of the source, from 1; `undefined` for a line that no row became, such as the header. */
  source(compiled: number): number | undefined {
    const by = this.stretches.findLast(([from]) => from <= compiled)?.[1];
    return by === undefined ? undefined : compiled + by;
  }

  toJSON(): readonly Stretch[] {
    return this.stretches;
  }
}
