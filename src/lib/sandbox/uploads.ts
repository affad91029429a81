import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../files/make-folder.js';

/** Keeps the files of import jobs, by names that are safe in a path. */
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

/** Files (mode 0600) in a folder of their own, which is made at the first. Throws the system's errors. */
export class FolderUploads implements Uploads {
  constructor(private readonly folder: string) {}

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    await makeFolder(this.folder);
    const path = join(this.folder, name);
    // Two clients may write at once, in one process or in two: the last one whose file is whole wins.
    const partial = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.partial`;
    try {
      await pipeline(Readable.from(content), createWriteStream(partial, { mode: 0o600, flags: 'wx' }));
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async read(name: string, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    try {
      const file = await open(join(this.folder, name));
      return file.createReadStream({ start: offset }) as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }

  async clear(): Promise<void> {
    await rm(this.folder, { force: true, recursive: true });
  }
}
