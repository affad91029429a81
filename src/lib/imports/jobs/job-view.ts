import type { ImportJob } from '../../model/imports/import-job.js';
import { type CardField, type CardView, type ListView } from '../../output/view.js';
import type { ImportFailure, JobReport } from './job-report.js';

/** Jobs as rows. */
export const jobList: ListView<ImportJob> = {
  columns: [
    { key: 'id', header: 'job', value: ({ id }) => id, isWhole: true },
    { key: 'name', header: 'name', value: ({ name }) => name },
    { key: 'status', header: 'status', value: ({ status }) => status },
    { key: 'imported', header: 'imported', value: ({ imported }) => imported },
    { key: 'skipped', header: 'skipped', value: ({ skipped }) => skipped },
    { key: 'failed', header: 'failed', value: ({ failed }) => failed },
    { key: 'message', header: 'message', value: ({ message }) => message },
    {
      key: 'createdAt',
      header: 'created',
      value: ({ createdAt }) => createdAt,
      isTime: true,
    },
    { key: 'startedAt', header: 'started', value: ({ startedAt }) => startedAt, isTime: true },
    { key: 'completedAt', header: 'completed', value: ({ completedAt }) => completedAt, isTime: true },
    { key: 'logsRole', header: 'logs role', value: ({ logsRole }) => logsRole },
    { key: 'passwordHashes', header: 'password hashes', value: ({ passwordHashes }) => passwordHashes },
  ],
  tableColumns: ['id', 'name', 'status', 'imported', 'skipped', 'failed', 'createdAt'],
  id: ({ id }) => id,
  json: (job) => job,
};

/** Failures in a card; JSON has all of them. */
const MAX_SHOWN = 20;

/** One job, with what is known about its rows. */
export const jobCard: CardView<JobReport> = {
  fields: ({ job, source, rows, failures, log }) => [
    { section: job.id },
    { label: 'name', value: job.name },
    { label: 'status', value: job.status },
    { label: 'message', value: job.message },
    { label: 'file', value: source },
    { label: 'users', value: rows },
    { label: 'imported', value: job.imported },
    { label: 'skipped', value: job.skipped },
    { label: 'failed', value: job.failed },
    ...(job.passwordHashes === null ? [] : [{ label: 'password hashes', value: job.passwordHashes }]),
    { label: 'created', value: job.createdAt, isTime: true },
    { label: 'started', value: job.startedAt, isTime: true },
    { label: 'completed', value: job.completedAt, isTime: true },
    { label: 'logs role', value: job.logsRole },
    ...(log === null
      ? []
      : [
          { label: 'log group', value: log.group },
          { label: 'log stream', value: log.stream },
        ]),
    ...failureFields(failures),
  ],
  id: ({ job }) => job.id,
  json: ({ job, source, rows, failures, log }) => ({ ...job, source, rows, log, failures }),
};

function failureFields(failures: readonly ImportFailure[]): CardField[] {
  if (failures.length === 0) return [];
  const more = failures.length - MAX_SHOWN;
  return [
    { section: 'Not imported' },
    ...failures.slice(0, MAX_SHOWN).map((failure) => ({ label: lineOf(failure), value: reasonText(failure) })),
    ...(more > 0 ? [{ label: `and ${more} more`, value: 'to see all: -o json' }] : []),
  ];
}

/** A row that was not imported, as one line. */
export function failureText(failure: ImportFailure): string {
  return `${lineOf(failure)}: ${reasonText(failure)}`;
}

/** For a job that was created elsewhere, only the line of the uploaded file is known. */
function lineOf({ line, compiledLine }: ImportFailure): string {
  return line === null ? `line ${compiledLine} of the uploaded file` : `line ${line}`;
}

function reasonText({ result, reason }: ImportFailure): string {
  return `${result}: ${reason.replace(/\.$/, '')}`;
}
