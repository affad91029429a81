import { rm } from 'node:fs/promises';
import { basename } from 'node:path';

import { Flags, type Interfaces } from '@oclif/core';

import { carryOutAndReport } from './carry-out-and-report.js';
import { changeFlags } from './flags/change.js';
import { tenantFlag } from './flags/connection.js';
import { parsedFlag } from './flags/flag-group.js';
import type { OutputFlags } from './flags/output.js';
import { DEFAULT_CONCURRENCY, inputFlags, templateFlag } from './flags/run.js';
import { rowDefaultFlags } from './flags/user.js';
import type { Invocation } from './invocation.js';
import { sourceOfRows } from './plans/applied-plan.js';
import { reportFailureOfResult } from './report-error.js';
import { isSentence, showList } from './show.js';
import { outcomeList } from '../changes/change-view.js';
import { commandLine, type Directory } from '../directory.js';
import { inputFormat } from '../input/decode/input-format.js';
import { openSource } from '../input/decode/open-source.js';
import type { Row } from '../input/rows/row.js';
import { compileImport } from '../imports/compile/compile-import.js';
import { countExisting } from '../imports/compile/count-existing.js';
import type { HashColumn } from '../imports/compile/hash-column.js';
import { importSummary } from '../imports/compile/compiled-import.js';
import { followJob } from '../imports/jobs/follow-job.js';
import { endingError, endingText } from '../imports/jobs/job-ending.js';
import { reportOn } from '../imports/jobs/job-report.js';
import { logsRole } from '../imports/jobs/logs-role.js';
import { jobNameOf, parseJobName, startImport } from '../imports/jobs/start-import.js';
import { HASH_ALGORITHMS } from '../model/imports/password-hash.js';
import { writeText } from '../output/notes.js';
import { countsText } from '../runs/run-view.js';
import { emptyTenantWarnings, TENANT_PAGES } from '../users/read/empty-tenants.js';

/** Flags of `users import start`. */
export const importFlags = {
  ...changeFlags,
  ...tenantFlag,
  ...templateFlag,
  ...inputFlags,
  ...rowDefaultFlags,
  name: parsedFlag(parseJobName, 'NAME', "Job name; default: the file's."),
  'logs-role': Flags.string({
    summary: 'IAM role with which the job writes its log to CloudWatch (SF_ADMIN_LOGS_ROLE).',
    helpValue: 'ARN',
  }),
  'password-hashes': Flags.option({
    options: HASH_ALGORITHMS,
    summary: 'How the passwords in --hash-column were hashed. The users keep them.',
    dependsOn: ['hash-column'],
    // It would hold the hashes, and travel.
    exclusive: ['plan-out'],
  })(),
  'hash-column': Flags.string({
    summary: 'Column of the file that has the password hashes.',
    helpValue: 'NAME',
    dependsOn: ['password-hashes'],
  }),
  'no-wait': Flags.boolean({ summary: 'Return when the job has started.' }),
};

type ImportFlags = OutputFlags & Interfaces.InferredFlags<typeof importFlags>;

/**
 * Compiles a file of users, starts an import job with it, follows the job and reports its outcome.
 *
 * @param file `-` for stdin
 */
export async function importAndReport(invocation: Invocation<ImportFlags>, file: string): Promise<void> {
  const { flags, note, warn, planOut, applies } = invocation;
  const directory = await invocation.openForChange({ pace: { maxConcurrency: DEFAULT_CONCURRENCY } });
  const role = logsRole(directory, flags['logs-role'], process.env, {
    // A plan without it could not be applied.
    dryRun: flags['dry-run'] && planOut === undefined,
  });
  const format = applies === undefined ? inputFormat(file, flags['input-format']) : 'ndjson';
  const rows: Row['values'][] = [];
  const compiled = await compileImport(directory, {
    source: applies === undefined ? await openSource(file, process.stdin) : sourceOfRows(applies.document.command.rows),
    format,
    defaults: { tenant: directory.tenant, roles: flags.role ?? [], department: flags.department },
    hashes: hashColumn(flags),
    skipInvalid: flags['skip-invalid'],
    ...(planOut !== undefined && { onRow: (values) => rows.push(values) }),
  });
  if (planOut !== undefined) planOut.command.rows = rows;
  let job: string | undefined;
  try {
    for (const duplicate of compiled.duplicates) warn(`${duplicate}: imported once`);
    for (const problem of compiled.skipped) warn(`skipped: ${problem}`);
    if (compiled.rows === 0) {
      await reportNoUsers(invocation, directory);
      return;
    }
    for (const warning of await emptyTenantWarnings(directory, compiled.tenants.keys(), { pages: TENANT_PAGES })) {
      warn(warning);
    }
    const isCounted = flags['dry-run'] || applies !== undefined;
    const existing = isCounted ? await countExisting(directory, compiled, DEFAULT_CONCURRENCY) : undefined;
    note(importSummary(compiled, existing));
    const start = startImport(directory, {
      compiled,
      name: flags.name ?? jobNameOf(file),
      source: file === '-' ? '-' : basename(file),
      logsRole: role,
      existing,
    });
    await carryOutAndReport(invocation, directory, start.change);
    job = start.startedJob();
  } finally {
    // It holds personal data, and is no longer needed.
    await rm(compiled.file, { force: true });
  }
  if (job === undefined) return;
  if (!flags['no-wait']) return followAndReport(invocation, directory, { id: job, rows: compiled.rows });
  note(`To follow the job: ${commandLine(directory, `users import status ${job} --wait`)}`);
}

function hashColumn(flags: ImportFlags): HashColumn | undefined {
  const { 'password-hashes': algorithm, 'hash-column': column } = flags;
  return algorithm === undefined || column === undefined ? undefined : { algorithm, column: column.trim() };
}

/** An empty list is a success, as for a run. No job is made for it. */
async function reportNoUsers(invocation: Invocation<ImportFlags>, directory: Directory): Promise<void> {
  const counts = { completedBefore: 0, changed: 0, unchanged: 0, failed: 0, total: 0 };
  if (isSentence(invocation.flags)) await writeText(invocation.streams, countsText('users.import', counts));
  else await showList([], outcomeList(directory), invocation);
}

async function followAndReport(
  invocation: Invocation,
  directory: Directory,
  { id, rows }: { id: string; rows: number },
): Promise<void> {
  const { flags, streams, note } = invocation;
  const job = await followJob(directory, id, { rows, streams, quiet: flags.quiet });
  if (isSentence(flags)) await writeText(streams, endingText(job));
  else note(endingText(job));
  const error = endingError(directory, await reportOn(directory, job));
  if (error !== undefined) reportFailureOfResult(error, invocation);
}
