import { hash } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';

/** Bytes of a digest. At 128 bits, two of a billion different keys are equal with a probability of about 10^-21. */
const DIGEST = 16;
/** A record: the digests of the key and of the content, and the line as a 32-bit integer. */
const RECORD = 2 * DIGEST + 4;
/** Records that are held in memory before they are written to the file. */
const BUFFERED = 8_192;
const BUCKETS = 2 ** 18;
/** Index entries that are allocated at once. */
const CHUNK = 2 ** 16;

/**
 * Remembers the keys of a large input, with the line on which each was first seen and a digest of its content.
 *
 * A Map of a million keys takes over 100 MB. Here, exact digests go to a file and memory holds an index of 8 bytes a key:
 * for each bucket a linked list of records, each entry with 32 bits of the digest, so that the file is read only if these
 * match. A small input needs no file.
 */
export class SeenKeys {
  private count = 0;
  /** For each bucket its newest record, numbered from 1; 0 if it has none. */
  private readonly buckets = new Uint32Array(BUCKETS);
  /** Two integers for each record: 32 bits of the key's digest, and the previous record of the same bucket. */
  private readonly index: Uint32Array[] = [];
  private readonly buffer: Buffer;
  private written = 0;
  private descriptor: number | undefined;

  /**
   * @param file a path for the digests; nothing else may be there
   * @param buffered how many records memory holds before they are written to the file
   */
  constructor(
    private readonly file: string,
    private readonly buffered = BUFFERED,
  ) {
    this.buffer = Buffer.alloc(buffered * RECORD);
  }

  /**
   * Adds a key, unless it was seen before.
   *
   * @param line from 1
   * @param content whatever else should be compared with the first occurrence
   * @returns where it was first seen, and whether its content was the same there; `undefined` if this is the first
   * @throws the system's error if the file cannot be written
   */
  add(key: string, line: number, content = ''): { line: number; isSame: boolean } | undefined {
    const digest = digestOf(key);
    const contentDigest = digestOf(content);
    const bucket = digest.readUInt32LE(0) % BUCKETS;
    const check = digest.readUInt32LE(4);
    for (let record = this.buckets[bucket] ?? 0; record !== 0; record = this.entry(record, 1)) {
      if (this.entry(record, 0) !== check) continue;
      const found = this.read(record);
      if (!found.subarray(0, DIGEST).equals(digest)) continue;
      const isSame = found.subarray(DIGEST, 2 * DIGEST).equals(contentDigest);
      return { line: found.readUInt32LE(2 * DIGEST), isSame };
    }
    if (this.count - this.written === this.buffered) this.flush();
    const at = (this.count - this.written) * RECORD;
    digest.copy(this.buffer, at);
    contentDigest.copy(this.buffer, at + DIGEST);
    this.buffer.writeUInt32LE(line, at + 2 * DIGEST);
    this.addToIndex(bucket, check);
    return undefined;
  }

  /** Closes the file. Nothing can be added afterwards. */
  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
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
    const start = (record - 1 - this.written) * RECORD;
    if (start >= 0 || this.descriptor === undefined) return this.buffer.subarray(start, start + RECORD);
    const found = Buffer.alloc(RECORD);
    readSync(this.descriptor, found, 0, RECORD, (record - 1) * RECORD);
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

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST);
}
