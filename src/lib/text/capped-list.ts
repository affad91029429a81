/** What fits on a screen. */
const SCREEN = 20;

/** Collects texts for a person to read: keeps the first few and counts the rest, so that memory and output stay small. */
export class CappedList {
  /** All texts that were added, kept or not. */
  count = 0;
  readonly #kept: string[] = [];

  /** @param limit how many texts to keep */
  constructor(private readonly limit = SCREEN) {}

  add(text: string): void {
    this.count += 1;
    if (this.#kept.length < this.limit) this.#kept.push(text);
  }

  /** The kept texts and, if there were more, a last line that counts the others. */
  lines(lastLine = (others: number) => `and ${others} more`): string[] {
    const others = this.count - this.#kept.length;
    return others === 0 ? [...this.#kept] : [...this.#kept, lastLine(others)];
  }
}
