import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/**
 * Opens what rows are read from.
 *
 * @param source a path, or `-` for stdin
 * @param stdin this process's
 * @throws AdminError USAGE where there is no such file, it is none (a folder, a pipe), or stdin is a terminal
 */
export async function openSource(
  source: string,
  stdin: Readable & { readonly isTTY?: boolean },
): Promise<Readable> {
  if (source === '-') {
    if (stdin.isTTY !== true) return stdin;
    throw new AdminError('USAGE', '--from - reads stdin, and stdin is a terminal', {
      hint: 'Pipe the users in, or name a file: --from FILE',
    });
  }
  try {
    // A named pipe would be waited on for ever where nobody writes to it.
    if (!(await stat(source)).isFile()) throw new Error('it is not a file');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new AdminError('USAGE', `${quoted(source)} cannot be read: ${error.message}`, {
      hint: 'Name a file, or - for stdin.',
      cause: error,
    });
  }
  return createReadStream(source);
}
