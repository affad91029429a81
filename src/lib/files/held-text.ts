import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AdminError } from '../errors.js';
import { isSystemError, systemReason } from './system-error.js';

/** Characters that are held in memory. */
const MAX_IN_MEMORY = 1_048_576;

/**
 * Text of any length that is held back until it is complete, in constant memory: what exceeds a megabyte goes to a file in
 * the system's folder for temporary files. Only its owner may open it, and it has no name, so that nothing remains of it
 * however the process ends.
 */
export class HeldText {
  #text = '';
  #file: FileHandle | undefined;

  /** @param hint what to do if the temporary file cannot be written */
  constructor(
    private readonly folder = tmpdir(),
    private readonly hint = 'Set TMPDIR to a folder with more space, or use -o ndjson, which needs none.',
  ) {}

  /** @throws AdminError OUTPUT_UNWRITABLE if the temporary file cannot be written */
  async add(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length <= MAX_IN_MEMORY) return;
    try {
      this.#file ??= await openNameless(this.folder);
      await this.#file.appendFile(this.#text);
    } catch (error) {
      throw temporaryFileError(error, this.folder, this.hint);
    }
    this.#text = '';
  }

  /** All of the text, in pieces. */
  async *read(): AsyncGenerator<string, void, undefined> {
    if (this.#file !== undefined) {
      const stream = this.#file.createReadStream({ start: 0, encoding: 'utf8', autoClose: false });
      for await (const piece of stream) yield String(piece);
    }
    yield this.#text;
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

/**
 * Explains why a temporary file cannot be written; other errors than the system's are returned as they are.
 *
 * @param folder where the file is
 */
export function temporaryFileError(error: unknown, folder: string, hint: string): unknown {
  if (!isSystemError(error)) return error;
  const message = `cannot write a temporary file in ${folder}: ${systemReason(error)}`;
  return new AdminError('OUTPUT_UNWRITABLE', message, { cause: error, hint });
}

async function openNameless(folder: string): Promise<FileHandle> {
  const path = join(folder, `sf-admin-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
