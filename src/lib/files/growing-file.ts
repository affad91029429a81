import { createHash, type Hash } from 'node:crypto';
import { createReadStream, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** How a file begins: so many bytes, and their hash. */
export interface Beginning {
  readonly bytes: number;
  /** SHA-256, in hexadecimal. */
  readonly sha256: string;
}

/** The beginning of every file. */
export function emptyBeginning(): Beginning {
  return { bytes: 0, sha256: createHash('sha256').digest('hex') };
}

/** People's names and addresses are nobody else's business. */
const MODE = 0o600;

/** A file that is written piece by piece, and whose beginning is known well enough to go on from it later. */
export class GrowingFile {
  private constructor(
    private readonly handle: FileHandle,
    private bytes: number,
    private readonly hash: Hash,
  ) {}

  /** Makes the file, for this user alone. Throws the system's EEXIST where there is one. */
  static async create(file: string): Promise<GrowingFile> {
    return new GrowingFile(await open(file, 'ax', MODE), 0, createHash('sha256'));
  }

  /**
   * Opens a file that begins like this, and cuts off what comes after: a process that was killed has left a piece there
   * that nobody relied on.
   *
   * @returns `undefined` for a file that begins otherwise, which is left as it is
   * @throws the system's error where the file cannot be read or written
   */
  static async resume(file: string, { bytes, sha256 }: Beginning): Promise<GrowingFile | undefined> {
    const handle = await open(file, constants.O_RDWR | constants.O_APPEND);
    try {
      const hash = await hashOf(file, bytes);
      const isSame = (await handle.stat()).size >= bytes && hash.copy().digest('hex') === sha256;
      if (isSame) {
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

  /** Appends a piece, and returns when it is on the disk. Throws the system's error. */
  async append(text: string): Promise<Beginning> {
    const piece = Buffer.from(text, 'utf8');
    await this.handle.appendFile(piece);
    await this.handle.datasync();
    this.bytes += piece.length;
    this.hash.update(piece);
    return { bytes: this.bytes, sha256: this.hash.copy().digest('hex') };
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function hashOf(file: string, bytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  const beginning = createReadStream(file, { end: bytes - 1 });
  for await (const chunk of beginning) hash.update(chunk as Buffer);
  return hash;
}
