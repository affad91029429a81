import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { pointInTime } from '../text/point-in-time.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { historyFile } from './history.js';
import { readHistory } from './read-history.js';
import type { ChangeRecord } from './record.js';
import { findRunId } from './run-of.js';

/** Which changes to list; what is left out matches all. */
export interface RecordFilter {
  /** An age such as `2h`, or a time in ISO 8601. */
  readonly since?: string | undefined;
  /** An address, a `sub` or a user name. */
  readonly user?: string | undefined;
  /** `users.disable` or `users disable`. */
  readonly operation?: string | undefined;
  /** The ID of a batch, or enough of either end of it. */
  readonly run?: string | undefined;
  /** Only those that failed, in part or as a whole, or whose end is not known. */
  readonly failed: boolean;
  readonly limit?: number | undefined;
}

/** The changes found, the newest first, and how many lines of the history could not be read. */
export interface RecordList {
  readonly records: readonly ChangeRecord[];
  readonly unreadable: number;
}

/**
 * The changes of the context's history that match.
 *
 * @throws AdminError USAGE for a time or an operation that is none; RUN_NOT_FOUND; HISTORY_UNREADABLE
 */
export async function listRecords(
  directory: Directory,
  filter: RecordFilter,
  now: Date,
): Promise<RecordList> {
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
  // By ID, which is by time: processes at the same moment write their lines in whatever order they get the lock.
  const newestFirst = matching.sort((one, other) => (one.id < other.id ? 1 : -1));
  return { records: newestFirst.slice(0, filter.limit), unreadable };
}

const FAILED = new Set(['failed', 'partly', 'unknown']);

function timeOf(text: string, now: Date): string {
  const time = pointInTime(text, now);
  if (time !== undefined) return time.toISOString();
  throw new AdminError('USAGE', `${quoted(text)} is no time`, {
    hint: 'Write an age such as 30m, 2h or 3d, or a time such as 2026-11-20 or 2026-11-20T03:00Z',
  });
}

/** An operation that was never recorded may be a slip of the pen, or rightly find nothing: only the first is refused. */
function operationOf(text: string, records: readonly ChangeRecord[]): string {
  const named = text.trim().replace(/\s+/, '.');
  const known = [...new Set(records.map(({ operation }) => operation))];
  const meant = closest(named, known);
  if (known.includes(named) || meant === undefined) return named;
  throw new AdminError('USAGE', `no change in the history is called ${quoted(text)}`, {
    hint: `${didYouMean(meant)}There are: ${known.sort().join(', ')}`,
  });
}

/** The users who go, or once went, by a name: an address that has changed names the same user before and after. */
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
