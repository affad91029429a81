import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

import { readLines } from '../../input/records/read-lines.js';
import { AdminError } from '../../errors.js';
import { isSystemError } from '../../files/system-error.js';
import { quoted } from '../../text/quoted.js';

/** What a job's log says of a line of the file that was uploaded, where the user of it was not created. */
export interface LoggedFailure {
  /** From 1, which is the header. */
  readonly compiledLine: number;
  readonly result: 'skipped' | 'failed';
  readonly reason: string;
}

/** Developer Guide, "Viewing the user pool import results in the CloudWatch console". Logs that were downloaded have more in front. */
const ENTRY = /\[(SKIPPED|FAILED)\] Line Number (\d+) - (.*?)\s*$/;

/**
 * The lines of a job's log that tell of users who were not created.
 *
 * @throws AdminError USAGE where it is no text
 */
export async function* loggedFailures(
  log: AsyncIterable<Uint8Array>,
): AsyncGenerator<LoggedFailure, void, undefined> {
  for await (const read of readLines(Readable.from(log))) {
    if ('problem' in read) {
      throw new AdminError('USAGE', `line ${read.line} of the log ${read.problem}`, {
        hint: 'Give the log as text, a line an event.',
      });
    }
    const [, result, line, reason = ''] = ENTRY.exec(read.text) ?? [];
    if (result === undefined) continue;
    yield { compiledLine: Number(line), result: result === 'FAILED' ? 'failed' : 'skipped', reason };
  }
}

/** A log that was downloaded. @throws AdminError USAGE where it cannot be read, as it is read */
export async function* logFile(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new AdminError('USAGE', `${quoted(path)} cannot be read: ${error.message}`, {
      hint: "Name the job's log, as it was downloaded from CloudWatch.",
      cause: error,
    });
  }
}
