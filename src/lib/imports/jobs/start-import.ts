import { basename } from 'node:path';

import { badResponse } from '../../cognito/errors/bad-response.js';
import { uploadFile } from '../../cognito/transfer/upload-file.js';
import type { Applied, Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import type { FieldChange } from '../../model/field-change.js';
import { sdkAlgorithm } from '../../model/imports/password-hash.js';
import { counted } from '../../text/counted.js';
import { quoted } from '../../text/quoted.js';
import { requestIds } from '../../changes/written.js';
import type { CompiledImport } from '../compile/compiled-import.js';
import { importJob } from './import-jobs.js';
import { saveJob } from '../compile/imports-folder.js';
import { parsedUrl } from '../../text/parsed.js';

export interface StartImportInput {
  readonly compiled: CompiledImport;
  /** The name of the job (see `parseJobName`). */
  readonly name: string;
  /** The name of the compiled file, without its folder; `-` for stdin. */
  readonly source: string;
  /** The ARN of the role with which the job writes its log to CloudWatch; only a dry run does without. */
  readonly logsRole: string | undefined;
  /** How many of the users exist already, if they were counted. */
  readonly existing?: number | undefined;
}

/** A change that creates and starts an import job. */
export interface ImportStart {
  readonly change: Change;
  /** The ID of the job; `undefined` until it has started. */
  readonly startedJob: () => string | undefined;
}

/**
 * Plans to have Cognito import a compiled file: CreateUserImportJob, the upload to its pre-signed URL, and
 * StartUserImportJob. The change is done when the job has started; `followJob` waits for its end.
 */
export function startImport(directory: Directory, input: StartImportInput): ImportStart {
  const { compiled, name, source } = input;
  const fields = plannedFields(input);
  let created: string | undefined;
  let started: string | undefined;
  const change: Change = {
    operation: 'users.import',
    target: { kind: 'import-job', id: name, label: name, tenantId: onlyTenant(compiled) },
    fields,
    disruption: disruptionOf(compiled),
    irreversible: 'Imported users are kept. To remove them, they have to be deleted.',
    doneMessage: `Started the import of ${counted(compiled.rows, 'user')} from ${source === '-' ? 'stdin' : source}.`,
    unchangedMessage: `${name} is already imported.`,
    replan: () => Promise.resolve(change),
    apply: async () => {
      const job = await createJob(directory, input);
      created = job.id;
      const applied = await uploadAndStart(directory, input, job);
      started = job.id;
      return { ...applied, requestIds: [...job.requestIds, ...applied.requestIds] };
    },
    unverifiedFields: async () => {
      const isStarted = created !== undefined && (await importJob(directory, created)).status !== 'Created';
      // The job has also started if only the response was lost.
      if (isStarted) started = created;
      return isStarted ? [] : fields;
    },
    // The plan depends on no state of the pool: existing users are skipped.
    isRejectedIfStale: true,
    showCommand: commandLine(directory, 'users import list'),
  };
  return { change, startedJob: () => started };
}

function plannedFields({ compiled, source, name, logsRole, existing }: StartImportInput): FieldChange[] {
  const values = {
    job: name,
    file: source,
    users: compiled.rows,
    ...(existing === undefined ? {} : { newUsers: compiled.rows - existing, existingUsers: existing }),
    tenants: [...compiled.tenants.keys()],
    ...(compiled.privileged.size === 0 ? {} : { privilegedRoles: [...compiled.privileged.keys()] }),
    ...defined({ passwordHashes: compiled.hashes, logsRole }),
  };
  return Object.entries(values).map(([field, after]) => ({ field, before: null, after }));
}

function onlyTenant({ tenants }: CompiledImport): string | null {
  const [tenant, ...others] = tenants.keys();
  return tenant === undefined || others.length > 0 ? null : tenant;
}

function disruptionOf({ rows, privileged }: CompiledImport): string {
  const roles = [...privileged].map(([role, count]) => `${role} (${count})`).join(', ');
  const grants = roles === '' ? '' : `, with privileged roles: ${roles}`;
  return `This creates up to ${counted(rows, 'user')}${grants}.`;
}

interface CreatedJob {
  readonly id: string;
  /** A secret: anyone who has it can upload. */
  readonly uploadUrl: string;
  readonly requestIds: string[];
}

async function createJob(
  directory: Directory,
  { name, logsRole, source, compiled }: StartImportInput,
): Promise<CreatedJob> {
  const response = await directory.cognito.call('CreateUserImportJob', {
    JobName: name,
    CloudWatchLogsRoleArn: logsRole,
    ...(compiled.hashes !== undefined && { PasswordHashingAlgorithm: sdkAlgorithm(compiled.hashes) }),
  });
  const { JobId: id, PreSignedUrl: uploadUrl } = response.UserImportJob ?? {};
  if (id === undefined || uploadUrl === undefined || parsedUrl(uploadUrl) === undefined) {
    throw badResponse('CreateUserImportJob returned no job with an upload URL', response.$metadata);
  }
  const { rows, lines } = compiled;
  await saveJob(directory, id, { source, rows, tenantId: onlyTenant(compiled), lines });
  return { id, uploadUrl, requestIds: requestIds([response]) };
}

async function uploadAndStart(
  directory: Directory,
  { compiled }: StartImportInput,
  { id, uploadUrl }: CreatedJob,
): Promise<Applied> {
  try {
    await uploadFile(directory.endpoint, uploadUrl, compiled.file);
    const response = await directory.cognito.call('StartUserImportJob', { JobId: id });
    return { targetId: id, requestIds: requestIds([response]) };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const how = error.mayHaveHappened === true ? 'may not have been started' : 'not started';
    throw new AdminError(error.code, `import job ${id} was created but ${how}: ${error.message}`, {
      cause: error,
      hint: [
        ...(error.hint === undefined ? [] : [error.hint]),
        'A job that was not started does nothing and expires within two days.',
      ].join('\n'),
      requestId: error.requestId,
      mayHaveHappened: error.mayHaveHappened,
    });
  }
}

/** API reference, CreateUserImportJob. */
const JOB_NAME = /^[\w\s+=,.@-]{1,128}$/;

/** @throws AdminError USAGE for a name that Cognito does not allow */
export function parseJobName(text: string): string {
  if (JOB_NAME.test(text)) return text;
  throw new AdminError('USAGE', `${quoted(text)} is not a valid name for an import job`, {
    hint: 'Use 1 to 128 letters, digits, spaces and any of _ + = , . @ -',
  });
}

/** The default name of a job: the name of its file. */
export function jobNameOf(source: string): string {
  const name = source === '-' ? 'stdin' : basename(source);
  return name.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 128);
}
