import type { Candidate } from './table.js';
import type { LiveKind } from './value-source.js';
import type { Context } from '../../config/context.js';
import { isList } from '../../model/field-change.js';
import { identityIn } from '../../model/user.js';
import { defined } from '../../model/defined.js';
import { type HistoryStores, historyStores } from '../../history/history-stores.js';
import { newestFirst } from '../../history/newest-first.js';
import type { Entry, Finished, Started } from '../../history/file/entry.js';
import type { ChangeRecord } from '../../history/record.js';

/** The most changes that are read, so that a long history costs no more than a short one. */
const MOST_RECORDS = 200;

/** How long a change counts as recent: 30 days, in milliseconds. */
const AGE_LIMIT = 30 * 24 * 3_600_000;

export interface RecentOptions {
  readonly context: Context;
  readonly dataFolder: string;
  /** The tenant that is acted in. */
  readonly tenant: string | undefined;
  readonly now: Date;
}

/**
 * Values from the latest changes in the history of the pool, the newest first: its users, their tenants, groups and
 * identity providers, the records or the runs. What is older than 30 days is left out, and in a tenant whatever is of
 * another one.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function recentValues(
  kind: LiveKind,
  { context, dataFolder, tenant, now }: RecentOptions,
): Promise<Candidate[]> {
  const stores = storesOf(context, dataFolder);
  const oldest = new Date(now.getTime() - AGE_LIMIT).toISOString();
  const own: ChangeRecord[] = [];
  let read = 0;
  for await (const { record } of newestFirst(stores, { parse })) {
    read += 1;
    if (read > MOST_RECORDS || record.startedAt < oldest) break;
    if (stores.isOwn(record)) own.push(record);
  }
  if (kind === 'user') return addresses(own, tenant);
  const records = own.filter(({ target }) => tenant === undefined || target.tenantId === tenant);
  if (kind === 'record') return records.map((record) => ({ value: record.id, description: summaryOf(record) }));
  if (kind === 'run')
    return records.flatMap((record) =>
      record.run == null ? [] : [{ value: record.run.id, description: summaryOf(record, false) }],
    );
  if (kind === 'group') return groups(records);
  if (kind === 'provider') return providers(records);
  return records.flatMap(({ target }) => (target.tenantId === null ? [] : [{ value: target.tenantId }]));
}

/** The directory is not opened for this: it would load what sends requests. */
function storesOf(context: Context, dataFolder: string): HistoryStores {
  const { poolId = '', endpointUrl: url, kind } = context;
  return historyStores({ context, dataFolder, endpoint: { poolId, credentials: { kind }, ...defined({ url }) } });
}

function summaryOf({ operation, target, startedAt }: ChangeRecord, withTarget = true): string {
  const minute = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `${operation.replace('.', ' ')}${withTarget ? ` ${target.label}` : ''}, ${minute}`;
}

/** The address of each user after the latest change, unless that deleted the user or moved it to another tenant. */
function addresses(records: readonly ChangeRecord[], tenant: string | undefined): Candidate[] {
  const latest = new Map<string, ChangeRecord>();
  for (const record of records) {
    if (record.target.kind === 'user' && !latest.has(record.target.id)) latest.set(record.target.id, record);
  }
  const kept = [...latest.values()].filter(
    (record) => !isDeletion(record) && (tenant === undefined || isCertainlyIn(tenant, record)),
  );
  return kept.map((record) => ({ value: addressAfter(record), description: summaryOf(record, false) }));
}

/** Groups that were changed, or that users joined and left, unless they were deleted since. */
function groups(records: readonly ChangeRecord[]): Candidate[] {
  const [found, deleted] = [new Set<string>(), new Set<string>()];
  for (const { operation, result, target, fields } of records) {
    const isDeleted = operation === 'groups.delete' && result === 'done';
    if (isDeleted && !found.has(target.id)) deleted.add(target.id);
    const named = target.kind === 'group' ? [target.id] : itemsOf(fields, 'groups');
    for (const name of named) if (!deleted.has(name)) found.add(name);
  }
  return [...found].map((value) => ({ value }));
}

/** Providers of identities that users have or had. */
function providers(records: readonly ChangeRecord[]): Candidate[] {
  const identities = records.flatMap(({ fields }) => itemsOf(fields, 'identities'));
  return identities.map((identity) => ({ value: identityIn(identity).provider }));
}

/** What a list had before a change or has after it. */
function itemsOf(fields: ChangeRecord['fields'], name: string): readonly string[] {
  const field = fields.find((one) => one.field === name);
  return [field?.after ?? null, field?.before ?? null].flatMap((value) => (isList(value) ? value : []));
}

function isDeletion({ operation, result }: ChangeRecord): boolean {
  return operation === 'users.delete' && result === 'done';
}

/**
 * The target of a record is as it was before the change. If the outcome of a move is unknown, the user may be in either
 * tenant.
 */
function isCertainlyIn(tenant: string, { fields, result, target }: ChangeRecord): boolean {
  const move = fields.find(({ field }) => field === 'tenantId');
  if (move === undefined || result === 'failed') return target.tenantId === tenant;
  return result === 'done' ? move.after === tenant : target.tenantId === tenant && move.after === tenant;
}

function addressAfter({ fields, result, target }: ChangeRecord): string {
  const address = result === 'done' ? fields.find(({ field }) => field === 'email')?.after : undefined;
  return typeof address === 'string' ? address : target.label;
}

/**
 * Reads a line without the schema of the history, which takes longer to load than all the rest. Only what is used here is
 * looked at.
 */
function parse(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<Started> | Finished;
    if (entry.entry === 'finished') return entry;
    const isWhole = [entry.id, entry.at, entry.operation, entry.target?.id, entry.target?.label].every(isText);
    return isWhole && Array.isArray(entry.fields) ? (entry as Started) : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
