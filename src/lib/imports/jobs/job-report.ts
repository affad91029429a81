import { importJobLog } from '../../cognito/transfer/import-job-log.js';
import type { Directory } from '../../directory.js';
import type { ImportJob } from '../../model/import-job.js';
import { importJob } from './import-jobs.js';
import { keptJob } from '../compile/imports-folder.js';
import { loggedFailures, logFile } from './job-log-lines.js';
import { type LogPlace, logPlace } from './log-place.js';

/** A row whose user was not created, and why. */
export interface ImportFailure {
  /** Its line in the file that was imported; `null` where the job was made elsewhere. */
  readonly line: number | null;
  /** Its line in the compiled file, as the job's log numbers them. */
  readonly compiledLine: number;
  readonly result: 'skipped' | 'failed';
  readonly reason: string;
}

/** A job, and what can be told of its rows. */
export interface JobReport {
  readonly job: ImportJob;
  /** The file that was imported, and how many users it holds, where the job was made here. */
  readonly source: string | null;
  readonly rows: number | null;
  /** Rows whose user was not created, as far as the log says so; none where there is no log to read. */
  readonly failures: readonly ImportFailure[];
  /** Where CloudWatch keeps the log; `null` where it was read. */
  readonly log: LogPlace | null;
}

/**
 * What has become of a job, its failures by the line of the source.
 *
 * @param options.log a log that was downloaded; left out, the sandbox is asked for its own
 * @throws AdminError IMPORT_JOB_NOT_FOUND; USAGE where the log cannot be read
 */
export async function jobReport(
  directory: Directory,
  id: string,
  options: { readonly log?: string | undefined } = {},
): Promise<JobReport> {
  return reportOn(directory, await importJob(directory, id), options);
}

/** As `jobReport`, of a job that was just read. */
export async function reportOn(
  directory: Directory,
  job: ImportJob,
  options: { readonly log?: string | undefined } = {},
): Promise<JobReport> {
  const kept = await keptJob(directory, job.id);
  const log =
    options.log === undefined ? await importJobLog(directory.endpoint, job.id) : logFile(options.log);
  const failures: ImportFailure[] = [];
  for await (const failure of loggedFailures(log ?? none())) {
    failures.push({ line: kept?.lines.source(failure.compiledLine) ?? null, ...failure });
  }
  return {
    job,
    source: kept?.source ?? null,
    rows: kept?.rows ?? null,
    failures,
    log: log === undefined ? await logPlace(directory, job) : null,
  };
}

async function* none(): AsyncGenerator<Uint8Array, void, undefined> {
  // There is nothing to read.
}
