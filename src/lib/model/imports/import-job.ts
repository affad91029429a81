import type { UserImportJobStatusType, UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';

import { HASH_ALGORITHMS, sdkAlgorithm } from './password-hash.js';

/** A user import job. The names are the JSON contract; what Cognito does not report is `null`. */
export interface ImportJob {
  readonly id: string;
  readonly name: string | null;
  readonly status: UserImportJobStatusType | null;
  /** Users that were created, that already existed, and that could not be created. */
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** Cognito's message about the outcome. */
  readonly message: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  /** The ARN of the role with which the job writes its log. */
  readonly logsRole: string | null;
  /** How the passwords in its file are hashed, as `--password-hashes` says it; null if it has none. */
  readonly passwordHashes: string | null;
}

/** A job as Cognito returns it, without its pre-signed URL, with which anyone could upload a file. */
export function importJobFromSdk(job: UserImportJobType): ImportJob {
  return {
    id: job.JobId ?? '',
    name: job.JobName ?? null,
    status: job.Status ?? null,
    imported: job.ImportedUsers ?? 0,
    skipped: job.SkippedUsers ?? 0,
    failed: job.FailedUsers ?? 0,
    message: job.CompletionMessage ?? null,
    createdAt: job.CreationDate?.toISOString() ?? null,
    startedAt: job.StartDate?.toISOString() ?? null,
    completedAt: job.CompletionDate?.toISOString() ?? null,
    logsRole: job.CloudWatchLogsRoleArn ?? null,
    passwordHashes: algorithmFromSdk(job.PasswordHashingAlgorithm),
  };
}

/** One that this version does not know keeps Cognito's name. */
function algorithmFromSdk(name: string | undefined): string | null {
  return HASH_ALGORITHMS.find((algorithm) => sdkAlgorithm(algorithm) === name) ?? name ?? null;
}

/** Whether a job is in a final status. A status that this version does not know is not final. */
export function hasEnded({ status }: Pick<ImportJob, 'status'>): boolean {
  return status !== null && ['Stopped', 'Succeeded', 'Failed', 'Expired'].includes(status);
}
