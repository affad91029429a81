import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { openNamedFile } from '../../files/named-file.js';
import { UnreadableInput } from '../../input/decode/decode-text.js';
import { readLines } from '../../input/records/read-lines.js';
import type { ImportJob } from '../../model/imports/import-job.js';

/** Where CloudWatch has a job's log. */
export interface LogLocation {
  readonly group: string;
  readonly stream: string;
}

/** What a job's log says of a line of the compiled file whose user was not created. */
export interface LoggedFailure {
  /** From 1, which is the header. */
  readonly compiledLine: number;
  readonly result: 'skipped' | 'failed';
  readonly reason: string;
}

/**
 * An entry of the log, at the end of a line: downloaded logs have more in front. This and the location are from the
 * Developer Guide, "Viewing the user pool import results in the CloudWatch console".
 */
const ENTRY = /\[(SKIPPED|FAILED)\] Line Number (\d+) - (.*?)\s*$/;

export async function logLocation(directory: Directory, job: ImportJob): Promise<LogLocation> {
  const { Id, Name = '' } = await directory.pool();
  return { group: `/aws/cognito/userpools/${Id}/${Name}`, stream: `${job.id}/${job.name ?? ''}` };
}

/**
 * The failures in a job's log.
 *
 * @throws AdminError USAGE if the log is not text
 */
export async function* loggedFailures(log: AsyncIterable<Uint8Array>): AsyncGenerator<LoggedFailure, void, undefined> {
  try {
    for await (const { text } of readLines(log)) {
      const [, result, line, reason = ''] = ENTRY.exec(text) ?? [];
      if (result === undefined) continue;
      yield { compiledLine: Number(line), result: result === 'FAILED' ? 'failed' : 'skipped', reason };
    }
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    throw new AdminError('USAGE', `line ${error.line} of the log ${error.problem}`, {
      hint: 'Give the log as text, with one event per line.',
    });
  }
}

/** The content of a downloaded log. @throws AdminError USAGE on the first read if the file cannot be read */
export async function* readLogFile(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await openNamedFile(path, { hint: 'Specify the log of the job, as downloaded from CloudWatch.' });
  yield* handle.createReadStream() as AsyncIterable<Uint8Array>;
}
