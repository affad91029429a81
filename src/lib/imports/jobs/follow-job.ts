import { setTimeout as delay } from 'node:timers/promises';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { hasEnded, type ImportJob } from '../../model/import-job.js';
import { importJob } from './import-jobs.js';

/** Milliseconds between two looks: few at first, as a short job is soon done, then more. In process a look costs nothing. */
const WAIT = { inProcess: 20, first: 250, most: 2_000, factor: 1.5 } as const;

/**
 * A job each time that it was looked at, until it has ended.
 *
 * @throws AdminError as `importJob` does; CANCELLED
 */
export async function* followJob(
  directory: Directory,
  id: string,
): AsyncGenerator<ImportJob, void, undefined> {
  const { interrupt, requestHandler } = directory.endpoint;
  let wait: number = requestHandler === undefined ? WAIT.first : WAIT.inProcess;
  for (;;) {
    const job = await importJob(directory, id);
    yield job;
    if (hasEnded(job)) return;
    await delay(wait, undefined, { signal: interrupt }).catch(() => {
      throw new AdminError('CANCELLED', 'interrupted');
    });
    if (requestHandler === undefined) wait = Math.min(wait * WAIT.factor, WAIT.most);
  }
}
