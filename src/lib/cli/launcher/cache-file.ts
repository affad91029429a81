import * as fs from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of the cache folder. */
export interface CacheFile {
  /** Empty if there is none, or if it may be somebody else's. */
  readonly content: Buffer;
  /** A failure is ignored: the next run tries again. */
  readonly replace: (content: Buffer) => void;
}

/**
 * Reads a file of the cache. The folder, which is made if necessary, and the file must belong to this user alone.
 *
 * @returns undefined if the folder cannot be used
 */
export function openCacheFile(folder: string, name: string): CacheFile | undefined {
  if (!isUsable(folder) && !isUsable(makeFolder(folder))) return undefined;
  const file = join(folder, name);
  return {
    content: readOwnFile(file),
    replace: (content) => {
      replace(file, content);
    },
  };
}

/** Whether a folder belongs to this user alone and can be written. */
function isUsable(folder: string): boolean {
  try {
    const found = fs.lstatSync(folder);
    fs.accessSync(folder, fs.constants.W_OK);
    return found.isDirectory() && isOwn(found) && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

/** Makes a folder and the two above it. Node's recursive mkdir never returns for a folder that is missing in /proc. */
function makeFolder(folder: string): string {
  for (const missing of [dirname(dirname(folder)), dirname(folder), folder]) {
    try {
      fs.mkdirSync(missing, { mode: 0o700 });
    } catch {
      // It exists, or cannot be made: isUsable tells.
    }
  }
  return folder;
}

/** The content of a file that belongs to this user and that no other can write. */
function readOwnFile(file: string): Buffer {
  let descriptor;
  try {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
    descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const found = fs.fstatSync(descriptor);
    return found.isFile() && isOwn(found) && (found.mode & 0o022) === 0 ? fs.readFileSync(descriptor) : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

function isOwn({ uid }: fs.Stats): boolean {
  return uid === process.getuid?.();
}

/** Writes a file under a name of this process first, so that no run reads half of it. */
function replace(file: string, content: Buffer): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(unfinished, content, { mode: 0o600 });
    fs.renameSync(unfinished, file);
  } catch {
    fs.rmSync(unfinished, { force: true });
  }
}
