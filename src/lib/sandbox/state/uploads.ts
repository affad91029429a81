import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../files/make-folder.js';
import { isSystemError } from '../../files/system-error.js';
import { folderFailure, readFailure, uploadFolder } from './state-file.js';

/** Keeps the files of import jobs, by names that are safe in a path. No two writes share a name. */
export interface Uploads {
  /** Keeps what `content` gives, whole or not at all: where `content` throws, what was there stays. */
  write(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes from `offset` on; nothing where there is no such file. */
  read(name: string, offset: number): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Forgets a file, if there is one. */
  remove(name: string): Promise<void>;
  /** Forgets all of them. */
  clear(): Promise<void>;
}

/**
 * Files (mode 0600) in a folder beside the state, which is made at the first.
 *
 * Throws AdminError DATA_FOLDER where a file cannot be written or removed, SANDBOX_STATE where it cannot be read.
 */
export class FolderUploads implements Uploads {
  readonly #folder: string;

  constructor(private readonly stateFile: string) {
    this.#folder = uploadFolder(stateFile);
  }

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const path = join(this.#folder, name);
    const partial = `${path}.partial`;
    try {
      await makeFolder(this.#folder);
      await pipeline(content, createWriteStream(partial, { mode: 0o600, flags: 'wx' }));
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      // What the sender broke off is no system error, and is thrown as it is.
      throw folderFailure(this.stateFile, error);
    }
  }

  async read(name: string, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    const path = join(this.#folder, name);
    try {
      const file = await open(path);
      return file.createReadStream({ start: offset }) as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw readFailure(path, error);
    }
  }

  async remove(name: string): Promise<void> {
    await this.#forget(join(this.#folder, name));
  }

  async clear(): Promise<void> {
    await this.#forget(this.#folder);
  }

  async #forget(path: string): Promise<void> {
    try {
      await rm(path, { force: true, recursive: true });
    } catch (error) {
      throw folderFailure(this.stateFile, error);
    }
  }
}
