import { draftOf } from './draft.js';
import { MemoryUploads } from './memory-uploads.js';
import type { SandboxState } from './state.js';
import type { SandboxStore } from './store.js';

/** A state that lives and dies with the process: for tests. */
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
