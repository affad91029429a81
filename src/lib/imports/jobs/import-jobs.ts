/**
 * `jobs/` works with the pool's import jobs: reads them (this file), starts, follows and stops them, and reports on the
 * rows that they did not import.
 */
import { PAGE_SIZE, pages } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { type ImportJob, importJobFromSdk } from '../../model/imports/import-job.js';

/** Reads a job (DescribeUserImportJob). @throws AdminError IMPORT_JOB_NOT_FOUND */
export async function importJob({ cognito }: Pick<Directory, 'cognito'>, id: string): Promise<ImportJob> {
  const { UserImportJob } = await cognito.call('DescribeUserImportJob', { JobId: id });
  // For the types only: `checkAnswer` refuses an answer without a job.
  return importJobFromSdk(UserImportJob ?? {});
}

/** The pool's jobs, the newest first, with one page in memory at a time. */
export function listImportJobs({ cognito }: Directory): AsyncGenerator<ImportJob> {
  return pages(async (PaginationToken) => {
    const page = await cognito.call('ListUserImportJobs', { MaxResults: PAGE_SIZE, PaginationToken });
    const items = page.UserImportJobs?.map(importJobFromSdk);
    return { items, nextToken: page.PaginationToken, metadata: page.$metadata };
  });
}
