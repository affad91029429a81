import type { Sandbox } from '../../harness.js';
import { createJob, fileOf, put, ROLE, row } from '../../import-jobs.js';
import { onPool, type OperationCase, type OperationCases } from './operation-case.js';

const JOB = { JobName: 'import', CloudWatchLogsRoleArn: ROLE };

const withUpload: OperationCase['request'] = async (sandbox) => {
  const { JobId, PreSignedUrl } = await createJob(sandbox);
  await put(sandbox, PreSignedUrl, await fileOf(sandbox, [row('new@tenant-one.example')]));
  return onPool({ JobId })(sandbox);
};

/** A request for a job that is running. */
const whileRunning: OperationCase['request'] = async (sandbox) => {
  const request = await withUpload(sandbox);
  await sandbox.call('StartUserImportJob', request);
  return request;
};

/** Starts a job, for operations that are refused meanwhile. */
export async function startImport(sandbox: Sandbox): Promise<void> {
  await whileRunning(sandbox);
}

export const importCases: OperationCases = {
  GetCSVHeader: { request: onPool() },
  CreateUserImportJob: {
    request: onPool(JOB),
    refusals: {
      async LimitExceededException(sandbox) {
        await createJob(sandbox);
        const [job] = Object.values(sandbox.pool.importJobs ?? {});
        const jobs = Array.from({ length: 1000 }, (_, index) => [`import-${index}`, job!] as const);
        sandbox.pool.importJobs = Object.fromEntries(jobs);
      },
    },
  },
  StartUserImportJob: {
    request: withUpload,
    refusals: {
      PreconditionNotMetException: async (sandbox) => onPool({ JobId: (await createJob(sandbox)).JobId })(sandbox),
    },
  },
  StopUserImportJob: { request: whileRunning, refusals: { PreconditionNotMetException: withUpload } },
  DescribeUserImportJob: { request: withUpload },
  ListUserImportJobs: { request: onPool({ MaxResults: 10 }) },
};
