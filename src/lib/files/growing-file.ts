import { createHash, type Hash } from 'node:crypto';
import { createReadStream, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** The first bytes of a file, by which an interrupted export recognizes what it has written. */
export interface FilePrefix {
  readonly bytes: number;
  /** SHA-256 of these bytes, in hexadecimal. */
  readonly sha256: string;
}

/** The prefix of an empty file. */
export function emptyPrefix(): FilePrefix {
  return { bytes: 0, sha256: createHash('sha256').digest('hex') };
}

/** A file that is written in parts, and whose writing can be resumed by another process. */
export class GrowingFile {
  private constructor(
    private readonly handle: FileHandle,
    private bytes: number,
    private readonly hash: Hash,
  ) {}

  /** Makes the file, readable by its user only, since it holds personal data. @throws EEXIST if it exists */
  static async create(file: string): Promise<GrowingFile> {
    return new GrowingFile(await open(file, 'ax', 0o600), 0, createHash('sha256'));
  }

  /**
   * Opens a file that starts with the prefix, and cuts off the rest, which a killed process has left unconfirmed.
   *
   * @returns `undefined` if the file starts with other bytes; it is left unchanged
   * @throws the system's error if the file cannot be read or written
   */
  static async resume(file: string, { bytes, sha256 }: FilePrefix): Promise<GrowingFile | undefined> {
    const handle = await open(file, constants.O_RDWR | constants.O_APPEND);
    try {
      const hash = await hashOf(file, bytes);
      if ((await handle.stat()).size >= bytes && hash.copy().digest('hex') === sha256) {
        await handle.truncate(bytes);
        return new GrowingFile(handle, bytes, hash);
      }
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
    return undefined;
  }

  /** Appends text. Returns the whole file as a prefix when the text is on the disk. @throws the system's error */
  async append(text: string): Promise<FilePrefix> {
    const part = Buffer.from(text, 'utf8');
    await this.handle.appendFile(part);
    await this.handle.datasync();
    this.bytes += part.length;
    this.hash.update(part);
    return { bytes: this.bytes, sha256: this.hash.copy().digest('hex') };
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function hashOf(file: string, bytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  for await (const chunk of createReadStream(file, { end: bytes - 1 })) hash.update(chunk as Buffer);
  return hash;
}
