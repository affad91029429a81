import { randomInt } from 'node:crypto';

const FIRST_SLOTS = 1024;
const UINT32 = 2 ** 32;

/** Where a key was met first, and whether what came with it then was the same. */
export interface Met {
  readonly line: number;
  readonly isSame: boolean;
}

/**
 * Which keys were met, and on which line first, in 16 bytes a slot: a Map of a million texts takes over 100 MB, and this
 * 32. A table of 64-bit fingerprints with open addressing, doubled before it is seven eighths full.
 *
 * Two keys of one fingerprint would be taken for a repeat: in a million rows, once in 37 million runs. The hash is seeded
 * anew for each table, so that what collided once does not collide again.
 */
export class Fingerprints {
  private readonly seed = randomInt(UINT32);
  private high = new Uint32Array(FIRST_SLOTS);
  private low = new Uint32Array(FIRST_SLOTS);
  /** 0 is a free slot: lines count from 1. */
  private lines = new Uint32Array(FIRST_SLOTS);
  private contents = new Uint32Array(FIRST_SLOTS);
  private count = 0;
  private hashed = { high: 0, low: 0 };

  /**
   * The line that had the key before, or nothing where this one is the first, which is then kept.
   *
   * @param line from 1, below 2^32
   * @param content what to compare with what came with the first
   */
  meet(key: string, line: number, content = ''): Met | undefined {
    if (this.count * 8 >= this.lines.length * 7) this.grow();
    this.hash(content);
    const hashOfContent = this.hashed.high;
    this.hash(key);
    const { high, low } = this.hashed;
    const slot = this.slotOf(high, low);
    const first = this.lines[slot] ?? 0;
    if (first !== 0) return { line: first, isSame: this.contents[slot] === hashOfContent };
    this.put(slot, [high, low, line, hashOfContent]);
    this.count += 1;
    return undefined;
  }

  private slotOf(high: number, low: number): number {
    const mask = this.lines.length - 1;
    let slot = low & mask;
    while (this.lines[slot] !== 0 && (this.high[slot] !== high || this.low[slot] !== low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private put(slot: number, [high, low, line, content]: readonly [number, number, number, number]): void {
    this.high[slot] = high;
    this.low[slot] = low;
    this.lines[slot] = line;
    this.contents[slot] = content;
  }

  private grow(): void {
    const { high, low, lines, contents } = this;
    const slots = lines.length * 2;
    this.high = new Uint32Array(slots);
    this.low = new Uint32Array(slots);
    this.lines = new Uint32Array(slots);
    this.contents = new Uint32Array(slots);
    for (let slot = 0; slot < lines.length; slot += 1) {
      const line = lines[slot] ?? 0;
      if (line === 0) continue;
      const [highest, lowest] = [high[slot] ?? 0, low[slot] ?? 0];
      this.put(this.slotOf(highest, lowest), [highest, lowest, line, contents[slot] ?? 0]);
    }
  }

  /** Two 32-bit hashes that mix into each other, after cyrb53 (public domain) and the finish of MurmurHash3. */
  private hash(text: string): void {
    let high = 0xdeadbeef ^ this.seed;
    let low = 0x41c6ce57 ^ this.seed;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      high = Math.imul(high ^ unit, 2_654_435_761);
      low = Math.imul(low ^ unit, 1_597_334_677);
    }
    high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
    low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
    this.hashed.high = high >>> 0;
    this.hashed.low = low >>> 0;
  }
}
