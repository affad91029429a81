import { Readable } from 'node:stream';
import type { Uploads } from './uploads.js';

/** Files that live and die with the process: for tests. */
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
    return Promise.resolve(file && inPieces(file.subarray(offset)));
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

/** In pieces as small as a network may deliver them. */
function inPieces(file: Uint8Array): AsyncIterable<Uint8Array> {
  const starts = Array.from({ length: Math.ceil(file.length / PIECE) }, (_, piece) => piece * PIECE);
  return Readable.from(starts.map((start) => file.subarray(start, start + PIECE)));
}

const PIECE = 1000;
