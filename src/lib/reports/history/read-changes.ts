import type { Directory } from '../../directory.js';
import { listRecords, type RecordFilter } from '../../history/list-records.js';
import type { ChangeRecord } from '../../history/record.js';
import type { FieldValue } from '../../model/field-change.js';

/** The changes of a report, and what is to be said about those that are missing. */
export interface ChangesRead {
  /** Newest first, as they are taken. @throws AdminError as `listRecords` does */
  readonly records: AsyncIterable<ChangeRecord>;
  /** Sentences about what could not be read so far. */
  readonly gaps: () => readonly string[];
}

/**
 * The changes of the user pool's history that a report may show: in a tenant, only those of its users, as far as the history
 * shows who is one, and no name of another tenant.
 *
 * @throws AdminError USAGE for an invalid time
 */
export function readChanges(
  directory: Directory,
  filter: Omit<RecordFilter, 'failed' | 'limit'>,
  now: Date,
): ChangesRead {
  const left: string[] = [];
  const list = listRecords(directory, { ...filter, failed: false }, { now, warn: (text) => left.push(`${text}.`) });
  return {
    records: directory.tenant === undefined ? list.records : ofTenant(directory.tenant, list.records),
    gaps: () => {
      const count = list.unreadable();
      const lines = count === 1 ? '1 line of the history could' : `${count} lines of the history could`;
      return count === 0 ? left : [...left, `${lines} not be read.`];
    },
  };
}

/** @param records newest first, so that the change that moves a user away comes before what was done until then */
async function* ofTenant(
  tenant: string,
  records: AsyncIterable<ChangeRecord>,
): AsyncGenerator<ChangeRecord, void, undefined> {
  const stays = new Map<string, boolean>();
  for await (const record of records) {
    const { target, fields, result } = record;
    const moved = fields.find(({ field, before, after }) => field === 'tenantId' && before !== after);
    if (moved !== undefined && result !== 'failed' && !stays.has(target.id))
      stays.set(target.id, moved.after === tenant);
    if (target.tenantId === tenant && stays.get(target.id) !== false) yield withoutOtherTenants(record, tenant);
  }
}

/** A move to another tenant that failed, or that was taken back, without the ID of that tenant. */
function withoutOtherTenants(record: ChangeRecord, tenant: string): ChangeRecord {
  const nameless = (value: FieldValue) => (value === tenant || value === null ? value : 'another tenant');
  return {
    ...record,
    fields: record.fields.map((change) =>
      change.field === 'tenantId'
        ? { ...change, before: nameless(change.before), after: nameless(change.after) }
        : change,
    ),
  };
}
