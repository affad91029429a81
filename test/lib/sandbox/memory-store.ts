import { Readable } from 'node:stream';
import { draftOf } from '../../../src/lib/sandbox/state/draft.js';
import type { SandboxState } from '../../../src/lib/sandbox/state/state.js';
import type { SandboxStore } from '../../../src/lib/sandbox/state/store.js';
import type { Uploads } from '../../../src/lib/sandbox/state/uploads.js';

/** A store in memory. */
export class MemoryStore implements SandboxStore {
  #last: Promise<unknown> = Promise.resolve();
  readonly uploads = new MemoryUploads();

  constructor(private readonly state: SandboxState) {}

  read(): Promise<SandboxState> {
    return Promise.resolve(this.state);
  }

  update<T>(mutate: (state: SandboxState) => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      const draft = draftOf(this.state);
      try {
        return await mutate(draft.value);
      } catch (error) {
        draft.rollback();
        throw error;
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
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
