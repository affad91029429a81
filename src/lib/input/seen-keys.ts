import { digestOf, SpilledMap } from '../files/spilled-map.js';

/** What is kept for a key: the digest of its content, and its line as a 32-bit integer. */
const VALUE = 20;

/** Remembers the keys of a large input, with the line on which each was first seen and a digest of its content. */
export class SeenKeys {
  private readonly lines: SpilledMap;

  /**
   * @param file a path for what does not fit into memory; nothing else may be there
   * @param buffered how many keys memory holds before they are written to the file
   */
  constructor(file: string, buffered?: number) {
    this.lines = new SpilledMap(file, { valueBytes: VALUE, buffered });
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
    const value = Buffer.alloc(VALUE);
    const digest = digestOf(content);
    digest.copy(value);
    value.writeUInt32LE(line, digest.length);
    const first = this.lines.add(key, value);
    if (first === undefined) return undefined;
    return { line: first.readUInt32LE(digest.length), isSame: first.subarray(0, digest.length).equals(digest) };
  }

  /** Closes the file. Nothing can be added afterwards. */
  close(): void {
    this.lines.close();
  }
}
