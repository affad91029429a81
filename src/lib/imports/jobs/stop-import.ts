import type { Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { hasEnded, type ImportJob } from '../../model/imports/import-job.js';
import { type FieldChange, movedFields } from '../../model/field-change.js';
import { counted } from '../../text/counted.js';
import { requestIds } from '../../changes/written.js';
import { savedJob } from '../compile/imports-folder.js';
import { importJob } from './import-jobs.js';

/**
 * Plans to stop an import job (StopUserImportJob). Imported users are kept, and the job cannot be resumed.
 *
 * @throws AdminError IMPORT_JOB_NOT_FOUND; INVALID_REQUEST on applying it to a job that was never started
 */
export async function stopImport(directory: Directory, id: string): Promise<Change> {
  const job = await importJob(directory, id);
  // Cognito does not say whose users a job imports; only the machine that started it knows.
  const tenantId = await savedTenant(directory, job.id);
  const fields = stoppingFields(job);
  return {
    operation: 'users.import-stop',
    target: { kind: 'import-job', id: job.id, label: job.name ?? job.id, tenantId },
    fields,
    doneMessage: `Stopped import job ${job.id}. It has imported ${counted(job.imported, 'user')}.`,
    unchangedMessage: `Import job ${job.id} has already ended: ${job.status ?? 'unknown'}.`,
    notes: ['Imported users are kept. To import the rest, start a new job: existing users are skipped.'],
    replan: () => stopImport(directory, id),
    apply: async () => ({
      requestIds: requestIds([
        await directory.cognito.call('StopUserImportJob', { JobId: job.id }).catch(withExplanation(job)),
      ]),
    }),
    unverifiedFields: async () => movedFields(stoppingFields(await importJob(directory, job.id))),
    showCommand: commandLine(directory, `users import status ${job.id}`),
  };
}

/**
 * The tenant of the job's users; null if it is not known. A saved file that is not safe says nothing, and refuses nothing in a
 * context that may stop any job.
 *
 * @throws AdminError UNSAFE_FILE in a context that is bound to a tenant
 */
async function savedTenant(directory: Directory, id: string): Promise<string | null> {
  try {
    return (await savedJob(directory, id))?.tenantId ?? null;
  } catch (error) {
    const isUnsafe = error instanceof AdminError && error.code === 'UNSAFE_FILE';
    if (isUnsafe && directory.context.tenant === undefined) return null;
    throw error;
  }
}

/** Cognito refuses to stop a job that was never started; no other request would succeed, so the hint says so. */
function withExplanation({ status }: ImportJob): (error: unknown) => never {
  return (error) => {
    if (status !== 'Created' || !(error instanceof AdminError) || error.code !== 'INVALID_REQUEST') throw error;
    throw new AdminError(error.code, error.message, {
      cause: error,
      hint: 'The job was never started. It does nothing and expires within two days.',
      requestId: error.requestId,
    });
  };
}

/** Relative, so that the plan stays valid while the job imports more users. */
function stoppingFields(job: ImportJob): FieldChange[] {
  const after = hasEnded(job) || job.status === 'Stopping' ? job.status : 'Stopped';
  return [{ field: 'status', before: job.status, after, relative: true }];
}
