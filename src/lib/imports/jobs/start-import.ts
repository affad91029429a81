import { defined } from '../../model/defined.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import { uploadFile } from '../../cognito/transfer/upload-file.js';
import type { Applied, Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { FieldChange } from '../../model/field-change.js';
import { counted } from '../../text/counted.js';
import { requestIds } from '../../users/changes/user-change.js';
import type { CompiledImport } from '../compile/compiled-import.js';
import { importJob } from './import-jobs.js';
import { keepJob } from '../compile/imports-folder.js';

export interface StartImportInput {
  readonly compiled: CompiledImport;
  /** What people know the job by: 1 to 128 characters of `[\w\s+=,.@-]`. */
  readonly name: string;
  /** The name of the file that was compiled, without its folder; `-` for stdin. */
  readonly source: string;
  /** The ARN of the role by which the job writes its log to CloudWatch. */
  readonly logsRole: string;
}

/** A change that makes an import job, and the ID of the job once there is one that was started. */
export interface ImportStart {
  readonly change: Change;
  readonly startedJob: () => string | undefined;
}

/**
 * Plans to have Cognito import a compiled file: CreateUserImportJob, the upload to its pre-signed URL, and
 * StartUserImportJob. The change is done when the job has started; what becomes of its rows `followJob` tells.
 */
export function startImport(directory: Directory, input: StartImportInput): ImportStart {
  const { compiled, name, source } = input;
  const fields = planned(input);
  const tenants = [...compiled.tenants.keys()];
  let created: string | undefined;
  let started: string | undefined;
  const change: Change = {
    operation: 'users.import',
    target: {
      kind: 'import-job',
      id: name,
      label: name,
      tenantId: tenants.length === 1 ? (tenants[0] ?? null) : null,
    },
    fields,
    disruption: disruptionOf(compiled),
    irreversible: 'Whoever was imported stays: to take them back, they have to be deleted.',
    doneMessage: `Started the import of ${counted(compiled.rows, 'user')} from ${source === '-' ? 'stdin' : source}.`,
    unchangedMessage: `${name} is imported already.`,
    replan: () => Promise.resolve(change),
    apply: async () => {
      const { job, ids } = await createJob(directory, input);
      created = job.id;
      const applied = await uploadAndStart(directory, input, job);
      started = job.id;
      return { ...applied, requestIds: [...ids, ...applied.requestIds] };
    },
    unverifiedFields: async () => {
      const isStarted = created !== undefined && (await importJob(directory, created)).status !== 'Created';
      // A lost answer to the start, too, is found out here.
      if (isStarted) started = created;
      return isStarted ? [] : fields;
    },
    // It depends on nothing that could have moved: whoever exists by then is skipped.
    isRejectedIfStale: true,
    showCommand: commandLine(directory, 'users import list'),
  };
  return { change, startedJob: () => started };
}

function planned({ compiled, source, name, logsRole }: StartImportInput): FieldChange[] {
  const values = {
    job: name,
    file: source,
    users: compiled.rows,
    tenants: [...compiled.tenants.keys()],
    ...(compiled.privileged.size === 0 ? {} : { privilegedRoles: [...compiled.privileged.keys()] }),
    logsRole,
  };
  return Object.entries(values).map(([field, after]) => ({ field, before: null, after }));
}

function disruptionOf({ rows, privileged }: CompiledImport): string {
  const roles = [...privileged].map(([role, count]) => `${count} with ${role}`).join(', ');
  const which = roles === '' ? '' : `, ${roles}, which is privileged`;
  return `${counted(rows, 'user')} would be created${which}.`;
}

interface CreatedJob {
  readonly id: string;
  /** A secret: whoever has it can upload. */
  readonly uploadUrl: string;
}

async function createJob(
  directory: Directory,
  { name, logsRole, source, compiled }: StartImportInput,
): Promise<{ job: CreatedJob; ids: string[] }> {
  const answer = await directory.cognito.call('CreateUserImportJob', {
    JobName: name,
    CloudWatchLogsRoleArn: logsRole,
  });
  const { JobId: id, PreSignedUrl: uploadUrl } = answer.UserImportJob ?? {};
  if (id === undefined || uploadUrl === undefined || !URL.canParse(uploadUrl)) {
    throw badResponse('asked for an import job, and was answered none to upload to', answer.$metadata);
  }
  await keepJob(directory, id, { source, rows: compiled.rows, lines: compiled.lines });
  return { job: { id, uploadUrl }, ids: requestIds([answer]) };
}

async function uploadAndStart(
  directory: Directory,
  { compiled }: StartImportInput,
  { id, uploadUrl }: CreatedJob,
): Promise<Applied> {
  try {
    await uploadFile(directory.endpoint, uploadUrl, compiled.file);
    const answer = await directory.cognito.call('StartUserImportJob', { JobId: id });
    return { targetId: id, requestIds: requestIds([answer]) };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const how = error.mayHaveHappened === true ? 'may not have been' : 'was not';
    throw new AdminError(error.code, `import job ${id} was made, and ${how} started: ${error.message}`, {
      cause: error,
      hint: [
        ...(error.hint === undefined ? [] : [error.hint]),
        'A job that is not started expires by itself within two days, and does nothing.',
      ].join('\n'),
      ...defined({ requestId: error.requestId, mayHaveHappened: error.mayHaveHappened }),
    });
  }
}
