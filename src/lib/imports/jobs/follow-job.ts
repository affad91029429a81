import { setTimeout as delay } from 'node:timers/promises';

import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { hasEnded, type ImportJob } from '../../model/imports/import-job.js';
import { LINE_PERIOD, progressBar, startProgress } from '../../output/progress.js';
import type { Streams } from '../../output/streams.js';
import { estimate } from '../../text/counted.js';
import { importJob } from './import-jobs.js';

/** Milliseconds between two polls: short at first, since a small job ends soon, then longer. In process, polls are free. */
const WAIT = { inProcess: 20, first: 250, most: 2_000, factor: 1.5 } as const;

export interface FollowOptions {
  /** Users in the compiled file, if that is known. */
  readonly rows: number | null;
  readonly streams: Streams;
  /** Print no progress. */
  readonly quiet: boolean;
}

/**
 * Polls a job until it has ended, and prints progress to stderr: a bar on a terminal, else a line every few seconds.
 *
 * @returns the job in its final state
 * @throws AdminError as `importJob` does; CANCELLED. The hint says how to follow the job again and how to stop it.
 */
export async function followJob(
  directory: Directory,
  id: string,
  { rows, streams, quiet }: FollowOptions,
): Promise<ImportJob> {
  let first: Poll | undefined;
  let last: Poll | undefined;
  const text = () =>
    first === undefined || last === undefined ? '' : progressText(last.job, rows, rateOf(first, last));
  const stop = quiet ? () => undefined : startProgress(text, streams, { linePeriod: LINE_PERIOD });
  try {
    for await (const job of pollJob(directory, id)) {
      last = { job, at: Date.now() };
      first ??= last;
    }
  } catch (error) {
    throw stillRunning(directory, id, error);
  } finally {
    stop();
  }
  if (last === undefined) throw new Error('a job was followed without a single poll');
  return last.job;
}

async function* pollJob(directory: Directory, id: string): AsyncGenerator<ImportJob, void, undefined> {
  const { interrupt, requestHandler } = directory.endpoint;
  let wait: number = requestHandler === undefined ? WAIT.first : WAIT.inProcess;
  for (;;) {
    const job = await importJob(directory, id);
    yield job;
    if (hasEnded(job)) return;
    await delay(wait, undefined, { signal: interrupt }).catch(() => {
      throw new AdminError('CANCELLED', 'interrupted');
    });
    if (requestHandler === undefined) wait = Math.min(wait * WAIT.factor, WAIT.most);
  }
}

/** A job, and when it was read, in milliseconds since 1970. */
interface Poll {
  readonly job: ImportJob;
  readonly at: number;
}

/** Users per second; `undefined` in the first second, which is too short to measure. */
function rateOf(first: Poll, last: Poll): number | undefined {
  const seconds = (last.at - first.at) / 1000;
  const done = doneOf(last.job) - doneOf(first.job);
  return seconds < 1 || done === 0 ? undefined : done / seconds;
}

function doneOf({ imported, skipped, failed }: ImportJob): number {
  return imported + skipped + failed;
}

/**
 * The progress of a job as one line.
 *
 * @param rate users per second, if that is known
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
  return `${bar}, ${counts}, ${Math.round(rate)}/s, ${estimate((rows - done) / rate)} left`;
}

function stillRunning(directory: Directory, id: string, error: unknown): unknown {
  if (!(error instanceof AdminError)) return error;
  return new AdminError(error.code, `${error.message}; import job ${id} is still running`, {
    cause: error,
    hint: [
      ...(error.hint === undefined ? [] : [error.hint]),
      `To follow it: ${commandLine(directory, `users import status ${id} --wait`)}`,
      `To stop it: ${commandLine(directory, `users import stop ${id}`)}`,
    ].join('\n'),
    requestId: error.requestId,
  });
}
