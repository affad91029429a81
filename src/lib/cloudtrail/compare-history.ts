import { type ChangeRecord, LONGEST_CHANGE } from '../history/record.js';
import type { ListView } from '../output/view.js';
import { mayBeOfPool, type TrailEvent } from './trail-event.js';

/** A difference between the history of a user pool and AWS's own log. The keys are part of the JSON output. */
export interface TrailDifference {
  /** `NO_RECORD`: something was changed past sf-admin. `NO_EVENT`: a request that was recorded is not in the log. */
  readonly finding: 'NO_RECORD' | 'NO_EVENT';
  /** ISO 8601, UTC. */
  readonly at: string;
  /** AWS's ID of the request. */
  readonly requestId: string | null;
  /** The operation: that of AWS, or that of the record. */
  readonly operation: string;
  /** The record that has no event; null for an event. */
  readonly record: string | null;
  /** Whom or what the event or the record names. */
  readonly target: string | null;
  /** Who made the request, as CloudTrail or the record names them. */
  readonly by: string | null;
}

export interface TrailComparison {
  readonly differences: readonly TrailDifference[];
  /** Requests that changed the user pool, and how many of them are in the history. */
  readonly events: number;
  readonly matched: number;
  /** Records with requests that were started and completed in the time that is compared. */
  readonly records: number;
  /**
   * Changes of that time whose outcome is not known, such as that of a killed process: their requests are in no record,
   * so they are NO_RECORD if they were made.
   */
  readonly unknown: number;
}

/**
 * Operations by which an administrator changes a user pool, and nothing that a user does: those of the API whose
 * names start so, but for signing in and what users change of themselves (API reference, "Actions").
 */
const CHANGES =
  /^(?:Admin(?!Get|List|InitiateAuth|RespondToAuthChallenge)|Add|Create|Delete(?!User$|UserAttributes$|WebAuthn)|Set(?!UserMFAPreference$|UserSettings$)|Start(?!WebAuthn)|Stop|Tag|Untag|Update(?!UserAttributes$|AuthEventFeedback$|DeviceStatus$))/;

/** Milliseconds. The times of events are whole seconds, rounded down. */
const SECOND = 1_000;

/**
 * Joins the history and a log of CloudTrail by the ID of the request. Only the time that the log covers is compared:
 * from its first event to its last. Requests that failed changed nothing, and are left out.
 *
 * @param events of the log, in any order
 * @param records of the user pool, in any order. All of them: a request may be in a record that was started long before.
 * @param since where the time that is compared begins, if that is after the first event: ISO 8601, UTC
 */
export async function compareTrail(
  events: AsyncIterable<TrailEvent>,
  records: AsyncIterable<ChangeRecord>,
  { poolId, region, since }: { readonly poolId: string; readonly region: string; readonly since?: string | undefined },
): Promise<TrailComparison> {
  const earliest = since === undefined ? -Infinity : Date.parse(since);
  const changes: TrailEvent[] = [];
  const inLog = new Set<string>();
  let [from, to] = [Infinity, -Infinity];
  for await (const event of events) {
    [from, to] = [Math.min(from, event.at), Math.max(to, event.at)];
    if (!mayBeOfPool(event, { poolId, region })) continue;
    if (event.requestId !== null) inLog.add(event.requestId);
    if (event.at < earliest || event.poolId !== poolId) continue;
    if (!event.isEndpoint && !event.hasFailed && CHANGES.test(event.name ?? '')) changes.push(event);
  }
  from = Math.max(from, earliest);
  const recorded = new Set<string>();
  const differences: TrailDifference[] = [];
  let [count, unknown] = [0, 0];
  for await (const record of records) {
    for (const id of record.requestIds) if (inLog.has(id)) recorded.add(id);
    const [start, end] = [Date.parse(record.startedAt), Date.parse(record.finishedAt ?? record.startedAt)];
    const latest = record.finishedAt === null ? start + LONGEST_CHANGE : end;
    if (record.result === 'unknown' && start < to + SECOND && latest >= from) unknown += 1;
    if (start < from || end > to || record.requestIds.length === 0) continue;
    count += 1;
    for (const id of record.requestIds) if (!inLog.has(id)) differences.push(noEvent(record, id));
  }
  const unrecorded = changes.filter(({ requestId }) => requestId === null || !recorded.has(requestId));
  differences.push(...unrecorded.map(noRecord));
  differences.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return { differences, events: changes.length, matched: changes.length - unrecorded.length, records: count, unknown };
}

function noEvent(record: ChangeRecord, requestId: string): TrailDifference {
  const { id, operation, operator, startedAt, target } = record;
  const by = operator.accessKeyId ?? operator.osUser;
  return { finding: 'NO_EVENT', at: startedAt, requestId, operation, record: id, target: target.label, by };
}

function noRecord({ at, name, principal, requestId, users }: TrailEvent): TrailDifference {
  return {
    finding: 'NO_RECORD',
    at: new Date(at).toISOString(),
    requestId,
    operation: name ?? '',
    record: null,
    target: users[0] ?? null,
    by: principal,
  };
}

/** Differences as rows. */
export const trailDifferenceList: ListView<TrailDifference> = {
  columns: [
    { key: 'finding', header: 'finding', value: ({ finding }) => finding },
    { key: 'at', header: 'at (UTC)', value: ({ at }) => at, isTime: true },
    { key: 'operation', header: 'operation', value: ({ operation }) => operation },
    { key: 'target', header: 'on', value: ({ target }) => target, isWhole: true },
    { key: 'by', header: 'by', value: ({ by }) => by, isWhole: true },
    { key: 'record', header: 'record', value: ({ record }) => record, isWhole: true },
    { key: 'requestId', header: 'request', value: ({ requestId }) => requestId, isWhole: true },
  ],
  tableColumns: ['finding', 'at', 'operation', 'target', 'by'],
  id: ({ record, requestId }) => record ?? requestId ?? '',
  json: (difference) => difference,
};
