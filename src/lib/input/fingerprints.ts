import { randomInt } from 'node:crypto';

const UINT32 = 2 ** 32;
const SHARDS = 64;
const FIRST_SLOTS = 16;
/** Of the slots, when a shard is full up; and by how much it then grows. Both keep what lies idle small. */
const FULL = 0.875;
const GROWTH = 1.25;

/** Where a key was met first, and whether what came with it then was the same. */
export interface Met {
  readonly line: number;
  readonly isSame: boolean;
}

/**
 * Which keys were met, and on which line first, in 12 bytes a slot: a Map of a million texts takes over 100 MB, and this
 * about 15. Tables of 56-bit fingerprints with open addressing: many small ones, as one large one would lie in memory
 * twice whenever it grows.
 *
 * Two keys of one fingerprint would be taken for a repeat: in a million rows, once in 140,000 runs; two contents, once in 65,536 repeats. The hash is seeded
 * anew for each object, so that what collided once does not collide again.
 */
export class Fingerprints {
  private readonly seed = randomInt(UINT32);
  private readonly shards = Array.from({ length: SHARDS }, () => new Shard());
  private hashed = { high: 0, low: 0 };

  /**
   * The line that had the key before, or nothing where this one is the first, which is then kept.
   *
   * @param line from 1; 16,777,215 stands for itself and whatever comes after it
   * @param content what to compare with what came with the first
   */
  meet(key: string, line: number, content = ''): Met | undefined {
    this.hash(content);
    const hashOfContent = this.hashed.high;
    this.hash(key);
    const { high, low } = this.hashed;
    return this.shards[high % SHARDS]?.meet(high, low, line, hashOfContent);
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

/** A slot is three words: the high half of the fingerprint, and its low 24 bits and the line, each above 8 bits of content. */
const ABOVE = 8;
const LARGEST = 2 ** 24 - 1;
const CONTENT = 0xff;

class Shard {
  private high = new Uint32Array(FIRST_SLOTS);
  private low = new Uint32Array(FIRST_SLOTS);
  /** 0 is a free slot: lines count from 1. */
  private lines = new Uint32Array(FIRST_SLOTS);
  private count = 0;

  meet(high: number, low: number, line: number, content: number): Met | undefined {
    const packedLow = pack(low & LARGEST, content >>> ABOVE);
    const packedLine = pack(Math.min(line, LARGEST), content);
    return this.put(high, packedLow, packedLine);
  }

  private put(high: number, low: number, line: number): Met | undefined {
    if (this.count >= this.lines.length * FULL) this.grow();
    const slot = this.slotOf(high, low >>> ABOVE);
    const first = this.lines[slot] ?? 0;
    if (first !== 0) {
      const isSame = ((first ^ line) & CONTENT) === 0 && this.low[slot] === low;
      return { line: first >>> ABOVE, isSame };
    }
    this.high[slot] = high;
    this.low[slot] = low;
    this.lines[slot] = line;
    this.count += 1;
    return undefined;
  }

  private slotOf(high: number, low: number): number {
    const slots = this.lines.length;
    let slot = low % slots;
    while (this.lines[slot] !== 0 && (this.high[slot] !== high || (this.low[slot] ?? 0) >>> ABOVE !== low)) {
      slot = slot + 1 === slots ? 0 : slot + 1;
    }
    return slot;
  }

  private grow(): void {
    const { high, low, lines } = this;
    const slots = Math.ceil(lines.length * GROWTH);
    this.high = new Uint32Array(slots);
    this.low = new Uint32Array(slots);
    this.lines = new Uint32Array(slots);
    this.count = 0;
    for (let slot = 0; slot < lines.length; slot += 1) {
      const line = lines[slot] ?? 0;
      if (line !== 0) this.put(high[slot] ?? 0, low[slot] ?? 0, line);
    }
  }
}

function pack(value: number, content: number): number {
  return ((value << ABOVE) | (content & CONTENT)) >>> 0;
}
