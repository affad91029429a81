import type { Readable } from 'node:stream';
import { AdminError } from '../errors.js';

/** Bytes: four for each of Cognito's 256 characters. Limits the reading if stdin is a large file by mistake. */
const MAX_BYTES = 1024;
const TOO_LONG = 'is longer than 1 KiB';

/**
 * Reads the password for `--password-stdin`: all of stdin as UTF-8, without the final newline that `echo` and editors
 * add, and without a byte order mark. The pool's policy is not checked here.
 *
 * @throws AdminError USAGE if stdin is a terminal or cannot be read; INVALID_PASSWORD if it is empty, has more than one
 *   line or more than 1 KiB, or is not UTF-8. No error contains any of the text.
 */
export async function readPassword(stdin: Readable & { readonly isTTY?: boolean }): Promise<string> {
  if (stdin.isTTY ?? false) {
    throw new AdminError('USAGE', '--password-stdin needs a pipe or a file, but stdin is a terminal', {
      hint: 'Omit --password-stdin to be asked for the password, or pipe it in from a password manager.',
    });
  }
  const text = decode(await readAll(stdin));
  const password = text.replace(/\r?\n$|\r$/, '');
  if (password === '') throw invalid('is empty');
  if (/[\r\n]/.test(password)) throw invalid('has more than one line');
  if (Buffer.byteLength(password) > MAX_BYTES) throw invalid(TOO_LONG);
  return password;
}

async function readAll(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      length += bytes.length;
      // Plus a byte order mark (3 bytes) and a newline (2).
      if (length > MAX_BYTES + 5) throw invalid(TOO_LONG);
    }
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw new AdminError('USAGE', 'cannot read the password from stdin', {
      hint: 'Pipe the password in, or redirect stdin from a file.',
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Without a cause: the decoder's error might quote the password.
    throw invalid('is not UTF-8 text');
  }
}

function invalid(what: string): AdminError {
  return new AdminError('INVALID_PASSWORD', `the password on stdin ${what}`, {
    hint: 'Provide exactly one line that contains only the password.',
  });
}
