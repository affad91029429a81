import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { ImportJob } from '../../model/imports/import-job.js';
import { CappedList } from '../../text/capped-list.js';
import { counted } from '../../text/counted.js';
import { shellWord } from '../../text/quoted.js';
import type { JobReport } from './job-report.js';
import { failureText } from './job-view.js';

/** One sentence on what a job has imported. */
export function endingText(job: ImportJob): string {
  const { imported, skipped, failed, status } = job;
  const others = [...(skipped === 0 ? [] : [`${skipped} skipped`]), ...(failed === 0 ? [] : [`${failed} failed`])];
  const counts = [`Imported ${counted(imported, 'user')}`, ...others].join(', ');
  return status === 'Succeeded' ? `${counts}.` : `${counts}; the job ended with the status ${status ?? 'unknown'}.`;
}

/**
 * The error of a job that has ended without importing every user: PARTIAL if some rows were processed, else
 * SERVICE_FAILED. Its hint lists the failures by the lines of the imported file, or says how to find them.
 *
 * @returns `undefined` if every user was imported
 */
export function endingError(directory: Directory, report: JobReport): AdminError | undefined {
  const { job, rows } = report;
  const { imported, skipped, failed, status } = job;
  if (status === 'Succeeded' && skipped === 0 && failed === 0) return undefined;
  const isPartial = imported + skipped + failed > 0 || status === 'Stopped';
  const counts = `${imported} imported, ${skipped} skipped, ${failed} failed`;
  const of = rows === null ? '' : ` of ${counted(rows, 'user')}`;
  const how = status === 'Succeeded' ? '' : ` ended with the status ${status ?? 'unknown'}`;
  return new AdminError(isPartial ? 'PARTIAL' : 'SERVICE_FAILED', `import job ${job.id}${how}: ${counts}${of}`, {
    hint: [
      ...(job.message === null || status === 'Succeeded' ? [] : [job.message]),
      ...reasons(directory, report),
      ...(failed > 0 || status === 'Stopped'
        ? ['Fix the failed rows, and import the file again: existing users are skipped.']
        : []),
    ].join('\n'),
  });
}

function reasons(directory: Directory, { job, failures, log }: JobReport): string[] {
  const status = `users import status ${job.id}`;
  if (log !== null) {
    return [
      'The log of the job in CloudWatch shows which rows, and why:',
      `aws logs get-log-events --log-group-name ${shellWord(log.group)} --log-stream-name ${shellWord(log.stream)} ` +
        `--start-from-head --region ${directory.endpoint.region} --query 'events[].[message]' --output text > import.log`,
      `To see the lines of your own file: ${commandLine(directory, `${status} --log import.log`)}`,
    ];
  }
  const list = new CappedList();
  for (const failure of failures) list.add(failureText(failure));
  return list.lines((others) => `and ${others} more: ${commandLine(directory, `${status} -o json`)}`);
}
