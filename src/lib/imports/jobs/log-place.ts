import type { Directory } from '../../directory.js';
import type { ImportJob } from '../../model/import-job.js';

/** Where CloudWatch keeps a job's log. */
export interface LogPlace {
  readonly group: string;
  readonly stream: string;
}

/** Developer Guide, "Viewing the user pool import results in the CloudWatch console". */
export async function logPlace(directory: Directory, job: ImportJob): Promise<LogPlace> {
  const { Id, Name = '' } = await directory.pool();
  return { group: `/aws/cognito/userpools/${Id}/${Name}`, stream: `${job.id}/${job.name ?? ''}` };
}
