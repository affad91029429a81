import { defined } from '../../model/defined.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { ImportJob } from '../../model/import-job.js';
import { note } from '../../output/notes.js';
import { LINE_PERIOD, progressBar, timeLeft, withProgress } from '../../output/progress.js';
import type { Streams } from '../../output/streams.js';
import { followJob } from './follow-job.js';

export interface FollowOptions {
  /** Users that the job was given, where that is known. */
  readonly rows: number | null;
  readonly streams: Streams;
  /** Say nothing meanwhile. */
  readonly quiet: boolean;
}

/**
 * Follows a job to its end: with a bar on a terminal, a line every few seconds elsewhere.
 *
 * @returns the job as it ended
 * @throws AdminError as `followJob` does; each says that the job goes on, and how to go on with it
 */
export async function followWithProgress(
  directory: Directory,
  id: string,
  { rows, streams, quiet }: FollowOptions,
): Promise<ImportJob> {
  let told = Date.now();
  let first: Look | undefined;
  let last: Look | undefined;
  const text = () =>
    first === undefined || last === undefined ? '' : progressText(last.job, rows, pace(first, last));
  const looks = followJob(directory, id);
  try {
    for await (const job of quiet ? looks : withProgress(looks, text, streams)) {
      last = { job, at: Date.now() };
      first ??= last;
      if (quiet || streams.errIsTTY || Date.now() - told < LINE_PERIOD) continue;
      told = Date.now();
      note(streams, text());
    }
  } catch (error) {
    throw goingOn(directory, id, error);
  }
  if (last === undefined) throw new Error('a job was followed, and never looked at');
  return last.job;
}

/** A job, and when it was looked at, in milliseconds since 1970. */
interface Look {
  readonly job: ImportJob;
  readonly at: number;
}

/** Users a second; `undefined` in the first moments, of which a pace says nothing. */
function pace(first: Look, last: Look): number | undefined {
  const seconds = (last.at - first.at) / 1000;
  const done = doneOf(last.job) - doneOf(first.job);
  return seconds < 1 || done === 0 ? undefined : done / seconds;
}

function doneOf({ imported, skipped, failed }: ImportJob): number {
  return imported + skipped + failed;
}

/**
 * How far a job is.
 *
 * @param rate users a second, where that is known
 */
export function progressText(job: ImportJob, rows: number | null, rate: number | undefined): string {
  const { imported, skipped, failed } = job;
  const done = doneOf(job);
  const counts = [
    `${imported} imported`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ].join(', ');
  if (done === 0 || rows === null || rows === 0) return `${job.status ?? ''}: ${counts}`;
  const bar = `${progressBar(done, rows)} ${Math.floor(Math.min(done / rows, 1) * 100)} %`;
  if (rate === undefined || done >= rows) return `${bar}, ${counts}`;
  return `${bar}, ${counts}, ${Math.round(rate)}/s, ${timeLeft((rows - done) / rate)}`;
}

function goingOn(directory: Directory, id: string, error: unknown): unknown {
  if (!(error instanceof AdminError)) return error;
  const isCancelled = error.code === 'CANCELLED';
  return new AdminError(
    error.code,
    isCancelled ? `interrupted; import job ${id} goes on` : `${error.message}; import job ${id} goes on`,
    {
      cause: error,
      hint: [
        ...(error.hint === undefined ? [] : [error.hint]),
        `Follow it: ${commandLine(directory, `users import status ${id} --wait`)}`,
        `Stop it: ${commandLine(directory, `users import stop ${id}`)}`,
      ].join('\n'),
      ...defined({ requestId: error.requestId }),
    },
  );
}
