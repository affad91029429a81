import { defined } from '../../model/defined.js';
import type { Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { hasEnded, type ImportJob } from '../../model/import-job.js';
import { type FieldChange, movedFields } from '../../model/field-change.js';
import { counted } from '../../text/counted.js';
import { requestIds } from '../../users/changes/user-change.js';
import { importJob } from './import-jobs.js';

/**
 * Plans to stop an import job (StopUserImportJob). Whom it has created stays; it cannot go on.
 *
 * @throws AdminError IMPORT_JOB_NOT_FOUND; INVALID_REQUEST, as it is applied, where it was never started
 */
export async function stopImport(directory: Directory, id: string): Promise<Change> {
  const job = await importJob(directory, id);
  const fields = stopping(job);
  return {
    operation: 'users.import-stop',
    target: { kind: 'import-job', id: job.id, label: job.name ?? job.id, tenantId: null },
    fields,
    doneMessage: `Stopped import job ${job.id}; ${counted(job.imported, 'user')} of it had been imported by then.`,
    unchangedMessage: `Import job ${job.id} has ended already: ${job.status ?? 'unknown'}.`,
    notes: ['Whom it has imported stays. To import the rest, start anew: whoever exists is skipped.'],
    replan: () => stopImport(directory, id),
    apply: async () => ({
      requestIds: requestIds([
        await directory.cognito.call('StopUserImportJob', { JobId: job.id }).catch(explained(job)),
      ]),
    }),
    unverifiedFields: async () => movedFields(stopping(await importJob(directory, job.id))),
    showCommand: commandLine(directory, `users import status ${job.id}`),
  };
}

/** Cognito stops no job that was never started, and nobody can mend the request. */
function explained({ status }: ImportJob): (error: unknown) => never {
  return (error) => {
    if (status !== 'Created' || !(error instanceof AdminError) || error.code !== 'INVALID_REQUEST')
      throw error;
    throw new AdminError(error.code, error.message, {
      cause: error,
      hint: 'It was never started: it does nothing, and expires by itself within two days.',
      ...defined({ requestId: error.requestId }),
    });
  };
}

/** Relative: a job that goes on importing meanwhile is to be stopped all the same. */
function stopping(job: ImportJob): FieldChange[] {
  const after = hasEnded(job) || job.status === 'Stopping' ? job.status : 'Stopped';
  return [{ field: 'status', before: job.status, after, relative: true }];
}
