import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { AdminError } from '../../errors.js';
import { systemReason } from '../../files/system-error.js';
import { quoted } from '../../text/quoted.js';

/**
 * Opens an input.
 *
 * @param source a path, or `-` for stdin
 * @param stdin the stdin of this process
 * @throws AdminError USAGE if there is no such file, it is not a file (a folder, a named pipe), or stdin is a terminal
 */
export async function openSource(source: string, stdin: Readable & { readonly isTTY?: boolean }): Promise<Readable> {
  if (source === '-') {
    if (stdin.isTTY !== true) return stdin;
    throw new AdminError('USAGE', 'cannot read rows from stdin, which is a terminal', {
      hint: 'Pipe the rows in, or specify a file.',
    });
  }
  try {
    // Opening a named pipe that has no writer would block forever.
    if (!(await stat(source)).isFile()) throw new Error('it is not a file');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new AdminError('USAGE', `cannot read ${quoted(source)}: ${systemReason(error)}`, {
      hint: 'Specify a file, or - for stdin.',
      cause: error,
    });
  }
  return createReadStream(source);
}
