import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../files/make-folder.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';
import { folderFailure, stateFailure, uploadFolder } from './state-file.js';

/** The files of import jobs. Names are safe in a path, and each is written once. */
export interface Uploads {
  /** Stores `content` completely, or not at all if it throws. */
  write(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes from `offset`, or undefined if there is no such file. */
  read(name: string, offset: number): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Removes a file if it exists. */
  remove(name: string): Promise<void>;
  /** Removes all files. */
  clear(): Promise<void>;
}

/**
 * Files (mode 0600) in a folder next to the state file, created with the first upload.
 *
 * Throws AdminError DATA_FOLDER if a file cannot be written or removed, SANDBOX_STATE if it cannot be read.
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
      assertOwn(path);
      await pipeline(content, createWriteStream(partial, { mode: 0o600, flags: 'wx' }));
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw folderFailure(this.stateFile, error);
    }
  }

  async read(name: string, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    const path = join(this.#folder, name);
    try {
      assertOwn(path);
      const file = await open(path);
      return file.createReadStream({ start: offset }) as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw stateFailure('read', path, error);
    }
  }

  remove(name: string): Promise<void> {
    return this.#delete(join(this.#folder, name));
  }

  clear(): Promise<void> {
    return this.#delete(this.#folder);
  }

  async #delete(path: string): Promise<void> {
    try {
      await rm(path, { force: true, recursive: true });
    } catch (error) {
      throw folderFailure(this.stateFile, error);
    }
  }
}
