import { hash } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';

/** Bytes of a digest. At 128 bits, two of a billion different keys are equal with a probability of about 10^-21. */
const DIGEST = 16;
/** Records that are held in memory before they are written to the file. */
const BUFFERED = 8_192;
const BUCKETS = 2 ** 18;
/** Index entries that are allocated at once. */
const CHUNK = 2 ** 16;

/**
 * Maps many keys to values of a fixed length.
 *
 * A Map of a million keys takes over 100 MB. Here, digests of the keys and the values go to a file and memory holds an index
 * of 8 bytes a key: for each bucket a linked list of records, each entry with 32 bits of the digest, so that the file is read
 * only if these match. A small map needs no file.
 */
export class SpilledMap {
  private count = 0;
  /** For each bucket its newest record, numbered from 1; 0 if it has none. */
  private readonly buckets = new Uint32Array(BUCKETS);
  /** Two integers for each record: 32 bits of the key's digest, and the previous record of the same bucket. */
  private readonly index: Uint32Array[] = [];
  private readonly buffered: number;
  /** Bytes of a record: the digest of its key, and its value. */
  private readonly record: number;
  private readonly buffer: Buffer;
  private written = 0;
  private descriptor: number | undefined;

  /**
   * @param file a path for the records; nothing else may be there
   * @param options.valueBytes the length of each value
   * @param options.buffered how many records memory holds before they are written to the file
   */
  constructor(
    private readonly file: string,
    { valueBytes, buffered = BUFFERED }: { valueBytes: number; buffered?: number | undefined },
  ) {
    this.buffered = buffered;
    this.record = DIGEST + valueBytes;
    this.buffer = Buffer.alloc(buffered * this.record);
  }

  /**
   * Adds a key, unless the map has it.
   *
   * @returns the value that the map has for the key; `undefined` if the key was added
   * @throws the system's error if the file cannot be written
   */
  add(key: string, value: Buffer): Buffer | undefined {
    const { at, found } = this.find(key);
    if (found !== undefined) return found.bytes.subarray(DIGEST);
    value.copy(this.buffer, at + DIGEST);
    this.addToIndex(this.buffer.readUInt32LE(at) % BUCKETS, this.buffer.readUInt32LE(at + 4));
    return undefined;
  }

  /** The value that the map has for a key. @throws as `add` */
  get(key: string): Buffer | undefined {
    return this.find(key).found?.bytes.subarray(DIGEST);
  }

  /** The values of all keys, in the order in which they were added. @throws as `add` */
  *values(): Generator<Buffer, void, undefined> {
    for (let record = 1; record <= this.count; record += 1) yield this.read(record).subarray(DIGEST);
  }

  /** Sets the value of a key that the map has. @throws as `add` */
  replace(key: string, value: Buffer): void {
    const record = this.find(key).found?.record;
    if (record === undefined) return;
    const start = (record - 1 - this.written) * this.record + DIGEST;
    if (start >= 0 || this.descriptor === undefined) value.copy(this.buffer, start);
    else writeSync(this.descriptor, value, 0, value.length, (record - 1) * this.record + DIGEST);
  }

  /** Closes the file. Nothing can be added afterwards. */
  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  /** Finds the record of a key, whose digest is written where the next record begins. */
  private find(key: string): { at: number; found: { record: number; bytes: Buffer } | undefined } {
    if (this.count - this.written === this.buffered) this.flush();
    // Right where the next record begins: a buffer for each digest would take longer than its hash.
    const at = (this.count - this.written) * this.record;
    this.buffer.write(hash('sha256', key, 'binary'), at, DIGEST, 'latin1');
    const bucket = this.buffer.readUInt32LE(at) % BUCKETS;
    const check = this.buffer.readUInt32LE(at + 4);
    for (let record = this.buckets[bucket] ?? 0; record !== 0; record = this.entry(record, 1)) {
      if (this.entry(record, 0) !== check) continue;
      const bytes = this.read(record);
      if (this.buffer.compare(bytes, 0, DIGEST, at, at + DIGEST) === 0) return { at, found: { record, bytes } };
    }
    return { at, found: undefined };
  }

  private addToIndex(bucket: number, check: number): void {
    const at = this.count % CHUNK;
    if (at === 0) this.index.push(new Uint32Array(2 * CHUNK));
    this.index.at(-1)?.set([check, this.buckets[bucket] ?? 0], 2 * at);
    this.count += 1;
    this.buckets[bucket] = this.count;
  }

  private entry(record: number, field: 0 | 1): number {
    const at = (record - 1) % CHUNK;
    return this.index[(record - 1 - at) / CHUNK]?.[2 * at + field] ?? 0;
  }

  private read(record: number): Buffer {
    const found = Buffer.alloc(this.record);
    const start = (record - 1 - this.written) * this.record;
    if (start >= 0 || this.descriptor === undefined) this.buffer.copy(found, 0, start, start + this.record);
    else readSync(this.descriptor, found, 0, this.record, (record - 1) * this.record);
    return found;
  }

  private flush(): void {
    if (this.descriptor === undefined) {
      this.descriptor = openSync(this.file, 'wx+', 0o600);
      // The open file stays usable without its name, and a killed process leaves nothing behind.
      rmSync(this.file);
    }
    writeFileSync(this.descriptor, this.buffer);
    this.written = this.count;
  }
}

/** The digest by which the map knows a key, and by which other texts can be compared without being kept. */
export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST);
}
