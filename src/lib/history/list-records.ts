import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { pointInTime } from '../text/point-in-time.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { recordIdOf } from './file/read-lines.js';
import { findRunId } from './find-by-id.js';
import { type HistoryStores, historyStoresToShow } from './history-stores.js';
import { newestFirst } from './newest-first.js';
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

export interface ListOptions {
  readonly now: Date;
  /** Called for each file that is left out: see `historyStoresToShow`. */
  readonly warn: (text: string) => void;
}

export interface RecordList {
  readonly records: AsyncIterable<ChangeRecord>;
  /** How many changes were read so far, whether they match or not. */
  readonly read: () => number;
  /** How many lines could not be read so far. */
  readonly unreadable: () => number;
}

/**
 * The matching changes of the user pool's history, the newest first. They are read as they are taken, so that a few of a
 * long history cost no more than those of a short one.
 *
 * @throws AdminError USAGE for an invalid time. Reading the list throws USAGE for an unknown operation; RUN_NOT_FOUND;
 *   HISTORY_UNREADABLE
 */
export function listRecords(directory: Directory, filter: RecordFilter, { now, warn }: ListOptions): RecordList {
  const since = filter.since === undefined ? undefined : sinceTime(filter.since, now);
  let [read, unreadable] = [0, 0];
  const onRead = () => (read += 1);
  const onUnreadable = () => (unreadable += 1);
  const records = matching(directory, { ...filter, since, onRead, onUnreadable, warn });
  return { records, read: () => read, unreadable: () => unreadable };
}

async function* matching(
  directory: Directory,
  {
    since,
    user,
    failed,
    limit = Infinity,
    onRead,
    onUnreadable,
    warn,
    ...filter
  }: RecordFilter & { onRead: () => void; onUnreadable: () => void } & Pick<ListOptions, 'warn'>,
): AsyncGenerator<ChangeRecord, void, undefined> {
  const stores = await historyStoresToShow(directory, warn);
  const run = filter.run === undefined ? undefined : await findRunId(stores, filter.run);
  const targets = user === undefined ? undefined : await targetsNamed(user, stores);
  const wants = since === undefined ? undefined : await startedSince(since);
  const operation = filter.operation?.trim().replace(/\s+/, '.');
  const operations = new Set<string>();
  let count = 0;
  for await (const { record } of newestFirst(stores, { wants, onUnreadable })) {
    onRead();
    if (!stores.isOwn(record)) continue;
    operations.add(record.operation);
    const matches =
      (since === undefined || record.startedAt >= since) &&
      (operation === undefined || record.operation === operation) &&
      (run === undefined || record.run?.id === run) &&
      (!failed || FAILED.has(record.result)) &&
      (targets === undefined || (record.target.kind === 'user' && targets.has(record.target.id)));
    if (!matches) continue;
    yield record;
    count += 1;
    if (count >= limit) return;
  }
  if (operation !== undefined && !operations.has(operation)) {
    refuseIfSimilar(filter.operation ?? '', operation, operations);
  }
}

const FAILED = new Set(['failed', 'partly', 'unknown']);

/** The time of `--since`: ISO 8601, UTC. @throws AdminError USAGE */
export function sinceTime(text: string, now: Date): string {
  const time = pointInTime(text, now);
  if (time !== undefined) return time.toISOString();
  throw new AdminError('USAGE', `invalid time ${quoted(text)}`, {
    hint: 'Use an age such as 30m, 2h or 3d, or a time such as 2026-11-20 or 2026-11-20T03:00Z',
  });
}

/** Milliseconds for which a process may have waited, for an MFA code perhaps, after it has made the ID of a record. */
const LONGEST_WAIT = 3_600_000;

/**
 * Which lines to parse for the changes since a time: the others are recognized by the time in the ID that both lines of a
 * change have. Reading does not stop at the first earlier one, since a clock may have been set back.
 */
async function startedSince(since: string): Promise<(line: Buffer) => boolean> {
  const { encodeTime } = await import('ulid');
  const earliest = encodeTime(Math.max(0, Date.parse(since) - LONGEST_WAIT));
  return (line) => recordIdOf(line) >= earliest;
}

/** An operation that was never recorded is refused if it is similar to a recorded one; otherwise it matches nothing. */
function refuseIfSimilar(typed: string, operation: string, recorded: ReadonlySet<string>): void {
  const meant = closest(operation, [...recorded]);
  if (meant === undefined) return;
  throw new AdminError('USAGE', `no operation ${quoted(typed)} in the history`, {
    hint: `${didYouMean(meant)}Operations: ${[...recorded].sort().join(', ')}`,
  });
}

/**
 * The IDs of the users that have, or once had, a name: after a change of address, both addresses match. So the whole
 * history is read, but only lines with the name are parsed.
 */
async function targetsNamed(name: string, stores: HistoryStores): Promise<Set<string>> {
  const same = (text: unknown) => typeof text === 'string' && text.toLowerCase() === name.toLowerCase();
  const written = JSON.stringify(name).toLowerCase();
  const wants = (line: Buffer) => line.toString('utf8').toLowerCase().includes(written);
  const ids = new Set<string>();
  for await (const { record } of newestFirst(stores, { wants })) {
    const { target, fields } = record;
    const isNamed =
      same(target.label) ||
      same(target.id) ||
      same(target.sub) ||
      fields.some(({ field, before, after }) => field === 'email' && (same(before) || same(after)));
    if (isNamed && stores.isOwn(record)) ids.add(target.id);
  }
  return ids;
}
