import { hostname } from 'node:os';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { findRun } from '../../history/find-by-id.js';
import { historyStores } from '../../history/history-stores.js';
import { newestFirst } from '../../history/newest-first.js';
import { visible } from '../../output/sanitise.js';

/** Changes of the history that are looked at: those of some days, as a rule. */
const LATEST = 2_000;

/**
 * Adds to the error that there is no interrupted run where there may be one: in the history that a team shares, the
 * latest run of the same operation from another machine. Its rows are there and not in the history, so that it can be
 * resumed only there.
 *
 * @param host the name of this machine
 * @throws the error; or one like it with a longer hint
 */
export async function withRunElsewhere(
  error: unknown,
  directory: Directory,
  operation: string,
  host = hostname(),
): Promise<never> {
  if (!(error instanceof AdminError) || error.code !== 'RUN_NOT_FOUND' || directory.table === undefined) throw error;
  const found = await latestElsewhere(directory, operation, host).catch((problem: unknown) => {
    // What cannot be read is no reason to hide that there is no run here.
    if (problem instanceof AdminError && problem.code !== 'CANCELLED') return undefined;
    throw problem;
  });
  if (found === undefined) throw error;
  throw new AdminError(error.code, `${error.message} on this machine`, {
    hint: [found, error.hint].filter((line) => line !== undefined).join('\n'),
    cause: error,
  });
}

async function latestElsewhere(directory: Directory, operation: string, host: string): Promise<string | undefined> {
  const { current, isOwn } = historyStores(directory);
  let seen = 0;
  for await (const { record } of newestFirst({ current, earlier: [] })) {
    if ((seen += 1) > LATEST) return undefined;
    const { run, operator } = record;
    if (run === null || record.operation !== operation || operator.host === host || !isOwn(record)) continue;
    const { first } = await findRun({ current, earlier: [] }, run.id);
    const { osUser, host: beganOn } = first.record.operator;
    const by = visible(`${osUser === null ? '' : `${osUser} on `}${beganOn}`);
    return (
      `The latest run of ${operation.replace('.', ' ')} on another machine is ${run.id}, begun by ${by} at ` +
      `${first.record.startedAt}. If that is the one, resume it there: its rows are on that machine.`
    );
  }
  return undefined;
}
