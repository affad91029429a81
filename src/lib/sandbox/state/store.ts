import { withLock } from '../../files/lock.js';
import { assertOwn } from '../../files/own-file.js';
import { ServiceError } from '../engine/service-error.js';
import { draftOf } from './draft.js';
import { folderFailure, type LoadedState, loadState, stampOf, stateFailure } from './state-file.js';
import type { SandboxState } from './state.js';
import { FolderUploads, type Uploads } from './uploads.js';

/** Keeps the state of a sandbox. */
export interface SandboxStore {
  /** The current state, for reading only: changes go through `update`. */
  read(): Promise<SandboxState>;
  /**
   * A transaction: `mutate` writes to the state, and `update` resolves to what `mutate` returned once the change is
   * saved. If `mutate` throws, nothing changes and `update` throws the same.
   */
  update<T>(mutate: (state: SandboxState) => T | Promise<T>): Promise<T>;
  /** The files of import jobs, which are too large for the state. */
  readonly uploads: Uploads;
}

/** A state; `stamp` is undefined if there is no file, and the state is the seed. */
type Loaded = Pick<LoadedState, 'state'> & { readonly stamp: string | undefined };

/** A queued change. `run` makes it in memory and returns whether the state changed; `saved` or `failed` settles the caller. */
interface PendingUpdate {
  run(state: SandboxState): Promise<boolean>;
  saved(): void;
  failed(reason: unknown): void;
}

/**
 * The state as one JSON file (mode 0600), shared by all processes of the user. Without a file, the state is the seed, and
 * the first change creates the file: what only reads leaves nothing behind. It is replaced atomically under a lock, so
 * that readers, who take no lock, see the old state or the new one.
 *
 * Updates queued during a write are saved together by the next one: one lock and one write for all of them.
 *
 * Throws AdminError SANDBOX_STATE if the file cannot be read, written or parsed, DATA_FOLDER if its folder cannot be
 * created or written to, UNSAFE_FILE if somebody else may have changed it, CHANGED_UNDERNEATH if the lock is not
 * released in time.
 */
export class FileStore implements SandboxStore {
  #loaded: Loaded | undefined;
  #queue: PendingUpdate[] = [];
  #working = false;
  /** Settles when the changes in memory have been saved or dropped. */
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
        saved: () => {
          resolve(result.value);
        },
        failed: reject,
      });
      void this.#work();
    });
  }

  /** Replaces the file, even one that cannot be parsed, and removes the files of import jobs. */
  async replace(state: SandboxState): Promise<void> {
    await this.#withLock(async () => {
      this.#loaded = undefined;
      await this.#write(state);
      await this.uploads.clear();
    });
  }

  /** Runs the queue until it is empty. Never rejects: each update settles its own caller. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#queue.length > 0) {
        let updates: PendingUpdate[] = [];
        try {
          await this.#withLock(async (assertHeld) => {
            const { state, stamp } = await this.#load();
            // Taken only now, so that updates queued while we waited for the lock are included.
            updates = this.#queue.splice(0);
            await this.#apply(updates, state, async () => {
              assertHeld();
              if ((await stampOf(this.path)) !== stamp) throw lostLock();
            });
          });
        } catch (error) {
          // Without the lock or the state, no change can be made.
          for (const update of [...updates, ...this.#queue.splice(0)]) update.failed(error);
        }
      }
    } finally {
      this.#working = false;
    }
  }

  /** Runs each update, then writes the file once. `check` throws if the file must not be written any more. */
  async #apply(updates: PendingUpdate[], state: SandboxState, check: () => Promise<void>): Promise<void> {
    let done = (): void => undefined;
    this.#writing = new Promise((resolve) => (done = resolve));
    const applied: PendingUpdate[] = [];
    try {
      let changed = false;
      for (const update of updates) {
        try {
          changed = (await update.run(state)) || changed;
          applied.push(update);
        } catch (error) {
          update.failed(error);
        }
      }
      if (changed) {
        await check();
        await this.#write(state);
      }
      for (const update of applied) update.saved();
    } catch (error) {
      // The state in memory was not saved, so it must be read again.
      this.#loaded = undefined;
      for (const update of applied) update.failed(error);
    } finally {
      this.#writing = undefined;
      done();
    }
  }

  /** The state in the file, or the seed without one; parsed or made again only if the file has changed. */
  async #load(): Promise<Loaded> {
    const stamp = await stampOf(this.path);
    if (this.#loaded === undefined || this.#loaded.stamp !== stamp) {
      this.#loaded = stamp === undefined ? { state: await this.seed(), stamp } : await loadState(this.path);
    }
    return this.#loaded;
  }

  async #write(state: SandboxState): Promise<void> {
    const { default: writeFileAtomic } = await import('write-file-atomic');
    try {
      // No fsync, for speed: a killed process loses nothing, and after a power cut a sandbox can be reset.
      await writeFileAtomic(this.path, JSON.stringify(state), { mode: 0o600, fsync: false });
    } catch (error) {
      throw stateFailure('write', this.path, error);
    }
    const stamp = await stampOf(this.path);
    this.#loaded = stamp === undefined ? undefined : { state, stamp };
  }

  async #withLock(work: (assertHeld: () => void) => Promise<void>): Promise<void> {
    try {
      await withLock(this.path, async (assertHeld) => {
        assertOwn(this.path);
        await work(assertHeld);
      });
    } catch (error) {
      throw folderFailure(this.path, error);
    }
  }
}

/** Another process took our lock because it seemed abandoned, and wrote. Status 500, so that the SDK retries. */
function lostLock(): ServiceError {
  return new ServiceError('InternalErrorException', 'The sandbox state was changed underneath.', 500);
}

/** At the start of the day: until the first change writes the file, every process has to read the same dates. */
async function defaultSeed(): Promise<SandboxState> {
  const { seedState } = await import('../seed/seed.js');
  const now = new Date();
  now.setUTCHours(0, 0, 0, 0);
  return seedState({ now });
}
