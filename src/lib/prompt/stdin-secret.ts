import type { Readable } from 'node:stream';

import { AdminError } from '../errors.js';

export type Stdin = Readable & { readonly isTTY?: boolean };

/** How a secret on stdin is read, and which errors say that it is not one. */
export interface SecretInput {
  /** What is read, for messages: `password`. */
  readonly what: string;
  /** Bytes. Limits the reading if stdin is a large file by mistake. */
  readonly maxBytes: number;
  /** What to do if stdin is a terminal. */
  readonly onTerminal: AdminError;
  /** @param problem such as `is empty` */
  readonly invalid: (problem: string) => AdminError;
}

/**
 * All of stdin as UTF-8, without a byte order mark and without the final newline that `echo` and editors add.
 *
 * @throws AdminError `onTerminal`; `invalid` if stdin is empty, too long or not UTF-8; USAGE if it cannot be read. No error
 *   contains any of the text.
 */
export async function readSecret(stdin: Stdin, { what, maxBytes, onTerminal, invalid }: SecretInput): Promise<string> {
  if (stdin.isTTY ?? false) throw onTerminal;
  const tooLong = `is longer than ${maxBytes / 1024} KiB`;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      length += bytes.length;
      // Plus a byte order mark (3 bytes) and a newline (2).
      if (length > maxBytes + 5) throw invalid(tooLong);
    }
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw new AdminError('USAGE', `cannot read the ${what} from stdin`, {
      hint: `Pipe the ${what} in, or redirect stdin from a file.`,
      cause: error,
    });
  }
  const text = decode(Buffer.concat(chunks), invalid).replace(/\r?\n$|\r$/, '');
  if (text === '') throw invalid('is empty');
  if (Buffer.byteLength(text) > maxBytes) throw invalid(tooLong);
  return text;
}

function decode(bytes: Buffer, invalid: SecretInput['invalid']): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Without a cause: the decoder's error might quote the secret.
    throw invalid('is not UTF-8 text');
  }
}
