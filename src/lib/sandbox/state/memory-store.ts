import { Readable } from 'node:stream';

import { draftOf } from './draft.js';
import type { SandboxState } from './state.js';
import type { SandboxStore } from './store.js';
import type { Uploads } from './uploads.js';

/** The state in memory, for a sandbox that is gone with its process. */
export class MemoryStore implements SandboxStore {
  #last: Promise<unknown> = Promise.resolve();
  readonly uploads: Uploads = new MemoryUploads();

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

class MemoryUploads implements Uploads {
  readonly #files = new Map<string, Buffer>();

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    this.#files.set(name, Buffer.concat(chunks));
  }

  read(name: string, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = this.#files.get(name);
    return Promise.resolve(file && Readable.from([file.subarray(offset)]));
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
