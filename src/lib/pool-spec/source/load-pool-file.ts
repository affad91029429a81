import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { AdminError } from '../../errors.js';
import { systemReason } from '../../files/system-error.js';
import { quoted } from '../../text/quoted.js';

/** CloudFormation accepts templates of up to 1 MB ("AWS CloudFormation quotas"). */
const MAX_BYTES = 1_000_000;

/**
 * The text of a file that declares a pool, without a byte order mark.
 *
 * @param source a path, or `-` for stdin
 * @throws AdminError USAGE if there is no such file, or stdin is a terminal or was read before; INVALID_POOL_FILE if it is
 *   larger than 1 MB or not UTF-8
 */
export async function loadPoolFile(source: string, stdin: Readable & { readonly isTTY?: boolean }): Promise<string> {
  if (source === '-' && stdin.isTTY === true) {
    throw new AdminError('USAGE', 'cannot read a pool from stdin, which is a terminal', {
      hint: 'Pipe the file in, or specify it.',
    });
  }
  if (source === '-' && stdin.readableEnded) {
    throw new AdminError('USAGE', 'stdin can be read only once', { hint: 'Specify a file for one of the two.' });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source === '-' ? stdin : await openFile(source)) {
    const bytes = Buffer.from(chunk as Buffer);
    size += bytes.length;
    if (size > MAX_BYTES) {
      throw new AdminError('INVALID_POOL_FILE', `${nameOf(source)} is larger than 1 MB`, {
        hint: 'No file that declares a user pool is as large. Specify another one.',
      });
    }
    chunks.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    const hint = 'Save it as UTF-8';
    throw new AdminError('INVALID_POOL_FILE', `${nameOf(source)} is not UTF-8 text`, { hint, cause: error });
  }
}

/** What messages call the source. */
export function nameOf(source: string): string {
  return source === '-' ? 'stdin' : source;
}

async function openFile(path: string): Promise<Readable> {
  try {
    // Opening a named pipe that has no writer would block forever.
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new AdminError('USAGE', `cannot read ${quoted(path)}: ${systemReason(error)}`, {
      hint: 'Specify a file, or - for stdin.',
      cause: error,
    });
  }
  return createReadStream(path);
}
