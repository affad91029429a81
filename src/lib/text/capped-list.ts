/** What fits on a screen. */
const SCREEN = 20;

/** Collects texts for a person to read: keeps the first few and counts the rest, so that memory and output stay small. */
export class CappedList {
  /** All texts that were added, kept or not; one that is kept already counts once. */
  count = 0;
  readonly #kept = new Set<string>();

  /** @param limit how many texts to keep */
  constructor(private readonly limit = SCREEN) {}

  add(text: string): void {
    if (this.#kept.has(text)) return;
    this.count += 1;
    if (this.#kept.size < this.limit) this.#kept.add(text);
  }

  /** The kept texts and, if there were more, a last line that counts the others. */
  lines(lastLine = (others: number) => `and ${others} more`): string[] {
    const others = this.count - this.#kept.size;
    return others === 0 ? [...this.#kept] : [...this.#kept, lastLine(others)];
  }
}
