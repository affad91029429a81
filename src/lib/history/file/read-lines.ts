import { createReadStream } from 'node:fs';

import { AdminError } from '../../errors.js';
import { isSystemError, systemReason } from '../../files/system-error.js';

/** A line of a history file. */
export interface Line {
  readonly bytes: Buffer;
  /** False for a last line without a line feed, which a killed process left. */
  readonly isWhole: boolean;
}

const LINE_FEED = 0x0a;

/**
 * The lines of a history file; none if there is no file.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function* readLines(file: string): AsyncGenerator<Line, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED)) {
        yield { bytes: rest.subarray(0, end), isWhole: true };
        rest = rest.subarray(end + 1);
      }
    }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw unreadable(error);
  }
  if (rest.length > 0) yield { bytes: rest, isWhole: false };
}

/** Turns a system error into HISTORY_UNREADABLE; returns any other error as it is. */
export function unreadable(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new AdminError('HISTORY_UNREADABLE', `the history cannot be read: ${systemReason(error)}`, {
    hint: 'Check the permissions of the file and its folder.',
    cause: error,
  });
}
