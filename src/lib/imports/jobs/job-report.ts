import { importJobLog } from '../../cognito/transfer/import-job-log.js';
import type { Directory } from '../../directory.js';
import type { ImportJob } from '../../model/imports/import-job.js';
import { savedJob } from '../compile/imports-folder.js';
import { importJob } from './import-jobs.js';
import { type LoggedFailure, loggedFailures, type LogLocation, logLocation, readLogFile } from './job-log.js';

/** A row whose user was not created, and why. */
export interface ImportFailure extends LoggedFailure {
  /** Its line in the imported file; `null` if the job was created elsewhere. */
  readonly line: number | null;
}

/** A job, and what is known about its rows. */
export interface JobReport {
  readonly job: ImportJob;
  /** The imported file and the number of its users; `null` if the job was created elsewhere. */
  readonly source: string | null;
  readonly rows: number | null;
  /** Rows whose user was not created, from the log; empty if there is no log to read. */
  readonly failures: readonly ImportFailure[];
  /** Where CloudWatch has the log; `null` if it was read. */
  readonly log: LogLocation | null;
}

/**
 * Reads a job and reports its failures by the lines of the imported file.
 *
 * @param options.log path of a downloaded log. Without it, only the sandbox's own log is read.
 * @throws AdminError IMPORT_JOB_NOT_FOUND; USAGE if the log cannot be read
 */
export async function jobReport(
  directory: Directory,
  id: string,
  options: { log?: string | undefined } = {},
): Promise<JobReport> {
  return reportOn(directory, await importJob(directory, id), options.log);
}

/** Like `jobReport`, for a job that was just read. */
export async function reportOn(directory: Directory, job: ImportJob, logFile?: string): Promise<JobReport> {
  const saved = await savedJob(directory, job.id);
  const log = logFile === undefined ? await importJobLog(directory.endpoint, job.id) : readLogFile(logFile);
  const failures: ImportFailure[] = [];
  if (log !== undefined) {
    for await (const failure of loggedFailures(log)) {
      failures.push({ line: saved?.lines.source(failure.compiledLine) ?? null, ...failure });
    }
  }
  return {
    job,
    source: saved?.source ?? null,
    rows: saved?.rows ?? null,
    failures,
    log: log === undefined ? await logLocation(directory, job) : null,
  };
}
