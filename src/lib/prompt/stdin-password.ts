import type { Readable } from 'node:stream';
import { AdminError } from '../errors.js';

/** Bytes; four times what Cognito takes (256 characters), so that a file given by mistake is not read to its end. */
const MAX_BYTES = 1024;

/**
 * The password that `--password-stdin` reads: all of stdin, UTF-8, without the newline that `echo` and editors put
 * at its end, and without a byte order mark. The pool's policy is not checked here.
 *
 * Throws AdminError `USAGE` where stdin is a terminal or cannot be read, and `INVALID_PASSWORD` where it holds
 * nothing, more than one line, over 1 KiB, or no UTF-8. No error holds any of the text.
 */
export async function readPassword(stdin: Readable & { readonly isTTY?: boolean }): Promise<string> {
  if (stdin.isTTY ?? false) {
    throw new AdminError('USAGE', '--password-stdin reads a pipe or a file, and stdin is a terminal', {
      hint: 'Leave --password-stdin out to be asked for the password, or pipe it in from a password manager.',
    });
  }
  const text = decode(await readAll(stdin));
  const password = text.replace(/\r?\n$|\r$/, '');
  if (password === '') throw unfit('is empty');
  if (/[\r\n]/.test(password)) throw unfit('has more than one line');
  if (Buffer.byteLength(password) > MAX_BYTES) throw tooLong();
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
      // What may come on top is a byte order mark (3 bytes) and a newline (2).
      if (length > MAX_BYTES + 5) throw tooLong();
    }
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw new AdminError('USAGE', 'stdin cannot be read for --password-stdin', {
      hint: 'Pipe the password in, or redirect stdin from a file that holds it.',
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // No cause: a decoder's error may quote what it was given.
    throw unfit('is not UTF-8 text');
  }
}

function tooLong(): AdminError {
  return unfit('is longer than 1 KiB');
}

function unfit(what: string): AdminError {
  return new AdminError('INVALID_PASSWORD', `the password on stdin ${what}`, {
    hint: 'Give exactly one line that holds the password and nothing else.',
  });
}
