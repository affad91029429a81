import { Readable } from 'node:stream';
import { MemoryStore as Store } from '../../../src/lib/sandbox/state/memory-store.js';
import type { Uploads } from '../../../src/lib/sandbox/state/uploads.js';

/** A store in memory that shows which files it holds. */
export class MemoryStore extends Store {
  override readonly uploads = new MemoryUploads();
}

/** Uploads in memory. */
export class MemoryUploads implements Uploads {
  readonly #files = new Map<string, Buffer>();

  /** The names of the files that it holds. */
  get names(): string[] {
    return [...this.#files.keys()];
  }

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    this.#files.set(name, Buffer.concat(chunks));
  }

  read(name: string, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = this.#files.get(name);
    return Promise.resolve(file && inChunks(file.subarray(offset)));
  }

  remove(name: string): Promise<void> {
    this.#files.delete(name);
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.#files.clear();
    return Promise.resolve();
  }
}

/** In chunks as small as a network may deliver them. */
function inChunks(file: Uint8Array): AsyncIterable<Uint8Array> {
  const starts = Array.from({ length: Math.ceil(file.length / CHUNK) }, (_, index) => index * CHUNK);
  return Readable.from(starts.map((start) => file.subarray(start, start + CHUNK)));
}

const CHUNK = 1000;
