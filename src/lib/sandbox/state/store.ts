import { withLock } from '../../files/lock.js';
import { draftOf } from './draft.js';
import { ServiceError } from '../engine/service-error.js';
import type { SandboxState } from './state.js';
import { folderFailure, loadState, stampOf, writeFailure } from './state-file.js';
import type { LoadedState } from './state-file.js';
import { FolderUploads } from './uploads.js';
import type { Uploads } from './uploads.js';

/** Where a sandbox keeps its state. */
export interface SandboxStore {
  /** The state as it stands. To read only: a change goes through `update`. */
  read(): Promise<SandboxState>;
  /**
   * Changes the state by what `mutate` writes to it, and answers what `mutate` returns, once the change is kept. A
   * `mutate` that throws changes nothing, and `update` throws the same.
   */
  update<T>(mutate: (state: SandboxState) => T | Promise<T>): Promise<T>;
  /** The files of import jobs, which are too large for the state. */
  readonly uploads: Uploads;
}

/** A change that waits for its turn. `run` answers how to tell the caller, once the write has succeeded or failed. */
interface PendingUpdate {
  run(state: SandboxState): Promise<boolean>;
  kept(): void;
  failed(reason: unknown): void;
}

/**
 * The state as one JSON file (mode 0600), shared by every process of the user. A missing file is made from the seed.
 * It is replaced whole under a lock, so that readers, who take no lock, see the old state or the new one.
 *
 * Updates queued while one write runs are kept together by the next: one lock, one write, however many they are.
 *
 * Throws AdminError SANDBOX_STATE where the file cannot be read, written or understood, DATA_FOLDER where its folder
 * cannot be, CHANGED_UNDERNEATH where its lock does not come free.
 */
export class FileStore implements SandboxStore {
  #loaded: LoadedState | undefined;
  #queue: PendingUpdate[] = [];
  #working = false;
  /** Settles when the changes that are being made in memory have reached the file, or have been dropped. */
  #writing: Promise<void> | undefined;
  readonly uploads: Uploads;

  constructor(
    readonly path: string,
    private readonly seed: () => SandboxState | Promise<SandboxState> = defaultSeed,
  ) {
    this.uploads = new FolderUploads(path);
  }

  async read(): Promise<SandboxState> {
    await this.#writing;
    if ((await stampOf(this.path)) === undefined) await this.#lockedly(() => this.#seedIfMissing());
    await this.#writing;
    return (await this.#load()).state;
  }

  update<T>(mutate: (state: SandboxState) => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { value: T };
      this.#queue.push({
        async run(state) {
          const draft = draftOf(state);
          try {
            result = { value: await mutate(draft.value) };
            return draft.changed();
          } catch (error) {
            draft.rollback();
            throw error;
          }
        },
        kept: () => {
          resolve(result.value);
        },
        failed: reject,
      });
      void this.#work();
    });
  }

  /** Puts `state` in the place of whatever stands, a broken file included; the files of its import jobs go too. */
  async replace(state: SandboxState): Promise<void> {
    await this.#lockedly(async () => {
      this.#loaded = undefined;
      await this.#write(state);
      await this.uploads.clear();
    });
  }

  /** Carries out the queue, a batch at a time, until it is empty. Never rejects: each update is told its own end. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#queue.length > 0) {
        let batch: PendingUpdate[] = [];
        try {
          await this.#lockedly(async (assertOurs) => {
            await this.#seedIfMissing();
            const { state, stamp } = await this.#load();
            // Taken only now, so that what came while we waited for the lock is carried out under it too.
            batch = this.#queue.splice(0);
            await this.#carryOut(batch, state, async () => {
              assertOurs();
              if ((await stampOf(this.path)) !== stamp) throw lostTheLock();
            });
          });
        } catch (error) {
          // The lock or the state could not be had: nobody's change can be made.
          for (const update of [...batch, ...this.#queue.splice(0)]) update.failed(error);
        }
      }
    } finally {
      this.#working = false;
    }
  }

  /** Makes every change of the batch that can be made, then writes the file once. `check` guards the write. */
  async #carryOut(batch: PendingUpdate[], state: SandboxState, check: () => Promise<void>): Promise<void> {
    let done = (): void => undefined;
    this.#writing = new Promise((resolve) => (done = resolve));
    const made: PendingUpdate[] = [];
    try {
      let changed = false;
      for (const update of batch) {
        try {
          changed = (await update.run(state)) || changed;
          made.push(update);
        } catch (error) {
          update.failed(error);
        }
      }
      if (changed) {
        await check();
        await this.#write(state);
      }
      for (const update of made) update.kept();
    } catch (error) {
      // What is in memory did not reach the file: forget it.
      this.#loaded = undefined;
      for (const update of made) update.failed(error);
    } finally {
      this.#writing = undefined;
      done();
    }
  }

  async #seedIfMissing(): Promise<void> {
    if ((await stampOf(this.path)) === undefined) await this.#write(await this.seed());
  }

  /** The state in the file; parsed again only where the file has changed since. */
  async #load(): Promise<LoadedState> {
    const stamp = await stampOf(this.path);
    if (this.#loaded === undefined || this.#loaded.stamp !== stamp) this.#loaded = await loadState(this.path);
    return this.#loaded;
  }

  async #write(state: SandboxState): Promise<void> {
    const { default: writeFileAtomic } = await import('write-file-atomic');
    try {
      // No fsync: a rehearsal must be quick, and a power cut may cost it its state. A killed process costs nothing.
      await writeFileAtomic(this.path, JSON.stringify(state), { mode: 0o600, fsync: false });
    } catch (error) {
      throw writeFailure(this.path, error);
    }
    const stamp = await stampOf(this.path);
    this.#loaded = stamp === undefined ? undefined : { state, stamp };
  }

  async #lockedly(work: (assertOurs: () => void) => Promise<void>): Promise<void> {
    try {
      await withLock(this.path, work);
    } catch (error) {
      throw folderFailure(this.path, error);
    }
  }
}

/** A change that was not kept because another process took the lock for dead. The SDK tries such an answer again. */
function lostTheLock(): ServiceError {
  return new ServiceError('InternalErrorException', 'The sandbox state was changed underneath.', 500);
}

async function defaultSeed(): Promise<SandboxState> {
  const { seedState } = await import('../seed/seed.js');
  return seedState();
}
