import { randomBytes } from 'node:crypto';
import { defined } from '../../model/defined.js';
import { HASH_ALGORITHMS, sdkAlgorithm } from '../../model/imports/password-hash.js';
import { epochSeconds, operation, type OperationContext } from '../engine/operation.js';
import { orderedPage, PAGE_SIZE, PAGE_TOKEN } from '../engine/page.js';
import { ONE_POOL } from '../engine/parameters.js';
import { limitExceeded, ServiceError } from '../engine/service-error.js';
import { required, string, structure } from '../engine/shape.js';
import { importHeader } from '../imports/import-file.js';
import { advanceJob, isActive, requireJob, stopJob } from '../imports/import-job.js';
import { uploadUrl } from '../imports/import-transfer.js';
import { unwrap } from '../state/draft.js';
import { requirePool } from '../state/lookup.js';
import type { ImportJobState } from '../state/import-job-state.js';
import type { SandboxState } from '../state/state.js';

export const GetCSVHeader = operation(structure(ONE_POOL), async ({ store }, { UserPoolId }) => ({
  UserPoolId,
  CSVHeader: importHeader(requirePool(await store.read(), UserPoolId)),
}));

const CreateRequest = structure({
  ...ONE_POOL,
  JobName: required(string({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' })),
  CloudWatchLogsRoleArn: required(
    string({
      min: 20,
      max: 2048,
      pattern:
        'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
    }),
  ),
  PasswordHashingAlgorithm: string({ oneOf: HASH_ALGORITHMS.map(sdkAlgorithm) }),
});

/** A pool's import jobs (quotas in the developer guide). */
const MAX_JOBS = 1000;

export const CreateUserImportJob = operation(CreateRequest, (context, input) => {
  const { UserPoolId } = input;
  return context.store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    if (Object.keys(pool.importJobs ?? {}).length >= MAX_JOBS) throw limitExceeded(`${MAX_JOBS} import jobs`);
    const jobId = `import-${token(8)}`;
    const job: ImportJobState = {
      name: input.JobName,
      roleArn: input.CloudWatchLogsRoleArn,
      ...defined({ hashes: HASH_ALGORITHMS.find((name) => sdkAlgorithm(name) === input.PasswordHashingAlgorithm) }),
      signature: token(24),
      createdAt: context.now().getTime(),
      status: 'Created',
      imported: 0,
      skipped: 0,
      failed: 0,
      log: [],
    };
    pool.importJobs ??= {};
    pool.importJobs[jobId] = job;
    return { UserImportJob: jobResponse(context, UserPoolId, jobId, job) };
  });
});

const OneJob = structure({
  ...ONE_POOL,
  JobId: required(string({ min: 1, max: 55, pattern: 'import-[0-9a-zA-Z-]+' })),
});

export const DescribeUserImportJob = operation(OneJob, async (context, { UserPoolId, JobId }) => {
  await advanceJob(context, UserPoolId, JobId);
  const job = requireJob(requirePool(await context.store.read(), UserPoolId), JobId);
  return { UserImportJob: jobResponse(context, UserPoolId, JobId, job) };
});

/** The file is read at the next request about the job, so an error in it fails the job, not this call. */
export const StartUserImportJob = operation(OneJob, async (context, { UserPoolId, JobId }) => {
  await advanceActiveJobs(context);
  await advanceJob(context, UserPoolId, JobId);
  return context.store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    const job = requireJob(pool, JobId);
    if (job.status !== 'Created') throw precondition(`${JobId} is ${job.status} and cannot be started.`);
    if ((pool.settings.AutoVerifiedAttributes ?? []).length === 0)
      throw precondition('The user pool has no auto verified attributes.');
    // Cognito's own message.
    if (!job.upload) throw precondition(`No csv file was uploaded for ${JobId}`);
    if (activeJobs(state).length > 0) throw precondition('Only one import job can be active at a time.');
    job.status = 'Pending';
    job.startedAt = context.now().getTime();
    return { UserImportJob: jobResponse(context, UserPoolId, JobId, job) };
  });
});

/** A pending job stops at once; a running one at the next request about it. */
export const StopUserImportJob = operation(OneJob, async (context, { UserPoolId, JobId }) => {
  const { store, now } = context;
  let file: string | undefined;
  const stopped = await store.update((state) => {
    const job = requireJob(requirePool(state, UserPoolId), JobId);
    if (job.status === 'InProgress') job.status = 'Stopping';
    else if (job.status === 'Pending') {
      file = job.upload?.file;
      stopJob(job, now().getTime());
    } else throw precondition(`${JobId} is ${job.status} and cannot be stopped.`);
    return { UserImportJob: jobResponse(context, UserPoolId, JobId, job) };
  });
  if (file !== undefined) await store.uploads.remove(file);
  return stopped;
});

const ListRequest = structure({ ...ONE_POOL, MaxResults: required(PAGE_SIZE), PaginationToken: PAGE_TOKEN });

/** Newest first. */
export const ListUserImportJobs = operation(ListRequest, async (context, input) => {
  const { UserPoolId } = input;
  const before = requirePool(await context.store.read(), UserPoolId);
  const jobIds = Object.keys(before.importJobs ?? {}).reverse();
  const list = ['import jobs', UserPoolId];
  const { keys, nextToken } = orderedPage(jobIds, list, input.PaginationToken, input.MaxResults);
  for (const jobId of keys) await advanceJob(context, UserPoolId, jobId);

  const pool = requirePool(await context.store.read(), UserPoolId);
  return {
    UserImportJobs: keys.map((jobId) => jobResponse(context, UserPoolId, jobId, requireJob(pool, jobId))),
    ...defined({ PaginationToken: nextToken }),
  };
});

/** Otherwise a job that no request looks at would block the next one forever. */
async function advanceActiveJobs(context: OperationContext): Promise<void> {
  for (const [poolId, jobId] of activeJobs(await context.store.read())) await advanceJob(context, poolId, jobId);
}

/** The active jobs of all pools: Cognito runs one job at a time per account. */
function activeJobs(state: SandboxState): [poolId: string, jobId: string][] {
  return Object.entries(unwrap(state.pools)).flatMap(([poolId, { importJobs = {} }]) =>
    Object.entries(importJobs).flatMap(([jobId, job]): [string, string][] => (isActive(job) ? [[poolId, jobId]] : [])),
  );
}

/** `UserImportJobType` */
function jobResponse({ origin }: OperationContext, poolId: string, jobId: string, job: ImportJobState) {
  return {
    JobName: job.name,
    JobId: jobId,
    UserPoolId: poolId,
    PreSignedUrl: uploadUrl(origin, poolId, jobId, job),
    CreationDate: epochSeconds(job.createdAt),
    ...(job.startedAt !== undefined && { StartDate: epochSeconds(job.startedAt) }),
    ...(job.completedAt !== undefined && { CompletionDate: epochSeconds(job.completedAt) }),
    Status: job.status,
    CloudWatchLogsRoleArn: job.roleArn,
    ImportedUsers: job.imported,
    SkippedUsers: job.skipped,
    FailedUsers: job.failed,
    ...defined({ CompletionMessage: job.message }),
    ...(job.hashes !== undefined && { PasswordHashingAlgorithm: sdkAlgorithm(job.hashes) }),
  };
}

/** Of these messages, only the one about the missing file is known to be Cognito's. */
function precondition(message: string): ServiceError {
  return new ServiceError('PreconditionNotMetException', message);
}

function token(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
