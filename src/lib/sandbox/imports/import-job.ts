import { ServiceError } from '../engine/service-error.js';
import { own } from '../state/state.js';
import type { ImportJobState, PoolState } from '../state/state.js';

/** Throws ResourceNotFoundException. */
export function requireJob(pool: PoolState, jobId: string): ImportJobState {
  const job = own(pool.importJobs ?? {}, jobId);
  if (!job) throw new ServiceError('ResourceNotFoundException', `Import job ${jobId} does not exist.`);
  return job;
}

/** Whether users are being imported, or about to be. Only one job of an account may be so. */
export function isActive({ status }: ImportJobState): boolean {
  return status === 'Pending' || status === 'InProgress' || status === 'Stopping';
}

/**
 * Ends a job, which needs its file no more.
 *
 * @param at milliseconds since 1970
 */
export function endJob(
  job: ImportJobState,
  status: 'Succeeded' | 'Failed' | 'Stopped',
  message: string,
  at: number,
): void {
  job.status = status;
  job.message = message;
  job.completedAt = at;
  delete job.upload;
}

/** What the developer guide shows of a job that was stopped. */
export const STOPPED = 'The Import Job was stopped by the developer.';
