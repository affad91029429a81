import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { pointInTime } from '../text/point-in-time.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { findRunId } from './find-by-id.js';
import { historyFile } from './history.js';
import { type HistoryReading, readHistory } from './read-history.js';
import type { ChangeRecord } from './record.js';

/** Which changes to list. A filter that is left out matches all. */
export interface RecordFilter {
  /** An age such as `2h`, or a time in ISO 8601. */
  readonly since?: string | undefined;
  /** An address, a `sub` or a user name. */
  readonly user?: string | undefined;
  /** `users.disable` or `users disable`. */
  readonly operation?: string | undefined;
  /** The ID of a run, or the unique start or end of it. */
  readonly run?: string | undefined;
  /** Only those that failed, in part or completely, or whose result is not known. */
  readonly failed: boolean;
  readonly limit?: number | undefined;
}

/**
 * The matching changes of the context's history, the newest first.
 *
 * @throws AdminError USAGE for an invalid time or operation; RUN_NOT_FOUND; HISTORY_UNREADABLE
 */
export async function listRecords(directory: Directory, filter: RecordFilter, now: Date): Promise<HistoryReading> {
  const since = filter.since === undefined ? undefined : timeOf(filter.since, now);
  const { records, unreadable } = await readHistory(
    historyFile(directory.dataFolder, directory.context.name, directory.endpoint.poolId),
  );
  const operation = filter.operation === undefined ? undefined : operationOf(filter.operation, records);
  const targets = filter.user === undefined ? undefined : targetsNamed(filter.user, records);
  const run = filter.run === undefined ? undefined : findRunId(records, filter.run);
  const matching = records.filter(
    (record) =>
      (since === undefined || record.startedAt >= since) &&
      (operation === undefined || record.operation === operation) &&
      (run === undefined || record.run?.id === run) &&
      (!filter.failed || FAILED.has(record.result)) &&
      (targets === undefined || (record.target.kind === 'user' && targets.has(record.target.id))),
  );
  // IDs sort by time; lines of parallel processes are in the order in which these got the lock.
  const newestFirst = matching.sort((one, other) => (one.id < other.id ? 1 : -1));
  return { records: newestFirst.slice(0, filter.limit), unreadable };
}

const FAILED = new Set(['failed', 'partly', 'unknown']);

function timeOf(text: string, now: Date): string {
  const time = pointInTime(text, now);
  if (time !== undefined) return time.toISOString();
  throw new AdminError('USAGE', `invalid time ${quoted(text)}`, {
    hint: 'Use an age such as 30m, 2h or 3d, or a time such as 2026-11-20 or 2026-11-20T03:00Z',
  });
}

/** An operation that was never recorded is refused if it is similar to a recorded one; otherwise it matches nothing. */
function operationOf(text: string, records: readonly ChangeRecord[]): string {
  const named = text.trim().replace(/\s+/, '.');
  const known = [...new Set(records.map(({ operation }) => operation))];
  const meant = closest(named, known);
  if (known.includes(named) || meant === undefined) return named;
  throw new AdminError('USAGE', `no operation ${quoted(text)} in the history`, {
    hint: `${didYouMean(meant)}Operations: ${known.sort().join(', ')}`,
  });
}

/** The IDs of the users that have, or once had, a name: after a change of address, both addresses match. */
function targetsNamed(name: string, records: readonly ChangeRecord[]): Set<string> {
  const same = (text: unknown) => typeof text === 'string' && text.toLowerCase() === name.toLowerCase();
  const named = records.filter(
    ({ target, fields }) =>
      same(target.label) ||
      same(target.id) ||
      same(target.sub) ||
      fields.some(({ field, before, after }) => field === 'email' && (same(before) || same(after))),
  );
  return new Set(named.map(({ target }) => target.id));
}
