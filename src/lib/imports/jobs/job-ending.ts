import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { ImportJob } from '../../model/import-job.js';
import { counted } from '../../text/counted.js';
import { shellWord } from '../../text/quoted.js';
import type { JobReport } from './job-report.js';
import { failureText } from './job-view.js';

/** Failures that are told of one by one; more are counted. */
const TOLD = 20;

/** What became of a job's users: a sentence. */
export function endingText(job: ImportJob): string {
  const { imported, skipped, failed, status } = job;
  const others = [
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ];
  const said = [`Imported ${counted(imported, 'user')}`, ...others].join(', ');
  return status === 'Succeeded' ? `${said}.` : `${said}; the job has ended as ${status ?? 'unknown'}.`;
}

/**
 * Why a job that has ended is no success, told by the lines of the source where the log says them: PARTIAL where some
 * of its users were not created, SERVICE_FAILED where it came to none.
 *
 * @returns `undefined` where every user was imported
 */
export function endingError(directory: Directory, report: JobReport): AdminError | undefined {
  const { job, rows } = report;
  const { imported, skipped, failed, status } = job;
  if (status === 'Succeeded' && skipped === 0 && failed === 0) return undefined;
  const isBegun = imported + skipped + failed > 0;
  const counts = [`${imported} imported`, `${skipped} skipped`, `${failed} failed`].join(', ');
  const of = rows === null ? '' : ` of ${counted(rows, 'user')}`;
  const how = status === 'Succeeded' ? '' : ` has ended as ${status ?? 'unknown'}`;
  const message = `import job ${job.id}${how}: ${counts}${of}`;
  return new AdminError(isBegun || status === 'Stopped' ? 'PARTIAL' : 'SERVICE_FAILED', message, {
    hint: [
      ...(job.message === null || status === 'Succeeded' ? [] : [job.message]),
      ...reasons(directory, report),
      ...(failed > 0 || status === 'Stopped'
        ? ['Import the rows that are left anew, mended: whoever exists is skipped.']
        : []),
    ].join('\n'),
  });
}

function reasons(directory: Directory, { job, failures, log }: JobReport): string[] {
  if (log !== null) {
    return [
      'Which rows those are, and why, stands in the log of the job in CloudWatch:',
      `aws logs get-log-events --log-group-name ${shellWord(log.group)} --log-stream-name ${shellWord(log.stream)} ` +
        `--start-from-head --region ${directory.endpoint.region} --query 'events[].[message]' --output text > import.log`,
      `By the lines of your file: ${commandLine(directory, `users import status ${job.id} --log import.log`)}`,
    ];
  }
  const more = failures.length - TOLD;
  return [
    ...failures.slice(0, TOLD).map(failureText),
    ...(more > 0
      ? [`and ${more} more: ${commandLine(directory, `users import status ${job.id} -o json`)}`]
      : []),
  ];
}
